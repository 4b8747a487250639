"""Test questions -> runs with measures, and comparisons of runs. No model judges an answer."""
