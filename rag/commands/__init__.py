"""What `python -m rag` does with an index. Other commands: rag.evaluation and rag.web."""
