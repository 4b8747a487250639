"""The models that are run: the embedder, the reader of question and sentence, the reranker."""
