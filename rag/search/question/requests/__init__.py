"""Talk and questions on the collection: which of them a question is, and its topic."""
