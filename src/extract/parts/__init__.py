"""From a document to its six parts: title, period, headings."""
