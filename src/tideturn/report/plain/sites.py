"""Write the part of each site for partners: what was done, differs and was learnt there, and what we ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Site
from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.ledger.counts.casework import MADE, SEEN
from tideturn.evaluation.ledger.counts.delivery import ACTIVITIES, TRAINING
from tideturn.evaluation.ledger.counts.measure import Measure
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Bound, Told, joined, told, told_list
from tideturn.report.blocks import Facts, Paragraph, Section, Words, verbatim, words
from tideturn.report.plain.gentle import may_be_told
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import listed, sentence

PAGE: Final = "page"
"""Kind of a section that starts a page."""
_SMALL: Final = 5
"""Largest number of young people that is left out, whatever threshold the programme has set."""
_LONGEST: Final = 260
_MOST_LEARNT: Final = 2


def sites(look: Lookup, asks: Sequence[dict[str, Any]]) -> tuple[Section | None, list[dict[str, Any]]]:
    """Return the part for each site, and the recommendations that name no site."""
    own = {site.code: [row for row in asks if site.name in f"{row['for_whom']} {row['text']}"] for site in look.sites}
    parts = tuple(part for site in look.sites if (part := _site(look, site, own[site.code])) is not None)
    named = [row for rows in own.values() for row in rows]
    rest = [row for row in asks if row not in named]
    lead = Paragraph(words("Where we ask you to tell us what you see, we know too little at that site."))
    return Section("sites", "Site by site", 2, (lead, *parts), PAGE) if parts else None, rest


def _site(look: Lookup, site: Site, asks: Sequence[dict[str, Any]]) -> Section | None:
    pairs = [
        ("Done here", _done(look, site)),
        ("Different here", _different(look, site)),
        ("Learnt here", _learnt(look, site)),
        ("We ask", _asked(look, site, asks)),
    ]
    told_of = tuple((name, text) for name, text in pairs if text)
    return Section(f"site-{safe(site.code)}", site.name, 3, (Facts(told_of),)) if told_of else None


def _done(look: Lookup, site: Site) -> Words:
    """Return the year's work at the site in one sentence."""
    parts = list(_counts(look, site))
    return words(told("The team {did}.", did=told_list(parts))) if parts else ()


def _counts(look: Lookup, site: Site) -> Iterator[Told]:
    if seen := _count(look, SEEN, site):
        yield told("saw {seen}", seen=look.field(seen, "seen", seen.unit))
    if trained := _count(look, TRAINING["professionals"], site, "events"):
        people, events = look.field(trained, "people"), look.field(trained, "events", "events")
        yield told("trained {people} people at {events}", people=people, events=events)
    if made := _count(look, MADE, site):
        yield told("made {made}", made=look.field(made, "made", made.unit, which="onward"))
    if other := _count(look, ACTIVITIES, site):
        yield told("carried out {other}", other=look.field(other, "activities", other.unit, which="other"))


def _count(look: Lookup, measure: Measure, site: Site, *fields: str) -> EvidenceItem | None:
    """Return a count of the year at a site; None where there is none, or it is hidden or of too few young people."""
    item = look.count(measure.name, site.code)
    # By name: each measure names its fields.
    values = [] if item is None else [item.number(name) for name in (measure.whole, *fields)]
    few = max(look.evaluation.rules.small_count, _SMALL)
    least = few if item is not None and counts_young_people(item) else 0
    return item if values and all(value is not None and value > least for value in values) else None


def _different(look: Lookup, site: Site) -> Words:
    """Return outcomes where the site has a verdict of its own, each with that of the whole programme."""
    parts = []
    for whole in look.whole:
        place = look.verdicts.get((whole.outcome_id, site.code))
        if site.code not in whole.sites_that_differ or place is None or not place.standing.judged:
            continue
        title, here, there = look.title(whole.outcome_id), place.standing.says.plain, whole.standing.says.plain
        name = f"verdict/{whole.outcome_id}"
        year = look.evaluation.year.number
        bound = [Bound("standing", one.standing, "words", item=f"{name}/{one.scope}/{year}") for one in (place, whole)]
        said = f"{title}: {here[0].lower()}{here[1:]} (as a whole: {there[0].lower()}{there[1:]})"
        parts.append(Told(said, bound))
    return words(sentence(joined(parts, "; "))) if parts else ()


def _learnt(look: Lookup, site: Site) -> Words:
    """Return what was learnt here in the year and may hold elsewhere: the first points that are short enough."""
    year = look.evaluation.year
    frame = look.dataset.table("learning").filter(
        pl.col("date").is_between(year.start, year.end) & (pl.col("site") == site.code)
    )
    points = [
        words(verbatim(sentence(row["point"])), " May hold for ", verbatim(listed(where)), ". ")
        for row in frame.sort("date", "learning_id").to_dicts()
        if (where := split_many(row["transferable_to"]))
        and len(row["point"]) <= _LONGEST
        and may_be_told(row["point"], look.evaluation.rules)
    ]
    return tuple(span for point in points[:_MOST_LEARNT] for span in point)


def _asked(look: Lookup, site: Site, asks: Sequence[dict[str, Any]]) -> Words:
    """Return the recommendations to partners of this site, then what we ask them to tell us."""
    items: list[Words] = [
        words(verbatim(sentence(row["text"])), " (For ", verbatim(row["for_whom"]), ".) ") for row in asks
    ]
    gaps = [gap for gap in look.evaluation.gaps if gap.scope == site.code and gap.missing_voice == "stakeholder"]
    titles = dict.fromkeys(look.title(gap.outcome_id) for gap in gaps)
    if titles:
        items.append(words(sentence(f"Tell us what you see of this: {'; '.join(titles)}")))
    return tuple(span for item in items for span in item)
