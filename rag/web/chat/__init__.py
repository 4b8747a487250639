"""The chat page: a question and its filters -> a turn of the conversation -> HTML."""
