"""Ordinary news: invented texts about everything but cooperation, the same for the same seed."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parent / "news.toml").read_text(encoding="utf-8"))
_SLOT = re.compile(r"\{(\w+?)(2?)\}")
TOPICS = tuple(sorted(set(_DATA["topics"]) - {"any"}))


def article(seed: int, topics: tuple[str, ...] = TOPICS) -> str:
    """One text of 120 to 900 words on one topic, sometimes with a second one in it."""
    dice = random.Random(seed)
    main, other = dice.choice(topics), dice.choice(topics)
    words = int(120 * 7.5 ** (dice.random() ** 2))
    paragraphs, count = [_sentence(main, dice).rstrip(".").replace('"', "")], 0
    while count < words:
        kinds = dice.choices((main, other, "any"), (8, 1, 2), k=dice.randint(1, 4))
        paragraphs.append(" ".join(_sentence(kind, dice) for kind in kinds))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def _sentence(topic: str, dice: random.Random) -> str:
    return _SLOT.sub(lambda slot: _word(slot[1] + slot[2], dice), dice.choice(_DATA["topics"][topic]))


def _word(slot: str, dice: random.Random) -> str:
    if slot == "n2":
        return str(dice.randint(15, 95))
    word: str = dice.choice(_DATA["slots"][slot.rstrip("2")])
    return word
