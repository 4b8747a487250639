"""Articles -> drafts of test questions, with what answers them."""
