"""Any number of different documents, made from the gold documents of this repository."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[1] / "fixtures" / "gold"
_FIRST = ("Ana", "Tomas", "Mei", "Stelios", "Amina", "Jorge", "Noor", "Elena", "Wei", "Piotr", "Ines", "Yuki")
_LAST = (
    "Silva",
    "Zhang",
    "Novak",
    "Okafor",
    "Hassan",
    "Pereira",
    "Kim",
    "Rossi",
    "Kowalski",
    "Sato",
    "Weber",
)
_PLACES = (
    "Henan",
    "Coimbra",
    "Lagos",
    "Turin",
    "Gdansk",
    "Osaka",
    "Tampere",
    "Rabat",
    "Busan",
    "Leuven",
    "Izmir",
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def documents(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`count` documents with ids `g000000`, `g000001` …; the same for the same seed."""
    gold = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(GOLD.glob("*.json"))]
    chance = random.Random(seed)
    for number in range(count):
        base = gold[number % len(gold)]
        text = f"{base['text'].rstrip()}\n{_sentence(chance)}\n{_sentence(chance)}\n"
        yield {"id": f"g{number:06d}", "title": base["title"], "text": text, **base["meta"]}


def write_jsonl(path: Path, count: int, seed: int = 1) -> Path:
    """A JSONL file with `count` documents."""
    with path.open("w", encoding="utf-8") as file:
        for document in documents(count, seed):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    return path


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _sentence(chance: random.Random) -> str:
    guest, host = chance.sample(_PLACES, 2)
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    day = f"{chance.randint(1, 28)} {chance.choice(_MONTHS)} {chance.randint(2009, 2023)}"
    deed = chance.choice((
        f"visited the University of {host}", f"signed a memorandum of understanding with {host} College",
        f"met the rector of {host} University", f"opened a joint laboratory at {host} Institute of Music",
    ))  # fmt: skip
    return f"On {day}, Professor {name}, Vice President of {guest} University, {deed}."
