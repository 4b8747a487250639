"""A language model that writes answers, and the checks that each of its sentences must pass."""
