"""Test questions -> a run -> its summary: how well questions are answered, and how sure that is."""
