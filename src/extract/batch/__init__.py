"""Many files over many processes: nothing lost, nothing doubled, the same bytes whatever happens."""
