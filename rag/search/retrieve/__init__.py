"""Query -> the passages and statements found, best first."""
