"""Word files: packages, visible text, tables with their spans."""
