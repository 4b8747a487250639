"""The HTTP API, version 1; rag.web.api.app puts it together."""
