"""Two or more runs: what changed, and how sure that is."""
