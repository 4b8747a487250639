"""A file -> Article -> passages.

corpus        a folder -> its files -> their articles
reading       a file -> its articles, and what cannot be read of it
row_fields    the fields of a record -> an Article
formats/      one module a format, and the process that parses files
text/         raw text and what a source says about it -> an Article
versions      articles under one id, or with one text -> each article once
copies        near-duplicates -> groups
passages      an Article -> its passages
token_count   a text -> how many tokens it has
"""
