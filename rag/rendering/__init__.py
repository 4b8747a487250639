"""HTML, Markdown and SVG: what the page and the reports of runs are made of.

markup           text -> HTML that cannot break out
messages         a message of the program -> HTML, in the page's language or marked as English
charts           numbers as SVG
headline         a report -> the sentences at its head, and how numbers are written
parts            what figures and tables share
figures          the main numbers, ranks, abstention
tables           measures, slices, latency, each number drawn beside it
cases            questions that did badly -> what was expected and what came
question_table   the table of questions, and what the script opens below each
report_page      the whole report in one file
report_markdown  the same for a pull request
"""
