"""The models that run here: the embedder, the reader of question and sentence, the reranker."""
