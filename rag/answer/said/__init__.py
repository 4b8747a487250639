"""Questions on somebody's words: the statements that answer, and timelines of them."""
