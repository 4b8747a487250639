"""The web server: the chat page, the HTTP API and the widget, and who may use them.

server         the application: the page, its files, the API, health
desk           questions -> answers for many users at once, in order and within limits
shell          the HTML that the browser gets first; it starts Gradio without inline scripts
gradio_import  Gradio, without what only its developers need
theme          Gradio's colours and fonts, taken from static/page.css
widget         the script for pages of other sites
headers        the security headers of every response
own_page       whether a request that changes something comes from this server's page
language       the language of a request
kept           values in memory, as many as fit
metrics        counters for Prometheus

chat/          a question and its filters -> a turn of the conversation -> HTML
pages/         whole articles, timelines, saved conversations
evaluate/      the Evaluate tab: test questions, runs, results
api/           the HTTP API and OpenAI's protocol
guard/         hostnames, origins, logins, rates, sizes of requests
"""
