"""A file of any known format -> the fields of its articles, one module a format.

file_kinds       a name and first bytes -> the format
limits           how much a file may take
parser           the parent's side: one worker, killed if a file takes too much
worker           the worker's side: a file -> a line of JSON for each article
worker_messages  what the two tell each other
plain_text  markdown_file  jsonl_file                      read by the parent
word  pdf  feeds  mail  mail_quotes  json_csv  pages/      imported in the worker only
archives         a zip or tar file -> its members as files of their own

The worker yields fields with the names of `rag.field_names`; the parent makes the Article.
"""
