"""What only a terminal shows: tables of runs, comparisons of them, and plans of a build."""
