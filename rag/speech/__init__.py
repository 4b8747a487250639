"""Article -> its statements: who said what, and where."""
