"""What the page says, in English and in Russian. Articles, names and reasons stay as they are.

The English text is the key: `say("Copied")`; parts in braces are filled in: `say("about {topic}",
topic="NATO")`. A text that has no Russian shows in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "ru": "Русский"}

_RUSSIAN: Final[Mapping[str, str]] = {
    # Masthead, question box, filters
    "Answers from the articles, word for word": "Ответы словами самих статей",
    "Ask": "Спросить",
    "Evaluate": "Оценка",
    "Timeline": "Хроника",
    "What to do": "Что делать",
    "Language": "Язык",
    "Skip to the question box": "К строке вопроса",
    "Opening the page …": "Страница открывается …",
    "This page needs JavaScript.": "Этой странице нужен JavaScript.",
    "Your question": "Ваш вопрос",
    "What did … say about …?": "What did … say about …?",
    "Filters: speaker, outlet, days": "Фильтры: кто, издание, дни",
    "Filters: speaker, outlet, days (on)": "Фильтры: кто, издание, дни (включены)",
    "Speaker": "Кто сказал",
    "Outlet": "Издание",
    "Topic": "О чём",
    "From": "С",
    "Until": "По",
    "Anyone": "Кто угодно",
    "Any outlet": "Любое издание",
    "Reset filters": "Сбросить фильтры",
    "New conversation": "Новый разговор",
    "Questions and answers": "Вопросы и ответы",
    "Looking through the articles …": "Идёт поиск по статьям …",
    "For example": "Например",
    "Who said what, and where it is written": "Кто что сказал и где это написано",
    "Ask about the articles. Every answer is quoted word for word, with its speaker, its date and "
    "the article it stands in. What the articles do not hold is not answered.": "Задайте вопрос "
    "о статьях, по-английски. Каждый ответ — дословная цитата: кто сказал, когда и в какой статье. "
    "Чего в статьях нет, на то нет и ответа.",
    # What is covered
    "{first} to {last}": "с {first} по {last}",
    "about {day}": "около {day}",
    "{count} of them without a date": "из них без даты: {count}",
    "{count} not in English": "не на английском: {count}",
    "{count} could not be read": "не удалось прочесть: {count}",
    "the newest index is damaged; an earlier one answers": "новейший индекс повреждён; отвечает "
    "более ранний",
    "the newest index cannot be used; an earlier one answers": "новейший индекс непригоден; "
    "отвечает более ранний",
    "{statements} by {speakers}": "{statements}, {speakers}",
    # An answer
    "not dated": "без даты",
    "not dated; mentions ": "без даты; упоминает ",
    "paraphrased by the article": "пересказ статьи",
    "show these words in the article": "показать эти слова в статье",
    "back to quotation ": "назад к цитате ",
    "Not in the corpus": "В статьях этого нет",
    "No answer this time": "На этот раз без ответа",
    "Source": "Источник",
    "Sources": "Источники",
    "Closest article": "Ближайшая статья",
    "Closest articles": "Ближайшие статьи",
    "Read the whole article": "Читать статью целиком",
    "Show the whole article here": "Показать статью здесь",
    "Show the excerpt": "Показать отрывок",
    "Original": "Оригинал",
    "Previous highlight": "Предыдущее место",
    "Next highlight": "Следующее место",
    "Copy quote with citation": "Копировать цитату с источником",
    "Copied": "Скопировано",
    "Could not be copied": "Скопировать не удалось",
    "The articles, or how they are searched, have changed since this link was made: this is what "
    "they say now.": "С тех пор как эта ссылка была создана, статьи или способ поиска по ним "
    "изменились: здесь то, что в них сказано теперь.",
    "The article has changed since it was quoted: these are its words now.": "После цитирования "
    "статья изменилась: здесь её нынешний текст.",
    "This article has been taken out since.": "Эту статью с тех пор убрали.",
    # The question as understood
    "Words of {speaker} about {topic}": "Слова: {speaker}; о чём: {topic}",
    "Words of {speaker} about anything": "Слова: {speaker}; о чём угодно",
    "Anybody’s words about {topic}": "Чьи угодно слова; о чём: {topic}",
    "Anybody’s words about anything": "Чьи угодно слова; о чём угодно",
    "How the words of {speaker} about {topic} changed": "Как менялись слова: {speaker}; "
    "о чём: {topic}",
    "How the words of {speaker} about anything changed": "Как менялись слова: {speaker}",
    "When or where something was published": "Когда или где что-то опубликовано",
    "Searched for: {question}": "Искали: {question}",
    "Only {filters}": "Только {filters}",
    "words of {speaker}": "слова: {speaker}",
    "articles of {outlet}": "статьи издания {outlet}",
    "from {day}": "с {day}",
    "until {day}": "по {day}",
    "Change": "Изменить",
    "Ask again": "Спросить снова",
    "Question": "Вопрос",
    # What next
    "Go on with": "Дальше",
    "Who else said something about {topic}?": "Кто ещё говорил об этом: {topic}?",
    "{speaker} on {topic} over time": "{speaker}: {topic} — по датам",
    "{speaker} over time": "{speaker}: по датам",
    "Copy a link to this answer": "Копировать ссылку на ответ",
    "Save conversation": "Сохранить разговор",
    "Is this answer right?": "Ответ верный?",
    "Right": "Верно",
    "Wrong": "Неверно",
    "Stored with the question and the answer, and nothing about you.": "Сохранено с вопросом "
    "и ответом, и ничего о вас.",
    "Taken back; nothing is stored.": "Отозвано; ничего не сохранено.",
    "Not stored.": "Не сохранено.",
    "Not stored: the server does not answer.": "Не сохранено: сервер не отвечает.",
    # The server
    "The server does not answer. What you typed stays here.": "Сервер не отвечает. "
    "Ваш текст остаётся здесь.",
    "The answer did not arrive.": "Ответ не пришёл.",
    "The server asks who you are. Reload this page.": "Сервер спрашивает, кто вы. Откройте "
    "страницу заново.",
    "The article could not be read.": "Статью не удалось прочитать.",
    "The server is busy: it takes no more questions for now.": "Сервер занят и пока не принимает "
    "вопросов.",
    "The server answers again.": "Сервер снова отвечает.",
    # A whole article
    "Read the original": "Читать оригинал",
    "In the corpus as {id}": "В корпусе: {id}",
    "Highlights in this article": "Отмеченные места статьи",
    "There is no such page": "Такой страницы нет",
    # A timeline
    "What somebody said, over time": "Кто что говорил, по датам",
    "Choose who spoke, and about what; without a topic, everything is shown.": "Выберите, кто "
    "говорил и о чём; без темы показано всё.",
    "Show": "Показать",
    "{speaker}": "{speaker}",
    "{speaker} on {topic}": "{speaker}: {topic}",
    "Statements over time; each mark leads to its words below": "Высказывания по времени; каждая "
    "отметка ведёт к словам ниже",
    "{day}: {count}": "{day}: {count}",
    "without a date": "без даты",
    "also in {count}": "также в {count}",
    "Nothing to show": "Показать нечего",
}

_ONE, _FEW, _MANY = 0, 1, 2
_COUNTED: Final[Mapping[str, tuple[str, str, str]]] = {
    "article": ("статья", "статьи", "статей"),
    "other article": ("другой статье", "других статьях", "других статьях"),
    "statement": ("высказывание", "высказывания", "высказываний"),
    "speaker": ("говорящий", "говорящих", "говорящих"),
    "file": ("файл", "файла", "файлов"),
    "undated statement": (
        "высказывание без даты",
        "высказывания без даты",
        "высказываний без даты",
    ),
}
_MONTHS: Final = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: called with the English, it gives its own."""

    language: str

    def __call__(self, english: str, **parts: str) -> str:
        """A text, its parts filled in."""
        text = _RUSSIAN.get(english, english) if self.language == "ru" else english
        return text.format(**parts) if parts else text

    def count(self, number: int, noun: str) -> str:
        """ "1 article", "2,135 articles"."""
        if self.language == "ru":
            return f"{number:,} {_COUNTED[noun][_form(number)]}".replace(",", "\u00a0")
        return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

    def day(self, when: date) -> str:
        """ "28 January 2022"."""
        if self.language == "ru":
            return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
        return f"{when.day} {when:%B %Y}"


ENGLISH: Final = Texts("en")


def texts(language: str | None, accepted: str = "") -> Texts:
    """The texts of a language asked for, else of the first that a browser accepts, else English.

    `accepted` is the header Accept-Language: "ru-RU,ru;q=0.9,en;q=0.8".
    """
    if language is not None and language in LANGUAGES:
        return Texts(language)
    known = [
        (-_weight(one), place, one.strip()[:2].lower())
        for place, one in enumerate(accepted.split(",")[:20])
        if one.strip()[:2].lower() in LANGUAGES
    ]
    return Texts(min(known)[2]) if known else ENGLISH


def russian() -> Mapping[str, str]:
    """Every English text with its Russian one."""
    return _RUSSIAN


def _weight(accepted: str) -> float:
    _, _, weight = accepted.partition(";q=")
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def _form(number: int) -> int:
    """Which of three forms a Russian noun takes behind a number."""
    if number % 10 == 1 and number % 100 != 11:
        return _ONE
    return _FEW if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else _MANY
