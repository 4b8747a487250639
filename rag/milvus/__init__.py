"""An index in Milvus: loaded, searched, and switched by an alias."""
