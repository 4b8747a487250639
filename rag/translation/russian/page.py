"""The page in Russian: the chat, an answer, whole articles, the timeline."""

from collections.abc import Mapping
from typing import Final

PAGE: Final[Mapping[str, str]] = {
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
    "Done": "Готово",
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
    "Original": "Оригинал",
    "Previous highlight": "Предыдущее место",
    "Next highlight": "Следующее место",
    "Copy quote with citation": "Копировать цитату с источником",
    "The articles, or how they are searched, have changed since this link was made: this is what "
    "they say now.": "С тех пор как эта ссылка была создана, статьи или способ поиска по ним "
    "изменились: здесь то, что в них сказано теперь.",
    "The article has changed since it was quoted: these are its words now.": "После цитирования "
    "статья изменилась: здесь её нынешний текст.",
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
    "Question": "Вопрос",
    # What next
    "Go on with": "Дальше",
    "Who else said something about {topic}?": "Кто ещё говорил об этом: {topic}?",
    "{speaker} on {topic} over time": "{speaker}: {topic} — по датам",
    "{speaker} over time": "{speaker}: по датам",
    "Copy a link to this answer": "Копировать ссылку на ответ",
    "Save conversation": "Сохранить разговор",
    "Stored with the question and the answer, and nothing about you.": "Сохранено с вопросом "
    "и ответом, и ничего о вас.",
    "Taken back; nothing is stored.": "Отозвано; ничего не сохранено.",
    "Not stored: {why}.": "Не сохранено: {why}.",
    "Is this answer right?": "Ответ верный?",
    "Right": "Верно",
    "Wrong": "Неверно",
    # A whole article
    "Read the original": "Читать оригинал",
    "In the corpus as {id}": "В корпусе: {id}",
    "Highlights in this article": "Отмеченные места статьи",
    "There is no such page": "Такой страницы нет",
    "This page cannot be shown": "Эту страницу нельзя показать",
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
