"""Who is quoted in this index, and whom a name, a role or a misspelt name means."""
