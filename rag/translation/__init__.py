"""The page's texts in other languages.

texts      what the page says, in the language of its reader
catalogue  a language's texts, numbers and days
days       stretches of days in words
compiling  ru/*.po -> what the program reads: python -m rag.translation.compiling
ru/        the Russian texts
"""
