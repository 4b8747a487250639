"""Beyond one machine: articles are computed by many, and searched in a database of vectors."""
