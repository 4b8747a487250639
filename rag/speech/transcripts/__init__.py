"""Paragraphs -> the turns of a debate or an interview, and who speaks in each of them."""
