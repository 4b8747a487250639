"""Articles -> a generation of the index: read, cut, attribute, embed, publish."""
