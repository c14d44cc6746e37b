"""New documents in one file, text and answers together, to the two forms that training reads.

`python -m train.annotate FILE…` (in `models`) checks marked-up documents with their answers; with `--write`
it puts the text into `corpus/` and the answers into `events/`. A document looks like this; lists are split by
semicolons, `-` stands for nothing, the number in a trigger is that of its event (`1+2` for two, `0` for
none):

    === x-001 | 2023-05-14 | Henan University
    [[INSTITUTION|Cheshire College]] [[EV_VISIT:1|Visits]] [[INSTITUTION|Henan University]]

    On [[DATE|May 12]], [[PERSON|Anna Wood]], [[TITLE|Principal]] of [[INSTITUTION|Cheshire College]], …
    ---
    P Anna Wood | Principal | Cheshire College | visitor
    I Cheshire College | - | college
    I Henan University | - | university
    A cooperation agreement | agreement | signed | Cheshire College; Henan University
    F mechatronics laboratory; library
    E 1 | visit | occurred | 2023-05-12 | Henan University | Cheshire College | - | Anna Wood | - | -

The fields of E: number, types (best first), status, date (EDTF), hosts, visitors, parties, people,
agreements, facilities. What each means is said in `coopextract.schema` (`Event`, `Person` and so on).
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry

from .data import HERE, LABELS

_HEADER = re.compile(r"^=== *([\w.-]+) *\| *(-|\d{4}(?:-\d\d){0,2}) *\| *([^\n]+?) *$", re.MULTILINE)
_SPAN = re.compile(r"\[\[([A-Z_]+)(?::(\d+(?:\+\d+)*))?\|([^\[\]|]+)\]\]")
_DATE = re.compile(r"(?:(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?)(?:/(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?)?")
_TYPES = {"visit", "meeting", "negotiation", "signing", "tour", "ceremony", "conference", "training", "other"}
_SETS = {
    "side": {"host", "visitor", "party", "-"},
    "status": {"occurred", "planned", "cancelled"},
    "agreement": {"mou", "moa", "loi", "agreement", "contract", "declaration", "plan", "other"},
    "agreed": {"signed", "renewed", "planned", "negotiating", "existing"},
    "kind": {
        "university", "college", "school", "department", "office", "government", "embassy", "company",
        "hospital", "research", "association", "other",
    },
}  # fmt: skip
_FIELDS = {"P": 4, "I": 3, "A": 4, "F": 1, "E": 10}


class Faults(list[str]):
    """What is wrong with a document, in words."""

    def expect(self, holds: object, message: str) -> None:
        """Notes the message where something does not hold."""
        if not holds:
            self.append(message)


def items(field: str) -> list[str]:
    """The values of a list field."""
    return [] if field.strip() == "-" else [part.strip() for part in field.split(";") if part.strip()]


def answers(block: str, faults: Faults) -> dict[str, Any]:
    """The answer lines as the document-level gold."""
    gold: dict[str, Any] = {
        "people": [],
        "institutions": [],
        "agreements": [],
        "facilities": [],
        "events": [],
    }
    for line in filter(None, map(str.strip, block.splitlines())):
        kind, _, rest = line.partition(" ")
        fields = [field.strip() for field in rest.split("|")]
        if _FIELDS.get(kind) != len(fields):
            faults.append(f"{_FIELDS.get(kind, 'P, I, A, F or E with some')} fields expected: {line}")
        elif kind == "P":
            side = None if fields[3] == "-" else fields[3]
            gold["people"].append(
                {
                    "name": fields[0],
                    "titles": items(fields[1]),
                    "affiliations": items(fields[2]),
                    "side": side,
                }
            )
        elif kind == "I":
            gold["institutions"].append({"name": fields[0], "aliases": items(fields[1]), "kind": fields[2]})
        elif kind == "A":
            gold["agreements"].append(
                {"kind": fields[1], "status": fields[2], "parties": items(fields[3]), "text": fields[0]}
            )
        elif kind == "F":
            gold["facilities"] += items(fields[0])
        else:
            names = ("hosts", "visitors", "parties", "people", "agreements", "facilities")
            lists = {name: items(field) for name, field in zip(names, fields[4:], strict=True)}
            date = None if fields[3] == "-" else fields[3]
            types = [part.strip() for part in re.split(r"[;,]", fields[1])]
            gold["events"].append(
                {"number": fields[0], "types": types, "status": fields[2], "date": date} | lists
            )
    return gold


def _check(gold: dict[str, Any], text: str, publisher: str, persons: set[str], faults: Faults) -> None:
    for person in gold["people"]:
        faults.expect(person["name"] in persons, f"person not marked up so: {person['name']}")
        faults.expect((person["side"] or "-") in _SETS["side"], f"side of {person['name']}: {person['side']}")
        for title in person["titles"]:
            faults.expect(title.split()[0].lower() in text.lower(), f"title not in the text: {title}")
    known = {publisher}
    for one in gold["institutions"]:
        faults.expect(one["kind"] in _SETS["kind"], f"kind of {one['name']}: {one['kind']}")
        for form in (one["name"], *one["aliases"]):
            known.add(form)
            faults.expect(form in text or form == publisher, f"institution not in the text: {form}")
    listed = [(person["name"], person["affiliations"]) for person in gold["people"]]
    listed += [(one["text"], one["parties"]) for one in gold["agreements"]]
    listed += [(f"event {e['number']}", e["hosts"] + e["visitors"] + e["parties"]) for e in gold["events"]]
    for where, names in listed:
        for name in names:
            faults.expect(
                name in known or _country(name, text), f"{where}: unknown institution or country: {name}"
            )
    for one in gold["agreements"]:
        faults.expect(one["kind"] in _SETS["agreement"], f"kind of {one['text']}: {one['kind']}")
        faults.expect(one["status"] in _SETS["agreed"], f"status of {one['text']}: {one['status']}")
        faults.expect(one["text"].lower() in text.lower(), f"agreement not in the text: {one['text']}")


def _country(name: str, text: str) -> bool:
    if name in text:
        return True
    try:
        return bool(pycountry.countries.search_fuzzy(name))
    except LookupError:
        return False


def _check_events(gold: dict[str, Any], used: dict[str, list[int]], faults: Faults) -> None:
    people = {person["name"] for person in gold["people"]}
    agreements = {one["text"] for one in gold["agreements"]}
    for event in gold["events"]:
        where = f"event {event['number']}"
        faults.expect(set(event["types"]) <= _TYPES, f"{where}: types {event['types']}")
        faults.expect(event["status"] in _SETS["status"], f"{where}: status {event['status']}")
        faults.expect(
            event["date"] is None or _DATE.fullmatch(event["date"]), f"{where}: date {event['date']}"
        )
        faults.expect(used.get(event["number"]), f"{where}: no trigger carries its number")
        for name, given, may in (
            ("people", event["people"], people),
            ("agreements", event["agreements"], agreements),
            ("facilities", event["facilities"], set(gold["facilities"])),
        ):
            faults.expect(set(given) <= may, f"{where}: {name} not listed above: {sorted(set(given) - may)}")
    numbers = {event["number"] for event in gold["events"]}
    faults.expect(
        set(used) - {"0"} <= numbers, f"triggers of unknown events: {sorted(set(used) - {'0'} - numbers)}"
    )


def read(path: Path) -> Iterator[tuple[str, str, dict[str, Any], Faults]]:
    """Each document of a file: its header line, its marked-up text, its gold, and what is wrong with it."""
    source = path.read_text(encoding="utf-8")
    heads = list(_HEADER.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    for head, end in zip(heads, ends, strict=True):
        faults = Faults()
        marked, _, block = source[head.end() : end].partition("\n---\n")
        used: dict[str, list[int]] = {}
        persons = set()
        for number, match in enumerate(_SPAN.finditer(marked)):
            faults.expect(match[1] in LABELS, f"unknown label: {match[0]}")
            faults.expect(
                bool(match[2]) == match[1].startswith("EV_"), f"event number (only) in triggers: {match[0]}"
            )
            for event in (match[2] or "").split("+") if match[2] else ():
                used.setdefault(event, []).append(number)
            if match[1] == "PERSON":
                persons.add(" ".join(match[3].split()))
        text = _SPAN.sub(lambda match: match[3], marked)
        faults.expect("[[" not in text and "]]" not in text, "broken markup")
        gold = {"id": head[1], **answers(block, faults)}
        _check(gold, " ".join(text.split()), head[3], persons, faults)
        _check_events(gold, used, faults)
        for event in gold["events"]:
            event["triggers"] = used.get(event.pop("number"), [])
        gold["unused_triggers"] = used.get("0", [])
        yield head[0], _SPAN.sub(r"[[\1|\3]]", marked).strip("\n"), gold, faults


def main() -> None:
    """Checks the files, and writes them where asked."""
    parser = argparse.ArgumentParser(prog="python -m train.annotate", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    good = bad = 0
    for path in given.files:
        kept = []
        for header, marked, gold, faults in read(path):
            for fault in faults:
                print(f"{path.name}, {gold['id']}: {fault}")
            good, bad = good + (not faults), bad + bool(faults)
            if not faults and given.write:
                kept.append(f"{header}\n{marked}\n")
                target = HERE / "events" / f"{gold['id']}.json"
                target.write_text(json.dumps(gold, ensure_ascii=False) + "\n", encoding="utf-8")
        if kept:
            (HERE / "corpus" / f"{path.stem}.txt").write_text("\n".join(kept), encoding="utf-8")
    print(f"{good} documents right, {bad} with faults")


if __name__ == "__main__":
    main()
