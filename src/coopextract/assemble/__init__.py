"""assemble: identities and triggers to events, with who, when, where, what was signed and what was shown."""

from coopextract.assemble.assembler import Assembler

__all__ = ["Assembler"]
