"""The clauses of a sentence that name who reports: one module for each form."""
