"""Ordinary news: invented texts about everything but cooperation, the same for the same seed.

`news.toml` holds the topics that the screen was fitted to, `ordinary.toml` harder ones that it has not seen.
"""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

_FILES = [Path(__file__).parent / name for name in ("news.toml", "ordinary.toml")]
_EASY, _HARD = (tomllib.loads(file.read_text(encoding="utf-8")) for file in _FILES)
_SENTENCES = _EASY["topics"] | _HARD["topics"]
_SLOTS = _EASY["slots"] | _HARD["slots"]
_SLOT = re.compile(r"\{(\w+?)(2?)\}")
TOPICS = tuple(sorted(set(_EASY["topics"]) - {"any"}))
HARD_TOPICS = tuple(sorted(_HARD["topics"]))


def article(
    seed: int, topics: tuple[str, ...] = TOPICS, others: tuple[str, ...] = (), weight: int = 1
) -> str:
    """One text of 120 to 900 words on one topic, sometimes with a second one (of `others`) in it."""
    dice = random.Random(seed)
    main, other = dice.choice(topics), dice.choice(others or topics)
    words = int(120 * 7.5 ** (dice.random() ** 2))
    paragraphs, count = [_sentence(main, dice).rstrip(".").replace('"', "")], 0
    while count < words:
        kinds = dice.choices((main, other, "any"), (8, weight, 2), k=dice.randint(1, 4))
        paragraphs.append(" ".join(_sentence(kind, dice) for kind in kinds))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def _sentence(topic: str, dice: random.Random) -> str:
    return _SLOT.sub(lambda slot: _word(slot[1] + slot[2], dice), dice.choice(_SENTENCES[topic]))


def _word(slot: str, dice: random.Random) -> str:
    if slot == "n2":
        return str(dice.randint(15, 95))
    word: str = dice.choice(_SLOTS[slot.rstrip("2")])
    return word
