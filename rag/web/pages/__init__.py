"""The page's other addresses: whole articles, timelines, saved conversations."""
