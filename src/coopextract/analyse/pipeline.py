"""Builds the spaCy pipeline of a pack: the base, then our components, in their order."""

from __future__ import annotations

import spacy
from spacy.language import Language

from coopextract.analyse.factories import ORDER
from coopextract.errors import SettingsError
from coopextract.pack import Pack


def build(pack: Pack, base: str | None = None) -> Language:
    """The pipeline that a pack asks for, or the same on another `base`.

    `base` is the name of a folder in the pack, of an installed spaCy pipeline, or a path. Raises
    `SettingsError` where none of these is there.
    """
    wanted = base or pack.config.base
    folder = next((f / wanted for f in reversed(pack.folders) if (f / wanted / "config.cfg").is_file()), None)
    try:
        nlp = spacy.load(folder or wanted)
    except OSError as error:
        raise SettingsError(
            f"base pipeline {wanted!r} is neither in the pack nor installed nor a path; "
            f"install it (pip install {wanted}) or set base to one that is there"
        ) from error
    user_pack = str(pack.folders[-1]) if len(pack.folders) > 1 else None
    for name in ORDER:
        if name not in nlp.pipe_names:
            config = {} if name == "coop_conflicts" else {"pack": user_pack}
            nlp.add_pipe(name, config=config)
    return nlp
