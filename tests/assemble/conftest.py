"""Scenes written by hand: `[[LABEL|text]]` marks a mention, as in the training corpus."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coopextract.link import Linker
from coopextract.pack import load_pack
from coopextract.scene import Scene, build_scene, vocabulary
from coopextract.schema import Document
from tests.link.conftest import read

Stage = Callable[..., Scene]


@pytest.fixture(scope="session")
def stage() -> Stage:
    """The scene of a marked-up text; keywords go to the document."""
    pack = load_pack()
    linker, words = Linker(pack), vocabulary(pack)

    def run(marked: str, **about: str) -> Scene:
        analysis = read(marked)
        return build_scene(analysis, linker.link(analysis, Document(text=analysis.text, **about)), words)

    return run
