"""HTML, Markdown and SVG: what the page and the reports of runs are made of.

markup           text -> HTML that cannot break out
messages         a message of the program -> HTML, in the page's language or marked as English
dateline         days and outlets -> the line that says where words come from
charts           numbers -> SVG
headline         a report -> the sentences at its head, and how numbers are written
parts            what figures and tables share
measure_table    the measures of runs, with their intervals drawn, and what changed
cases            questions that did badly -> what was expected and what came
report_figures   the main numbers, ranks, abstention
report_tables    all measures, slices, latency
question_table   the table of questions, and what the script opens below each
report_page      the whole report in one file
report_markdown  the same for a pull request
"""
