"""Sentences -> words, quotations and noun phrases. English only."""
