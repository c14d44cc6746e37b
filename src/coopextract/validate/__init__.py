"""validate: drafts to the public result, with what only its events tell (topics, terms, CAMEO code)."""

from coopextract.validate.validator import check, validate

__all__ = ["check", "validate"]
