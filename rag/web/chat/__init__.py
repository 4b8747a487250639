"""The chat page: a conversation, its answers, whole articles and timelines as HTML."""
