"""Folders of runs -> a report: one page that opens offline, Markdown, or a TREC run file.

runs       the runs side by side, read from their folders
words      the sentences at the head, and how numbers are written
page       the whole page, in one file
figures    its figures: the main ones, ranks, abstention
tables     its tables: measures, slices, latency, each number drawn beside it
questions  its table of questions, and what the script opens below each
parts      what figures and tables share
charts     numbers as SVG
markdown   the same for a pull request
trec       the rankings for other tools
"""
