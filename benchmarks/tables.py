"""The figures of a report as tables, for the terminal and for `docs/performance.md`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.systems import STOCK

Report = dict[str, Any]
OURS, SCREENED = "coopextract", "coopextract, screen on"
MIXED = "mixed news, 2% relevant"


def markdown(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table whose columns are wide enough.

    >>> print(markdown(["a", "bb"], [["x", 12.5]]))
    | a | bb   |
    |---|------|
    | x | 12.5 |
    """
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    drawn = ["| " + " | ".join(c.ljust(w) for c, w in zip(x, widths, strict=True)) + " |" for x in lines]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)


def speed(report: Report) -> str:
    """All systems on all corpora."""
    head = ["corpus", "system", "documents/s", "tokens/s", "CPU s per 1,000 documents",
            "x stock, processor (low to high)", "x stock, clock"]  # fmt: skip
    rows = []
    for corpus, table in report["speed"].items():
        for name, line in table["systems"].items():
            ratio, cost = line["ratio_cpu"], line["cpu_s_per_1000_documents"]["median"]
            rows.append([
                corpus, name, f"{line['documents_per_s']['median']:,.1f}",
                f"{line['tokens_per_s']['median']:,.0f}", f"{cost:,.2f}",
                f"{ratio['median']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})",
                f"{line['ratio_wall']['median']:.2f}",
            ])  # fmt: skip
            corpus = ""
    return markdown(head, rows)


def stages(report: Report) -> str:
    """Where the time of a press release goes."""
    table = report["stages"]
    rows = [[stage, f"{line['ms']:.2f}", f"{line['share']:.1%}"] for stage, line in table["stages"].items()]
    rows.append(["all but tokeniser and network", "", f"{table['own_share']['median']:.1%}"])
    return markdown(["stage", "ms a document", "share"], rows)


def length(report: Report) -> str:
    """Cost a token against length."""
    rows = [
        [words, f"{line['us_per_token']['median']:.1f}", f"{line['against_shortest']:.3f}"]
        for words, line in report["length"].items()
    ]
    return markdown(["words a document", "µs a token", "against the shortest"], rows)


def fresh(report: Report) -> str:
    """Start-up and peak memory."""
    table = {name: line for name, line in report["fresh"].items() if name != "import"}
    corpora = list(table[OURS]["peak_mb"])
    head = ["system", "start-up, s", "of it processor, s", *(f"peak MB, {corpus}" for corpus in corpora)]
    rows = [
        [name, line["start"]["wall_s"], line["start"]["cpu_s"], *(line["peak_mb"][c] for c in corpora)]
        for name, line in table.items()
    ]
    return markdown(head, rows)


def profile(report: Report) -> str:
    """The dearest functions."""
    rows = [
        [
            f"`{f['function']}`",
            f"{f['calls']:,}",
            f"{f['ms']:.2f}",
            f"{f['share']:.1%}",
            f"{f['with_callees']:.1%}",
        ]
        for f in report["profile"]["functions"]
    ]
    return markdown(["function", "calls", "own ms a document", "own share", "with what it calls"], rows)


def targets(report: Report) -> str:
    """What was asked, and whether the report shows it; only what was measured."""
    rows = []
    for what, asked, judge in _TARGETS:
        with suppress(KeyError):
            shown, met = judge(report)
            rows.append([what, asked, shown, "yes" if met else "no"])
    return markdown(["what", "asked", "measured", "met"], rows)


def _ratio(corpus: str, system: str, least: float) -> Callable[[Report], tuple[str, bool]]:
    def judge(report: Report) -> tuple[str, bool]:
        ratio = report["speed"][corpus]["systems"][system]["ratio_cpu"]["median"]
        return f"{ratio:.2f}", ratio >= least

    return judge


def _own(report: Report) -> tuple[str, bool]:
    share = report["stages"]["own_share"]["median"]
    return f"{share:.1%}", share <= 0.15


def _flat(report: Report) -> tuple[str, bool]:
    costs = [line["us_per_token"]["median"] for line in report["length"].values()]
    return f"{max(costs) / min(costs) - 1:.1%}", max(costs) <= 1.15 * min(costs)


def _start(report: Report) -> tuple[str, bool]:
    seconds = report["fresh"][OURS]["start"]["wall_s"]
    return f"{seconds:.2f} s", seconds < 2.5


def _peak(report: Report) -> tuple[str, bool]:
    most = max(report["fresh"][OURS]["peak_mb"].values())
    return f"{most:.0f} MB", most < 600


_TARGETS: list[tuple[str, str, Callable[[Report], tuple[str, bool]]]] = [
    (f"press releases, x {STOCK}", "at least 1.5", _ratio("press releases", OURS, 1.5)),
    (f"mixed news, screen on, x {STOCK}", "at least 15", _ratio(MIXED, SCREENED, 15)),
    ("all but tokeniser and network, press releases", "at most 15%", _own),
    ("dearest against cheapest token, 200 to 20,000 words", "within 15%", _flat),
    ("start-up: load and first document", "under 2.5 s", _start),
    ("peak memory, any corpus", "under 600 MB", _peak),
]  # fmt: skip
TABLES: dict[str, Callable[[Report], str]] = {
    "speed": speed, "stages": stages, "length": length, "fresh": fresh, "profile": profile,
}  # fmt: skip


def of(report: Report) -> dict[str, str]:
    """The tables of the parts that a report holds, and the targets."""
    return {part: table(report) for part, table in TABLES.items() if part in report} | {
        "targets": targets(report)
    }


def write_into(page: Path, report: Report) -> None:
    """Puts the tables between `<!-- figures: NAME -->` and `<!-- /figures -->`; other parts stay."""
    text = page.read_text(encoding="utf-8")
    for name, table in of(report).items():
        place = re.compile(rf"(<!-- figures: {name} -->\n).*?(<!-- /figures -->)", re.S)
        text = place.sub(lambda m, t=table: f"{m[1]}{t}\n{m[2]}", text)  # type: ignore[misc]
    page.write_text(text, encoding="utf-8")
