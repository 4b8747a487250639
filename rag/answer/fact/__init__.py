"""Questions on facts: the sentences that answer, the words that do, and how sure that is."""
