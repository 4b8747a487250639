"""The chat page: questions in, verified quotations beside their articles out.

server       the application: the page, its files, whole articles, health
shell        the HTML that the browser gets first; it starts Gradio without inline scripts
page         the Gradio page: question box, filters, conversation
conversation a question and its filters -> a turn of the conversation
turns        a turn -> HTML: quotation cards, reasons, errors
sources      citations -> HTML: their articles, cited words highlighted
articles     one whole article -> HTML
highlights   an article and cited spans -> its paragraphs, the words marked
dateline     days and outlets -> the line that says where words come from
markup       text -> HTML that cannot break out
examples     questions to begin with, which the corpus does answer
theme        Gradio's colours and fonts, taken from static/page.css
headers      what every response forbids the browser to do
"""
