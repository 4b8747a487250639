"""The HTTP API, version 1, and OpenAI's chat protocol."""
