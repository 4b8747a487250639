"""Test questions, asked and measured: a run in a folder of its own."""
