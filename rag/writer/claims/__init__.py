"""A sentence and its evidence -> whether the evidence supports it, and what contradicts it."""
