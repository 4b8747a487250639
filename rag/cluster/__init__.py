"""Articles read, cut, attributed and embedded by many machines, and an index made of them."""
