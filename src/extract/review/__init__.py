"""One report, or a set of tables, as people look at them: shown, traced, audited, compared."""
