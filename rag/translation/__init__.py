"""The page's texts in other languages: texts.py gives each in the reader's."""
