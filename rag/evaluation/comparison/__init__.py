"""Comparisons of runs: what changed, and how certain the changes are."""
