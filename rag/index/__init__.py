"""Articles -> a generation on disk: passages, vectors, words and statements."""
