"""What to ask: topics of statements, example questions and questions to go on with."""
