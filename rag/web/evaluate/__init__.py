"""The Evaluate tab: runs of test questions, started and shown."""
