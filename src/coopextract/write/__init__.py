"""Write: an `Extraction` as JSON, flat records, a table for the terminal, or one HTML page."""
