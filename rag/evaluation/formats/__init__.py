"""Files of test questions: a module for each format, which `question_files` tells apart."""
