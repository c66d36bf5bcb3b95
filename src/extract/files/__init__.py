"""Which files there are, wherever they lie, and their bytes."""
