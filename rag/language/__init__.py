"""What is known of the English language: sentences, words and closed word lists."""
