"""A file of any known format -> what it says of its articles, one module a format.

    kinds.py      name and first bytes -> which format it is
    limits.py     how much of everything a file may take
    parser.py     the parent's side: one worker, killed where a file takes too much of anything
    worker.py     the worker's side: a file -> fields, a line of JSON for each article
    html.py  pdf.py  word.py  feeds.py  mail.py  tables.py    imported in the worker only
    archives.py   a zip or tar file -> its members as files of their own

What is found are fields with the names of `rag.articles.fields`; the parent makes the Article.
"""
