"""What depends on one article alone: its passages, statements and words, by all cores."""
