"""The same authority across years and editions: what only the whole collection can tell."""
