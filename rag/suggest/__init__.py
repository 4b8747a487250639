"""What to ask: topics of statements, example questions, and follow-up questions."""
