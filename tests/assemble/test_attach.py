"""Agreements of signings: each has an event of its own."""

from __future__ import annotations

from coopextract.assemble.attach import split_signings
from coopextract.drafts import EventDraft
from coopextract.records import Mention

SIGNED = Mention(0, 6, "EV_SIGNING", "signed", "hand")


def test_one_signing_an_agreement() -> None:
    both = EventDraft([SIGNED], "signing", agreements=[0, 2], roles={1: "party"}, people=[3])
    parts = split_signings([both])
    assert [e.agreements for e in parts] == [[0], [2]]
    assert all(e.roles == both.roles and e.people == both.people and e.triggers == [SIGNED] for e in parts)


def test_talks_about_two_agreements_stay_one_event() -> None:
    talks = EventDraft([SIGNED], "negotiation", agreements=[0, 2])
    assert split_signings([talks]) == [talks]
