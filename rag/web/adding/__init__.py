"""Articles that readers add in the browser: files into the corpus folder, and the index anew."""
