"""Articles and their rows -> a generation in Milvus."""
