"""A question -> Query -> Hits."""
