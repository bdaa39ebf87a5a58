"""The adaptation log: what changed in the referral criteria of a place, told from the criteria themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from tideturn.hub.local_context.shown import Adapted, Because, CriterionShown


def log_of(criteria: Iterable[CriterionShown], points: Mapping[UUID, Because]) -> tuple[Adapted, ...]:
    """Each criterion that came in, was changed to another or went, the latest first; of one day, by site and words.

    `criteria` are all of a site or of several; `points` are the learning points that somebody sees. The programme
    folder does not say which criterion came in another's place: where at a site one alone went, and on the next day one
    alone came in, they are told as one change.
    """
    there = {one.id: one for one in criteria}
    of_day: dict[tuple[str, date], list[Adapted]] = defaultdict(list)
    for one in there.values():
        for entry in _entries(one, there, points):
            of_day[entry.site, entry.on].append(entry)
    entries = (entry for some in of_day.values() for entry in _paired(some))
    return tuple(sorted(entries, key=lambda one: (-one.on.toordinal(), one.site, one.after or one.before)))


def _entries(
    one: CriterionShown, there: Mapping[UUID, CriterionShown], points: Mapping[UUID, Because]
) -> Iterator[Adapted]:
    before = there[one.replaces].text if one.replaces else ""
    because = points.get(one.learning) if one.learning else None
    yield Adapted(one.begins_on, one.site, one.id, before, one.text, one.reason, because)
    if one.ends_on is not None and one.replaced_by is None:
        yield Adapted(one.ends_on + timedelta(days=1), one.site, one.id, one.text, "", one.ended_because, None)


def _paired(entries: Sequence[Adapted]) -> Sequence[Adapted]:
    """What happened at a site on a day, with the one that went and the one that came in as one change."""
    came, went = ([one for one in entries if not said(one)] for said in (_before, _after))
    if len(came) != 1 or len(went) != 1:
        return entries
    rest = [one for one in entries if one.before and one.after]
    return [*rest, replace(came[0], before=went[0].before, reason=came[0].reason or went[0].reason)]


def _before(entry: Adapted) -> str:
    return entry.before


def _after(entry: Adapted) -> str:
    return entry.after
