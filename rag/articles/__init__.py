"""A file -> Article -> passages, sentences and statements."""
