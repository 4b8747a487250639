"""The people in an article, and whom "he", "Lavrov" and "the minister" mean in it."""
