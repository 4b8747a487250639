"""The Evaluate tab in Russian: test questions, runs of them, and what was measured."""

from collections.abc import Mapping
from typing import Final

EVALUATION: Final[Mapping[str, str]] = {
    # What can be asked, and how far it is
    "How often is the answer right?": "Как часто ответ верен?",
    "Ask a file of test questions whose answers are known, and count. No language model judges: "
    "what is right was written down beforehand.": "Задайте контрольные вопросы, ответы на которые "
    "известны, и посчитайте. Языковая модель ничего не оценивает: что верно, записано заранее.",
    "{name} cannot be asked: ": "{name} задать нельзя: ",
    "There are no test questions in {folder}. Write some from your own articles: ": "В папке "
    "{folder} нет контрольных вопросов. Составьте их по своим статьям: ",
    "Test questions": "Контрольные вопросы",
    "Run": "Запустить",
    "Stop": "Остановить",
    "Questions asked": "Задано вопросов",
    "Result": "Результат",
    "{file}: {done:,} of {total:,} questions": "{file}: {done} "
    "из {total:вопроса|вопросов|вопросов}",
    " · {rate} a second · about {left} min left": " · {rate} в секунду · осталось около {left} мин",
    " · {rate} a second · about {left} s left": " · {rate} в секунду · осталось около {left} с",
    "{file}: all {total:,} questions asked.": "{file}: все вопросы заданы, всего {total}.",
    "Stopped after {done:,} of {total:,} questions. Run {file} again to go on from there.": ""
    "Остановлено: {done} из {total:вопроса|вопросов|вопросов}. Чтобы продолжить, запустите {file} "
    "снова.",
    "Failed: {why}. To mend it: {hint}.": "Не удалось: {why}. Что делать: {hint}.",
    "Not started: {why}. To mend it: {hint}.": "Не запущено: {why}. Что делать: {hint}.",
    "{name}: no run of this name": "{name}: такого прогона нет",
    "{name}: no file of this name in {folder}": "{name}: такого файла в папке {folder} нет",
    "choose one from the list": "выберите из списка",
    "{file} is being asked": "{file}: вопросы уже задаются",
    "wait for its end, or stop it": "дождитесь конца или остановите",
    "{folder}: cannot be written: {why}": "{folder}: записать не удалось: {why}",
    "let the program write there, or set RAG_RUNS to another folder": "разрешите программе "
    "запись в эту папку или укажите другую в RAG_RUNS",
    "something went wrong": "что-то пошло не так",
    "run it again; the server's log holds the details": "запустите снова; подробности — в журнале "
    "сервера",
    # The runs there are
    "Runs so far": "Прогоны",
    "Run and file": "Прогон и файл",
    "Article first": "Статья первая",
    "{count} of {file}": "{count}, {file}",
    # A run, or what changed from one to another
    "the other run": "другой прогон",
    "this run": "этот прогон",
    "Run this file again after a change, to compare.": "Чтобы сравнить, запустите этот файл снова "
    "после изменений.",
    "Compare with": "Сравнить с прогоном",
    "no other run": "не сравнивать",
    "Open the whole report": "Открыть весь отчёт (по-английски)",
    "Download it": "Скачать его",
    "What was measured": "Что измерено",
    "What changed": "Что изменилось",
    "Measure": "Показатель",
    "Measures": "Показатели",
    "Mean, 95 % interval": "Среднее, интервал 95 %",
    "Chart": "График",
    "for each question": "у каждого вопроса",
    "{low} to {high}": "от {low} до {high}",
    "Articles found": "Найденные статьи",
    "Evidence found": "Найденные слова",
    "Refusals": "Отказы",
    "Answers": "Ответы",
    "Before": "Было",
    "After": "Стало",
    "Difference": "Разница",
    "better": "лучше",
    "worse": "хуже",
    "{number} more measures": "Ещё {number:показатель|показателя|показателей}",
    "The line is the 95 % interval: where the mean would lie with other questions of this kind.": ""
    "Линия — интервал 95 %: в нём лежало бы среднее с другими вопросами того же рода.",
    "p: how often two runs that are alike would differ as much by chance; from .05 on, a change "
    "proves nothing.": "p — как часто два одинаковых прогона случайно различались бы настолько же; "
    "начиная с 0,05 разница ничего не доказывает.",
    "The right article comes first for {first:,} of {all:,} questions": "Нужная статья стоит "
    "первой для {first} из {all:вопроса|вопросов|вопросов}",
    "{all:,} questions, and nothing to measure them by": "{all:вопрос|вопроса|вопросов}, "
    "и измерить их нечем",
    "{measure} is {mean} over {all:,} questions": "{measure} — {mean}, среднее "
    "по {all:вопросу|вопросам|вопросам}",
    "{before} and {after} have nothing in common to compare": "{before} и {after}: сравнивать "
    "нечего",
    "{before} and {after} have the same {measure} for every question": "{before} и {after} "
    "не различаются ни в одном вопросе ({measure})",
    "From {before} to {after}, {measure} changes no more than by chance": "{before} и {after} "
    "различаются не больше, чем случайно ({measure})",
    "{after} ranks better than {before}: {measure} goes from {was} to {now}": "{after} находит "
    "статьи лучше, чем {before}: {measure} — {now} вместо {was}",
    "{after} ranks worse than {before}: {measure} goes from {was} to {now}": "{after} находит "
    "статьи хуже, чем {before}: {measure} — {now} вместо {was}",
    "That is {share}; with other questions of this kind it would be between {low} and {high} "
    "(95 % interval).": "Это {share}; с другими вопросами того же рода было бы от {low} до {high} "
    "(интервал 95 %).",
    "Among the first ten it is found for {share}.": "Среди первых десяти она есть в {share} "
    "случаев.",
    "Every quotation is in the article it cites, word for word.": "Каждая цитата дословно стоит "
    "в статье, на которую ссылается.",
    "Only {share} of quotations are in the article they cite.": "Лишь для {share} цитат верно, что "
    "они стоят в статье, на которую ссылаются.",
    "Asked were {all:,} questions of {file}.": "Всего {all:вопрос|вопроса|вопросов} из файла "
    "{file}.",
    "Asked were different numbers of questions of {file}.": "Из файла {file} задано разное число "
    "вопросов.",
    "{moved} of {all} measures change beyond chance.": "Больше, чем случайно, изменились {moved} "
    "из {all:показателя|показателей|показателей}.",
    "None of {all} measures change beyond chance.": "Ни один из "
    "{all:показателя|показателей|показателей} не изменился больше, чем случайно.",
    "Over {all:,} questions that both have, {measure} changes by {mean} (95 % interval {low} to "
    "{high}, p {p}): {better:,} questions do better, {worse:,} worse. {beyond}": "Общих вопросов "
    "{all}: {measure} меняется на {mean} (интервал 95 % — от {low} до {high}, p {p}); лучше стало "
    "в {better:вопросе|вопросах|вопросах}, хуже — в {worse}. {beyond}",
    "{name}: {unjudged:,} of {all:,} questions have no judgement; measures leave them out.": ""
    "{name}: для {unjudged} из {all:вопроса|вопросов|вопросов} не записано, что верно; "
    "в показателях их нет.",
    "{others}: not the questions of {first}. Means are over each run's own questions; changes are "
    "over those that both have.": "{others} и {first}: вопросы не одни и те же. Средние посчитаны "
    "по своим вопросам каждого прогона, разница — по общим.",
    # Where it went wrong
    "Questions": "Вопросы",
    "Nothing: every answer holds what was expected.": "Ошибок нет: в каждом ответе есть то, чего "
    "ждали.",
    "Where it went wrong": "Где ошибки",
    "Where it went wrong: the worst {shown} of {all:,}": "Где ошибки: худшие {shown} из {all}",
    "Do worse": "Стало хуже",
    "Do better": "Стало лучше",
    "{title}: {shown} of {all:,}": "{title}: {shown} из {all}",
    "No question does better or worse by {measure}.": "Ни один вопрос не стал ни лучше, "
    "ни хуже ({measure}).",
    "The same answer.": "Тот же ответ.",
    "Expected": "Ждали",
    "Came": "Пришло",
    "Answered, though the articles hold no answer": "Ответ дан, хотя в статьях его нет",
    "Refused, though the articles hold an answer": "В ответе отказано, хотя он есть в статьях",
    "Says what it must not": "Сказано то, чего быть не должно",
    "Not by the right person": "Слова не того человека",
    "Does not quote the words expected": "Нет ожидаемых слов",
    "Lacks a word that it must hold": "Не хватает обязательного слова",
    "Cites no right article": "Нет ссылки на нужную статью",
    "Right article found at place {rank}": "Нужная статья на месте {rank}",
    "Right article not found": "Нужная статья не найдена",
    "Not all right articles come first": "Не все нужные статьи стоят первыми",
    "No answer: the articles hold none.": "Ответа быть не должно: в статьях его нет.",
    "It must say {words}": "Должно быть сказано: {words}",
    "It must not say {words}": "Не должно быть сказано: {words}",
    " and ": " и ",
    " or ": " или ",
    "and {number} more": "и ещё {number}",
    # Measures in plain words
    "Answers with nothing wrong": "Ответы без ошибок",
    "Right article first": "Нужная статья первая",
    "Right articles high among ten": "Нужные статьи выше среди десяти",
    "Expected words quoted": "Процитированы ожидаемые слова",
    "Words of the right person": "Слова того, о ком спросили",
    "Quotations that are word for word": "Дословные цитаты",
    "Refused when, and only when, it should": "Отказ тогда и только тогда, когда нужен",
    # What each measures
    "1 if the first article is relevant, else 0": "1, если первая статья нужная, иначе 0",
    "1 if one of the first 4 articles is relevant, else 0": "1, если среди первых 4 статей есть "
    "нужная, иначе 0",
    "1 if one of the first 10 articles is relevant, else 0": "1, если среди первых 10 статей есть "
    "нужная, иначе 0",
    "share of the relevant articles that are among the first 4": "доля нужных статей, попавших "
    "в первые 4",
    "share of the relevant articles that are among the first 10": "доля нужных статей, попавших "
    "в первые 10",
    "share of the first 4 articles that are relevant": "доля нужных среди первых 4 статей",
    "share of the first 10 articles that are relevant": "доля нужных среди первых 10 статей",
    "1 / rank of the first relevant article, 0 if there is none (mean: MRR)": "1 / место первой "
    "нужной статьи, 0, если её нет (среднее: MRR)",
    "mean of the precision at the rank of each relevant article (mean: MAP)": "средняя точность "
    "на месте каждой нужной статьи (среднее: MAP)",
    "discounted cumulative gain of the first 10 articles over that of the best order; the gain is "
    "the grade, the discount log2(rank + 1)": "выигрыш первых 10 статей с учётом места, делённый "
    "на выигрыш лучшего порядка; выигрыш — оценка статьи, делённая на log2(место + 1)",
    "1 if the first piece of evidence is relevant, else 0": "1, если первый отрывок нужный, "
    "иначе 0",
    "1 if one of the first 4 pieces of evidence is relevant, else 0": "1, если среди первых "
    "4 отрывков есть нужный, иначе 0",
    "1 if one of the first 10 pieces of evidence is relevant, else 0": "1, если среди первых "
    "10 отрывков есть нужный, иначе 0",
    "share of the relevant pieces of evidence that are among the first 4": "доля нужных отрывков, "
    "попавших в первые 4",
    "share of the relevant pieces of evidence that are among the first 10": "доля нужных "
    "отрывков, попавших в первые 10",
    "share of the first 4 pieces of evidence that are relevant": "доля нужных среди первых "
    "4 отрывков",
    "share of the first 10 pieces of evidence that are relevant": "доля нужных среди первых "
    "10 отрывков",
    "1 / rank of the first relevant piece of evidence, 0 if there is none (mean: MRR)": "1 / место "
    "первого нужного отрывка, 0, если его нет (среднее: MRR)",
    "mean of the precision at the rank of each relevant piece of evidence (mean: MAP)": "средняя "
    "точность на месте каждого нужного отрывка (среднее: MAP)",
    "discounted cumulative gain of the first 10 pieces of evidence over that of the best order; "
    "the gain is the grade, the discount log2(rank + 1)": "выигрыш первых 10 отрывков с учётом "
    "места, делённый на выигрыш лучшего порядка; выигрыш — оценка отрывка, делённая "
    "на log2(место + 1)",
    "1 if nothing of what is known about the right answer is missed": "1, если в ответе есть всё, "
    "что известно о верном",
    "1 if a relevant article is cited, else 0": "1, если процитирована нужная статья, иначе 0",
    "share of the evidence whose words are cited": "доля отрывков, слова которых процитированы",
    "share of the words to be shown (`contains`) that are shown": "доля слов, которые должны быть "
    "в ответе (`contains`) и в нём есть",
    "1 if none of the words not to be shown (`never`) is shown, else 0": "1, если в ответе нет "
    "слов, которых быть не должно (`never`), иначе 0",
    "1 if a citation is by the speaker asked for, else 0": "1, если среди цитат есть слова того, "
    "о ком спросили, иначе 0",
    "share of the citations that stand, as they are, in their article": "доля цитат, которые "
    "стоят в своей статье в том же виде",
    "1 if refused where unanswerable and answered where answerable": "1, если отказ там, где "
    "ответа нет, и ответ там, где он есть",
    "words of an answer, its markers left out; refusals are not counted": "слов в ответе без "
    "номеров ссылок; отказы не считаются",
    "share of the refused questions that are unanswerable": "доля вопросов без ответа среди тех, "
    "на которые отказано",
    "share of the unanswerable questions that are refused": "доля вопросов без ответа, на которые "
    "отказано",
    "harmonic mean of abstention precision and recall": "гармоническое среднее точности и полноты "
    "отказов",
}
