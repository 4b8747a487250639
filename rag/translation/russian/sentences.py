"""Sentences with parts, in Russian: why there is no answer, what could not be done, what to do.

Names stand as the articles write them, so no sentence needs them in another case than the
nominative. Some begin in lower case, because they may stand behind a colon.
"""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    # Why the articles hold no answer (rag/answer/reasons.py)
    "nothing in the articles comes close enough to this question.": "в статьях нет ничего "
    "достаточно близкого к этому вопросу.",
    "no article is dated {days}.": "нет ни одной статьи {days}.",
    "no article passes the filters.": "ни одна статья не проходит через фильтры.",
    "no article in the corpus has this title or topic.": "статьи с таким заголовком или на такую "
    "тему нет.",
    "the filter leaves only words of {chosen}, not of {name}.": "в фильтре указан другой "
    "говорящий: {chosen}, а не {name}.",
    "no words of “{name}” on this are in the articles.": "слов «{name}» об этом в статьях нет.",
    "it is not clear who “{name}” is; ask with the person's name.": "непонятно, о ком речь: "
    "«{name}»; назовите человека по имени.",
    "“{name}” is an office; ask with the person's name.": "«{name}» — это должность; назовите "
    "человека по имени.",
    "no article mentions {name}.": "ни в одной статье не упоминается {name}.",
    "{name} is mentioned in {articles}, but not quoted.": "{name} упоминается "
    "в {articles:статье|статьях|статьях}, но не цитируется.",
    "{name} are mentioned in {articles}, but not quoted.": "{name} упоминаются "
    "в {articles:статье|статьях|статьях}, но не цитируются.",
    "{name} is not quoted in any article{days}.": "{name} не цитируется ни в одной статье{days}.",
    "{name} is quoted in {articles}{days}, but not on {topic} on two different days, so no change "
    "can be shown.": "{name} цитируется в {articles:статье|статьях|статьях}{days}, но "
    "высказываний на тему «{topic}» за разные дни там нет, поэтому перемену показать нельзя.",
    "{name} is quoted in {articles}{days}, but not on this on two different days, so no change can "
    "be shown.": "{name} цитируется в {articles:статье|статьях|статьях}{days}, но высказываний "
    "об этом за разные дни там нет, поэтому перемену показать нельзя.",
    "{name} is quoted in {articles}{days}, but not on {topic}{also}.": "{name} цитируется "
    "в {articles:статье|статьях|статьях}{days}, но не на тему «{topic}»{also}.",
    "{name} is quoted in {articles}{days}, but nothing there answers this question{also}.": ""
    "{name} цитируется в {articles:статье|статьях|статьях}{days}, но ответа на этот вопрос там "
    "нет{also}.",
    "; no article mentions {name}": "; ни в одной статье не упоминается {name}",
    " dated {days}": " {days}",
    # When, where and by whom something was published (rag/answer/published.py)
    "“{title}” was published on {day}{where}. [{number}]{by}": "Статья «{title}» опубликована "
    "{day} года{where}. [{number}]{by}",
    " by {outlet}": ", издание {outlet}",
    " It is by {authors}.": " Автор: {authors}.",
    "“{title}” has no date. [{number}]{by}": "У статьи «{title}» нет даты. [{number}]{by}",
    "“{title}” has no date of its own; the latest day it mentions is {day}. [{number}]{by}": "У "
    "статьи «{title}» нет своей даты; самый поздний день, который в ней упоминается, — {day} года. "
    "[{number}]{by}",
    # A question, a filter or a link that cannot be read
    "the question is empty": "в вопросе нет ни одного слова",
    'ask, for example: "What did Lavrov say about NATO?"': "спросите, например: «What did Lavrov "
    "say about NATO?»",
    "the question has {number:,} characters, at most {most:,} are read": "в вопросе больше "
    "знаков, чем можно прочесть: {number}, а можно не больше {most}",
    "the name has {number:,} characters, at most {most:,} are read": "в имени больше знаков, чем "
    "можно прочесть: {number}, а можно не больше {most}",
    "give the name as the articles write it": "напишите имя так, как его пишут статьи",
    "ask about one thing, in one or two sentences": "спросите о чём-то одном, в одном-двух "
    "предложениях",
    "“From” {first} is after “Until” {last}": "день в поле «С» ({first}) позже, чем в поле «По» "
    "({last})",
    "exchange the two days, or empty one": "поменяйте дни местами или уберите один из них",
    "“{label}” is not a day: {text}": "в поле «{label}» стоит не дата: {text}",
    "write it as 2022-01-28": "напишите её так: 2022-01-28",
    "no day lies from {first} to {last}": "с {first} по {last} нет ни одного дня",
    "give the earlier day first": "сначала укажите более ранний день",
    "this link cannot be read": "эту ссылку не удалось прочесть",
    "copy the whole link, and open it": "скопируйте ссылку целиком и откройте её",
    # What else may go wrong while a question is answered
    "{waiting} questions wait for their turn already": "вопросов в очереди уже {waiting}",
    "the answer takes longer than {seconds} s": "ответ занимает больше {seconds} с",
    "ask again later, or in fewer words": "спросите позже или короче",
    "ask again in {seconds} s": "спросите снова через {seconds} с",
    "something went wrong while searching": "при поиске что-то пошло не так",
    "ask again; the server's log holds the details": "спросите ещё раз; подробности — в журнале "
    "сервера",
    "{id}: the words from {start} to {end} are not in its text": "{id}: слов с {start}-го "
    "по {end}-й знак в тексте нет",
    "build the index again: python -m rag build; if that does not help, report it": "постройте "
    "индекс заново: python -m rag build; если не поможет, сообщите об этом",
    # Pages that there are not
    "{id}: no article of this id in the index": "такой статьи в индексе нет: {id}",
    "an article's id is its path below the corpus; search names the ids": "статья называется по "
    "своему пути внутри корпуса; эти имена даёт поиск",
    "cite={text}: not a span of this article": "такого места в этой статье нет: cite={text}",
    "give two offsets into its text, such as cite=120-250": "укажите два места в её тексте, "
    "например cite=120-250",
    "this conversation is no longer known": "этот разговор уже забыт",
    "ask again on the page, and save the conversation there": "задайте вопросы снова и сохраните "
    "разговор со страницы",
    "there is nothing at this address": "по этому адресу ничего нет",
    "the page is at /, the API at /api/v1": "страница — по адресу /, API — по адресу /api/v1",
    "this does not exist": "такого нет",
    "GET /api/v1/openapi.json lists what there is": "что есть, перечислено в /api/v1/openapi.json",
    "something went wrong in the server": "на сервере что-то пошло не так",
    "its log has the details by request_id": "подробности — в его журнале",
    # Who may ask, and how often
    "more than {most} {what} a minute": "{what} за минуту больше {most}",
    "questions": "вопросов",
    "events": "действий на странице",
    "ratings": "оценок",
    "evaluations": "проверок",
    "guesses": "попыток войти",
    "too many passwords are being tried": "слишком много попыток войти",
    "nobody is logged in": "вход не выполнен",
    "this password or token is not, or no longer, right": "этот пароль или ключ неверен или уже "
    "не действует",
    "log in at the proxy in front of this server": "войдите через прокси перед этим сервером",
    "send the password: Authorization: Bearer PASSWORD, or Basic with any name": "обновите "
    "страницу и введите пароль, имя — любое",
    "send a token that your server signed: Authorization: Bearer TOKEN": "передайте ключ, "
    "подписанный вашим сервером: Authorization: Bearer TOKEN",
    "this server is not called by that name": "у этого сервера нет такого имени",
    "add the name to RAG_ALLOWED_HOSTS, or open the page at the address it prints": "добавьте имя "
    "в RAG_ALLOWED_HOSTS или откройте страницу по адресу, который сервер пишет при запуске",
    "a page of another site may not ask this server": "странице другого сайта нельзя спрашивать "
    "этот сервер",
    "add its origin, scheme and host, to RAG_ALLOWED_ORIGINS": "добавьте её адрес — протокол "
    "и имя — в RAG_ALLOWED_ORIGINS",
    "this request does not come from the page of this server": "этот запрос пришёл не со страницы "
    "этого сервера",
    "open the page at its own address; behind a proxy, pass the Host header on": "откройте "
    "страницу по её собственному адресу; прокси должен передавать заголовок Host",
    # Right or wrong
    "this answer is no longer known": "этот ответ уже забыт",
    "ask the question again": "задайте вопрос снова",
}
