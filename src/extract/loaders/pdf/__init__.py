"""PDF files: characters, ruling lines, cells, tables over pages."""
