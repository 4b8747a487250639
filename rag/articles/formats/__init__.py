"""A file of any known format -> what it says of its articles, one module a format.

    kinds.py      name and first bytes -> which format it is
    limits.py     how much of everything a file may take
    parser.py     the parent's side: one worker process, killed where a file takes too much of anything
    worker.py     the worker's side: a file -> fields, a line of JSON for each article
    html.py pdf.py docx.py feeds.py mail.py tables.py    one format each, imported in the worker only
    archives.py   a zip or tar file -> its members as files of their own

What a parser finds are fields with the names of `rag.articles.fields`; the parent makes the Article.
"""
