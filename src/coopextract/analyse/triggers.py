"""Words that state an event."""

from __future__ import annotations

from coopextract.analyse.component import SpanComponent


class Triggers(SpanComponent):
    """Finds event triggers; the label says the type (EV_VISIT, …)."""

    noun = "triggers"
    labels = ('EV_VISIT', 'EV_MEETING', 'EV_NEGOTIATION', 'EV_SIGNING', 'EV_TOUR', 'EV_CEREMONY', 'EV_CONFERENCE', 'EV_TRAINING')
