"""What the sentences of a report state, with and without a key, and what the grids say to it."""
