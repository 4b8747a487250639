"""Articles -> drafts of test questions, with their answers."""
