"""Every command of `python -m rag`, a module for each or for those that belong together."""
