"""Scores of pairs: the formula of the module, pair by pair, and the tables made of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coopextract.pairs import CLASSES, DISTANCES, KINDS, WIDTH, Pairs, buckets
from coopextract.readings import CLASSES as NAMES
from coopextract.readings import Readings
from coopextract.records import Analysis, InstitutionIdentity, Links, Mention, PersonIdentity

TEXT = "Rector Anna Wood of Cheshire College visited Linyi Polytechnic and Linyi City"
WORDS = {"Anna Wood": 1, "Cheshire College": 4, "visited": 6, "Linyi Polytechnic": 7, "Linyi City": 10}
LABELS = ("PERSON", "INSTITUTION", "EV_VISIT", "INSTITUTION", "INSTITUTION")


@pytest.fixture
def mentions() -> list[Mention]:
    return [
        Mention(TEXT.index(text), TEXT.index(text) + len(text), label, text, "test")
        for text, label in zip(WORDS, LABELS, strict=True)
    ]


@pytest.fixture
def pairs(mentions: list[Mention]) -> Pairs:
    rng = np.random.default_rng(1)

    def made(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    n = len(mentions)
    return Pairs(
        rows={m: i for i, m in enumerate(mentions)},
        words=np.array(list(WORDS.values())),
        first=made(CLASSES, n + 1, WIDTH) / WIDTH, second=made(CLASSES, n + 1, WIDTH),
        first_term=made(n + 1, CLASSES), second_term=made(n + 1, CLASSES),
        publisher=np.full(n, n), near=made(DISTANCES, CLASSES),
    )  # fmt: skip


def test_each_distance_has_one_bucket_and_order_is_kept() -> None:
    found = buckets(np.arange(-200, 201))
    assert (found > 0).all()
    assert (found < DISTANCES).all()
    negative, positive = found[:200], found[200:]
    assert (np.diff(positive) >= 0).all()
    assert (np.diff(negative) <= 0).all()
    assert not set(negative.tolist()) & set(positive.tolist())


@pytest.mark.parametrize("kind", KINDS)
def test_logits_are_the_formula(kind: str, pairs: Pairs, mentions: list[Mention]) -> None:
    start = sum(list(KINDS.values())[: list(KINDS).index(kind)])
    scores = pairs.logits(kind, mentions[:2], mentions)
    assert scores.shape == (2, len(mentions), KINDS[kind])
    for i in range(2):
        for j in range(len(mentions)):
            bucket = int(buckets(pairs.words[j : j + 1] - pairs.words[i])[0])
            for k in range(start, start + KINDS[kind]):
                wanted = pairs.first[k, i] @ pairs.second[k, j] + pairs.near[bucket, k]
                wanted += pairs.first_term[i, k] + pairs.second_term[j, k]
                assert scores[i, j, k - start] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("kind", ["role", "home", "party"])
def test_the_publisher_is_a_second_member_without_distance(
    kind: str, pairs: Pairs, mentions: list[Mention]
) -> None:
    start, publisher = sum(list(KINDS.values())[: list(KINDS).index(kind)]), len(mentions)
    scores = pairs.publisher_logits(kind, mentions)
    assert scores.shape == (len(mentions), KINDS[kind])
    for i in range(len(mentions)):
        for k in range(start, start + KINDS[kind]):
            wanted = pairs.first[k, i] @ pairs.second[k, publisher] + pairs.near[0, k]
            wanted += pairs.first_term[i, k] + pairs.second_term[publisher, k]
            assert scores[i, k - start] == pytest.approx(wanted, abs=1e-3)


def links(mentions: list[Mention], own: int | None = None) -> Links:
    person, cheshire, _, *linyi = mentions
    institutions = (
        InstitutionIdentity("Cheshire College", (cheshire,)),
        InstitutionIdentity("Linyi Polytechnic", tuple(linyi)),
        InstitutionIdentity("Publisher", ()),
    )
    return Links((PersonIdentity("Anna Wood", (person,)),), institutions, (), (), own)


def test_an_identity_has_the_mean_and_the_highest_of_its_mentions(
    pairs: Pairs, mentions: list[Mention]
) -> None:
    trigger, linyi = mentions[2], mentions[3:]
    readings = Readings(Analysis(TEXT, (), tuple(mentions), (), pairs), links(mentions), [trigger])
    read = readings.of_event("role", [trigger])
    scores = np.clip(pairs.logits("role", [trigger], linyi)[0], -8, 8) / 4
    for c, label in enumerate(NAMES["role"]):
        assert read[1][f"read_max:role:{label}"] == pytest.approx(float(scores[:, c].max()), abs=0.01)
    top = np.clip(pairs.logits("role", [trigger], linyi)[0], -8, 8).max(0)
    assert read[1]["read_any:role"] == pytest.approx(1 - 1 / (1 + np.exp(top).sum()), abs=0.001)
    assert read[2] == {}, "an institution that is not named and not the publisher has no reading"


def test_the_publisher_is_read_without_a_mention(pairs: Pairs, mentions: list[Mention]) -> None:
    trigger = mentions[2]
    readings = Readings(Analysis(TEXT, (), tuple(mentions), (), pairs), links(mentions, own=2), [trigger])
    read = readings.of_event("role", [trigger])[2]
    wanted = np.clip(pairs.publisher_logits("role", [trigger])[0], -8, 8) / 4
    assert [read[f"read_mean:role:{label}"] for label in NAMES["role"]] == pytest.approx(
        wanted.tolist(), abs=1e-3
    )


def test_what_is_out_of_the_question_has_no_reading(pairs: Pairs, mentions: list[Mention]) -> None:
    pairs = replace(pairs, first_term=pairs.first_term - 50.0)
    readings = Readings(Analysis(TEXT, (), tuple(mentions), (), pairs), links(mentions), [mentions[2]])
    assert readings.of_event("role", [mentions[2]]) == [None, None, {}]


def test_votes_are_shares(pairs: Pairs, mentions: list[Mention]) -> None:
    readings = Readings(Analysis(TEXT, (), tuple(mentions), (), pairs), links(mentions), [mentions[2]])
    votes = readings.votes("person", 0)
    assert sum(votes[f"vote:{label}"] for label in NAMES["person"]) == pytest.approx(1, abs=0.01)


def test_without_pairs_nothing_is_read(mentions: list[Mention]) -> None:
    readings = Readings(Analysis(TEXT, (), tuple(mentions)), links(mentions, own=2), [mentions[2]])
    assert readings.of_event("role", [mentions[2]]) == [{}, {}, {}]
    assert readings.votes("person", 0) == {}
    assert readings.same(mentions[2], mentions[2]) == {}
