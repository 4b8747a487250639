"""The page: questions in, verified quotations beside their articles out; and how often it is right.

server       the application: the page, its files, the API, health
own_pages    what the page's own addresses show
shell        the HTML that the browser gets first; it starts Gradio without inline scripts
page         the Gradio page: question box, filters, conversation
gradio_import Gradio, without what only its developers need
conversation a question and its filters -> a turn of the conversation
exchange     the page's own records: asked, answered, turn, conversation
links        what a link or a button asks for <-> the words behind "#"
turns        a turn -> HTML: quotation cards, reasons, errors
understood   a question as understood -> words, and a form to change its parts
follow_ups   an answer -> questions to go on with
next_steps   those, sharing and saving -> HTML
saved        the latest conversations, by token
export       a conversation -> HTML, Markdown or JSON, with all citations
timeline_page, timeline_plot  what somebody said, over time -> HTML and SVG
texts        what the page says, in English and Russian
sources      citations -> HTML: their articles, cited words highlighted
ratings      right or wrong, said under an answer -> the feedback folder
articles     one whole article -> HTML
highlights   an article and cited spans -> its paragraphs, the words marked
dateline     days and outlets -> the line that says where words come from
markup       text -> HTML that cannot break out
examples     questions to begin with, which the corpus does answer
theme        Gradio's colours and fonts, taken from static/page.css
headers      what every response forbids the browser to do
own_page     whether a request that changes something comes from this page

evaluations  test questions asked in a thread of their own
evaluate     the Evaluate tab -> HTML: question files, progress, runs
results      a run, alone or against another -> HTML
misses       questions that did badly -> HTML: what was expected, what came
evaluation_routes  what evaluate.js asks the server for
"""
