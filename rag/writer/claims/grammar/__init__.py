"""Who does what to whom in a sentence and in its evidence: clauses, subjects, objects, owners."""
