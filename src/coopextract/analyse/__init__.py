"""analyse: text to mentions with offsets. The only place where spaCy is used."""
