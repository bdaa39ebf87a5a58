"""Search the records that a person may see. About any other record they learn nothing: no count, no order and
no word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from tideturn.hub.access.closed.marks import ruled_by_hand
from tideturn.hub.access.reading import Sought, show_together
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.search.matching import Term, found_by, instead, nearest, place_of, terms_of
from tideturn.hub.search.models import Entry, Wording
from tideturn.hub.search.registry import SEARCHED
from tideturn.hub.search.seeing import may_search, seen_by
from tideturn.hub.search.shown import Counted, Found, Instead, Result, marked, snippet
from tideturn.hub.search.words import words_of
from tideturn.hub.ui.tables import cut

_SEARCHED: Final = action("search.search", Kind.DISCLOSURE, "searched the hub")
"""Audit action that logs which records a person was shown, and never the words that they typed."""
PAGE: Final = 20
"""Number of results on a page."""


@dataclass(frozen=True)
class Asked:
    """What a person searches for."""

    text: str
    kind: str = ""
    site: str = ""
    newest: bool = False
    """Whether to list the newest first, and not the best matches."""


def require_search(by: Standing) -> None:
    """Raise NotVisibleError if the person could find nothing, whatever records exist."""
    if not may_search(by):
        for one in SEARCHED.values():
            by.require_unseen(one.rule.permission)


def looked_for(by: Standing, asked: Asked, number: int = 1) -> Found:
    """Return a page of results, and log it in the audit. Raise NotVisibleError if the person could find nothing."""
    require_search(by)
    terms = terms_of(asked.text)
    mark = ruled_by_hand("A person sees an entry if its kind’s rule allows its record: `seen_by` checks that.", Wording)
    rows = Entry.objects.filter(seen_by(by), mark)
    counted = _counted(rows, terms)
    if terms and not counted:
        terms = _forgiven(rows, terms)
        counted = _counted(rows, terms)
    kinds = _kinds(counted, asked.site)
    total = sum(one.many for one in kinds if asked.kind in ("", one.code))
    number, pages, part = cut(total, number, PAGE)
    entries = _entries(_ordered(rows, terms, asked)[part]) if total else []
    results = _shown(by, entries, terms, number)
    shown = {one.id for one in results}
    return Found(
        words=tuple(one.typed for one in terms),
        results=results,
        total=total,
        everywhere=sum(counted.values()),
        kinds=kinds,
        sites=_sites(counted, asked.kind),
        instead=_instead([entry for entry in entries if entry.record in shown], terms),
        number=number,
        pages=pages,
    )


def _counted(rows: QuerySet[Entry], terms: Sequence[Term]) -> Counter[tuple[str, str]]:
    """Return how many entries match, by kind and site."""
    if not terms:
        return Counter()
    found = rows.filter(found_by(terms)).order_by().values_list("kind", "site").annotate(many=Count("pk"))
    return Counter({(kind, site): many for kind, site, many in found})


def _forgiven(rows: QuerySet[Entry], terms: Sequence[Term]) -> tuple[Term, ...]:
    """Replace each word that no visible entry has by the nearest words that one does have.

    Entries that the person cannot see decide nothing: a word that is only in those is as unknown as one in no entry.
    """
    return tuple(term if _stands(rows, term) else _nearest_seen(rows, term) for term in terms)


def _nearest_seen(rows: QuerySet[Entry], term: Term) -> Term:
    for words in nearest(term.typed):
        other = instead(term, words)
        if _stands(rows, other):
            return other
    return term


def _stands(rows: QuerySet[Entry], term: Term) -> bool:
    """Say whether a visible entry has the term. Count all: if asked for only one, PostgreSQL would not use
    its index.
    """
    return rows.filter(found_by([term])).count() > 0


def _entries(page: QuerySet[Entry]) -> list[Entry]:
    """Return the entries of a page with their words. Words are long, so read them for this page alone, and not for all
    the entries that were sorted.
    """
    pks = list(page.values_list("pk", flat=True))
    mark = ruled_by_hand("These come from the entries that the person can see.", Wording)
    found = {entry.pk: entry for entry in Entry.objects.filter(mark, pk__in=pks).select_related("wording")}
    return [found[pk] for pk in pks if pk in found]


def _ordered(rows: QuerySet[Entry], terms: Sequence[Term], asked: Asked) -> QuerySet[Entry]:
    narrowed = Q(**{name: value for name, value in (("kind", asked.kind), ("site", asked.site)) if value})
    found = rows.filter(found_by(terms)).filter(narrowed)
    newest = (F("day").desc(nulls_last=True), "pk")
    return found.order_by(*newest) if asked.newest else found.order_by(place_of(terms), *newest)


def _shown(by: Standing, entries: Sequence[Entry], terms: Sequence[Term], number: int) -> tuple[Result, ...]:
    """Return the entries as results, in their order. Read each record by its own rule again, and leave out one that the
    rule hides.
    """
    kept = {entry.record: entry for entry in entries}

    def gather(record: Any) -> Result:
        entry: Any = kept[record.pk]
        one, wording = SEARCHED[entry.kind], entry.wording
        return Result(
            id=record.pk,
            kind=one.label,
            title=marked(wording.title, terms),
            snippet=snippet(wording.text, terms),
            site=site_name(entry.site) if entry.site else "",
            day_is=one.day_is,
            day=entry.day,
            address=one.address(record.pk),
        )

    kinds = dict.fromkeys(entry.kind for entry in entries)
    sought = [
        Sought(SEARCHED[kind].rule, SEARCHED[kind].rule.model._default_manager.filter(pk__in=kept), gather)
        for kind in kinds
    ]
    found = show_together(by, sought, action=_SEARCHED, details={"page": number}) if sought else ()
    by_id: dict[UUID, Result] = {one.id: one for one in found}
    return tuple(by_id[entry.record] for entry in entries if entry.record in by_id)


def _kinds(counted: Counter[tuple[str, str]], at: str) -> tuple[Counted, ...]:
    """Return how many results there are of each kind, at a site or anywhere."""
    many = Counter[str]()
    for (kind, site), number in counted.items():
        many[kind] += number if at in ("", site) else 0
    return tuple(Counted(kind, one.plural, many[kind]) for kind, one in SEARCHED.items() if many[kind])


def _sites(counted: Counter[tuple[str, str]], of: str) -> tuple[Counted, ...]:
    """Return how many results there are at each site, of one kind or of any."""
    many = Counter[str]()
    for (kind, site), number in counted.items():
        many[site] += number if of in ("", kind) else 0
    named = ((site_name(site), site) for site in many if site and many[site])
    return tuple(Counted(site, name, many[site]) for name, site in sorted(named))


def _instead(entries: Sequence[Any], terms: Sequence[Term]) -> tuple[Instead, ...]:
    """Return the replacement words, but only those in the results shown: the vocabulary also knows words of records
    that the person cannot see.
    """
    texts = [text for entry in entries for text in (entry.wording.title, entry.wording.text)]
    there = {one.word for text in texts for one in words_of(text)} if any(one.instead for one in terms) else set()
    told = ((one.typed, tuple(sorted(one.instead & there))) for one in terms if one.instead)
    return tuple(Instead(typed, words) for typed, words in told if words)
