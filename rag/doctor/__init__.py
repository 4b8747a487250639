"""Checks of the program, its model and its index, and that a question needs no network."""
