"""All spaCy components of this stage, registered in one place (also through the package's entry points).

>>> import spacy, coopextract.analyse.factories
>>> nlp = spacy.blank("en")
>>> _ = nlp.add_pipe("coop_agreements")
>>> doc = nlp("They signed a memorandum of understanding.")
>>> [span.text for span in doc.spans["coop_agreements"]]
['memorandum of understanding']
"""

from __future__ import annotations

from spacy.language import Language

from coopextract.analyse import recogniser
from coopextract.analyse.agreements import Agreements
from coopextract.analyse.component import SpanComponent
from coopextract.analyse.conflicts import coop_conflicts
from coopextract.analyse.dates import Dates
from coopextract.analyse.facilities import Facilities
from coopextract.analyse.institutions import Institutions
from coopextract.analyse.nationalities import Nationalities
from coopextract.analyse.people import People
from coopextract.analyse.places import Places
from coopextract.analyse.programmes import Programmes
from coopextract.analyse.references import References
from coopextract.analyse.repair import Repair
from coopextract.analyse.titles import Titles
from coopextract.analyse.triggers import Triggers

NOUNS: dict[str, type[SpanComponent]] = {
    "coop_people": People,
    "coop_titles": Titles,
    "coop_institutions": Institutions,
    "coop_agreements": Agreements,
    "coop_facilities": Facilities,
    "coop_programmes": Programmes,
    "coop_places": Places,
    "coop_dates": Dates,
    "coop_triggers": Triggers,
    "coop_references": References,
    "coop_nationalities": Nationalities,
}
ORDER = ("coop_repair", *NOUNS, "coop_conflicts")

for _name, _class in NOUNS.items():
    Language.factory(_name, assigns=["doc.spans"], default_config={"pack": None}, func=_class)
Language.factory("coop_repair", assigns=["doc.spans"], default_config={"pack": None}, func=Repair)
Language.component("coop_conflicts", assigns=["doc.spans"], requires=["doc.spans"], func=coop_conflicts)

__all__ = ["NOUNS", "ORDER", "coop_conflicts", "recogniser"]
