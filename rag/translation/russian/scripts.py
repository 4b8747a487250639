"""What the page's scripts say, in Russian: the whole of it is sent with every page."""

from collections.abc import Mapping
from typing import Final

SCRIPTS: Final[Mapping[str, str]] = {
    "Copied": "Скопировано",
    "Could not be copied": "Скопировать не удалось",
    "Not stored.": "Не сохранено.",
    "Not stored: the server does not answer.": "Не сохранено: сервер не отвечает.",
    "Questions and answers": "Вопросы и ответы",
    "Looking through the articles …": "Идёт поиск по статьям …",
    "For example": "Например",
    "Show the whole article here": "Показать статью здесь",
    "Show the excerpt": "Показать отрывок",
    "This article has been taken out since.": "Эту статью с тех пор убрали.",
    "The article could not be read.": "Статью не удалось прочитать.",
    "Ask again": "Спросить снова",
    "The server does not answer. What you typed stays here.": "Сервер не отвечает. "
    "Ваш текст остаётся здесь.",
    "The answer did not arrive.": "Ответ не пришёл.",
    "The server is busy: it takes no more questions for now.": "Сервер занят и пока не принимает "
    "вопросов.",
    "The server asks who you are. Reload this page.": "Сервер спрашивает, кто вы. Откройте "
    "страницу заново.",
    "The server answers again.": "Сервер снова отвечает.",
    "The server does not answer. Reload the page.": "Сервер не отвечает. Откройте страницу заново.",
    "The server does not answer.": "Сервер не отвечает.",
    "The server does not answer; trying again …": "Сервер не отвечает; ждём его …",
    "Stopping …": "Останавливаем …",
}
