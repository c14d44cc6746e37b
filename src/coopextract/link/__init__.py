"""link: mentions to identities. Who is the same person, institution, agreement or place; who holds which
post.
"""

from coopextract.link.linker import Linker

__all__ = ["Linker"]
