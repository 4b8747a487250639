"""Whether all is well: the program, its model, its index, and that a question leaves no trace."""
