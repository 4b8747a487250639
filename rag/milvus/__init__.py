"""An index in Milvus: loaded from articles' rows, searched, and switched by an alias."""
