"""Drafts of events: one signing an agreement."""

from __future__ import annotations

from coopextract.drafts import EventDraft, split_signings
from coopextract.records import Mention

SIGNED = Mention(0, 6, "EV_SIGNING", "signed", "hand")


def test_one_signing_an_agreement() -> None:
    both = EventDraft([SIGNED], "signing", agreements=[0, 2], roles={1: "party"}, people=[3])
    parts = split_signings([both], {0, 1, 2})
    assert [e.agreements for e in parts] == [[0], [2]]
    assert all(e.roles == both.roles and e.people == both.people and e.triggers == [SIGNED] for e in parts)


def test_talks_about_two_agreements_stay_one_event() -> None:
    talks = EventDraft([SIGNED], "negotiation", agreements=[0, 2])
    assert split_signings([talks], {0, 2}) == [talks]


def test_agreements_that_are_left_out_make_no_signing() -> None:
    three = EventDraft([SIGNED], "signing", agreements=[0, 1, 2])
    assert [e.agreements for e in split_signings([three], {1})] == [[1]]
    assert [e.agreements for e in split_signings([three], ())] == [[]]
