"""Runs: test questions, asked and measured, each run in a folder of its own."""
