"""Talk, and questions on the collection itself: overviews, lists, counts and summaries."""
