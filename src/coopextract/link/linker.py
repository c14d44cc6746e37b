"""The link stage in one call: an analysis in, the document's identities out."""

from __future__ import annotations

from coopextract.lexicon import Lexicon
from coopextract.link.affiliations import Affiliations
from coopextract.link.agreements import link_agreements
from coopextract.link.countries import LOCAL_KINDS, Countries, country_in_name, country_of
from coopextract.link.dates import link_dates
from coopextract.link.facilities import link_facilities
from coopextract.link.institutions import (
    UNIT_KINDS,
    Cluster,
    cluster_institutions,
    kind_of,
    link_parents,
)
from coopextract.link.people import full_name, link_people
from coopextract.link.references import find_own, resolve
from coopextract.link.territories import with_places
from coopextract.link.titles import link_titles, title_text
from coopextract.names import fold, words
from coopextract.pack import Pack
from coopextract.records import Analysis, InstitutionIdentity, Links, Mention, PersonIdentity, TitleLink
from coopextract.schema import Document


class Linker:
    """Links the mentions of one document; holds the compiled word lists of a pack and no other state."""

    def __init__(self, pack: Pack) -> None:
        self.lexicon = Lexicon(pack)
        self.countries = Countries(pack.values("countries"))

    def link(self, analysis: Analysis, document: Document, numeric_dates: str = "unresolved") -> Links:
        """Identities of people, institutions (states included), agreements and facilities; dates on the
        calendar.

        The document's publisher is one of the institutions, without mentions where the text does not name it,
        unless it is a newspaper.
        `numeric_dates` is the setting of that name.
        """
        publisher = document.publisher
        clusters = cluster_institutions(analysis, self.lexicon, publisher)
        own = find_own(analysis, clusters, publisher, self.lexicon)
        for cluster in clusters:
            cluster.kind = kind_of(cluster.name, self.lexicon)
        link_parents(analysis, clusters, self.lexicon)
        references = resolve(analysis, clusters, own, self.lexicon)
        countries = self.countries.named(analysis, self.lexicon.country_names)
        places = analysis.labelled("PLACE")
        nationalities = {m.end: m.value for m in analysis.labelled("NATIONALITY")}
        cities = self.lexicon.cities
        not_countries = [place for place in places if not self.countries.code(place.text)]
        named = [
            _institution(
                c,
                references.get(i, []),
                country_of(self.countries, analysis.text, c.mentions, places, nationalities, cities)
                or (country_in_name(c.name, cities) if c.kind in LOCAL_KINDS else None),
            )
            for i, c in enumerate(clusters)
        ]
        institutions = with_places(named, not_countries, self.lexicon.civic, self.lexicon.civic_rest) + [
            InstitutionIdentity(name, tuple(ms), kind="country", country=code) for name, code, ms in countries
        ]
        people = self._people(analysis, institutions)
        agreements = tuple(link_agreements(analysis, self.lexicon))
        dates, warnings = link_dates(analysis, document.published, numeric_dates)
        facilities = tuple(link_facilities(analysis, self.lexicon))
        return Links(tuple(people), tuple(institutions), agreements, facilities, own, dates, warnings)

    def _people(self, analysis: Analysis, institutions: list[InstitutionIdentity]) -> list[PersonIdentity]:
        affiliations = Affiliations(analysis.text, institutions, self.lexicon)
        kinds = {m: institutions[i].kind for m, i in affiliations.home.items()}
        held: dict[Mention, list[TitleLink]] = {}
        for link in link_titles(analysis, affiliations.home, self.lexicon):
            for holder in link.people:
                held.setdefault(holder, []).append(link)
        people = []
        for mentions in link_people(analysis, self.lexicon):
            own = [link for m in mentions for link in held.get(m, ())]
            titles = [title_text(analysis.text, link, UNIT_KINDS, kinds, self.lexicon) for link in own]
            honorifics = [h for m in mentions for h in self.lexicon.honorifics_before(analysis.text, m.start)]
            people.append(
                PersonIdentity(
                    name=" ".join(full_name(mentions).split()),
                    mentions=tuple(mentions),
                    honorifics=tuple(dict.fromkeys(honorifics)),
                    titles=_distinct(titles, self.lexicon.articles),
                    affiliations=affiliations.of(mentions, own),
                )
            )
        return people


def _distinct(titles: list[str], articles: frozenset[str]) -> tuple[str, ...]:
    """Titles without those that only begin another one ("director" beside "Director of the Office"),
    articles not counted.
    """
    kept: dict[tuple[str, ...], str] = {}
    for title in titles:
        own = tuple(word for word in words(title) if word not in articles)
        if any(other[: len(own)] == own for other in kept):
            continue
        kept = {other: text for other, text in kept.items() if own[: len(other)] != other}
        kept[own] = title
    return tuple(kept.values())


def _institution(cluster: Cluster, references: list[Mention], country: str | None) -> InstitutionIdentity:
    return InstitutionIdentity(
        name=" ".join(cluster.name.split()),
        mentions=tuple(cluster.mentions),
        aliases=tuple(f for f in cluster.forms if fold(f) != fold(cluster.name)),
        kind=cluster.kind,
        parent=cluster.parent,
        country=country,
        references=tuple(references),
    )
