"""Check statements about harvested changes: what changed, who confirmed it, and its status."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.attribution import elsewhere
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.counted_changes import counted
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.naming import (
    all_changes,
    is_brought,
    is_described,
    is_enough,
    is_named,
    matched,
    place_of,
    undated,
    without_begin,
    without_place,
)
from tideturn.evaluation.claims.proof.retold import within
from tideturn.evaluation.claims.proof.riders import BEGINS, ENDS, has_riders
from tideturn.evaluation.claims.proof.statuses import Status, stands, statuses_at, true_statuses
from tideturn.evaluation.claims.proof.words import grammar

_VERB: Final = Gated(r" (?:was|were|is|are|has|have|had|did|does|cannot|can|could|remains|came)\b")
_UNTIL: Final = Gated(" (?=until )")
_THAT: Final = Gated(" that ")
_COLON: Final = Gated(r":(?: that)? |, that |, (?:where|in which) |,? namely (?:that )?")
_WHETHER: Final = Gated("whether ")
_FIRM: Final = frozenset({"confirmed", "counted", "adopted", "embedded", "spread", "begun"})
"""Statuses that only a change that counts can have."""

_Needs = Callable[[Sequence[Status]], bool]
"""A test of what else the sentence says about a change."""


class _Said(NamedTuple):
    """A true statement about changes, with its span."""

    start: int
    end: int
    changes: tuple[Change, ...]


def account(reading: Reading) -> None:
    """Bind each statement about harvested changes that is true."""
    known = _own(reading)
    if not known:
        return
    said: list[_Said] = []
    for begin in BEGINS.finditer(reading.text):
        if (said and begin.end() < said[-1].end) or reading.marked(begin.end(), begin.end() + 1):
            continue
        found = max(_statements(reading, *begin.span(), known), key=lambda one: one.end, default=None)
        if found is not None:
            said.append(found)
    if has_riders(reading, [(one.start, one.end) for one in said]):
        return
    for one in said:
        for change in one.changes:
            reading.bind_whole(one.start, one.end, change.item.evidence_id, "status")


def _own(reading: Reading) -> tuple[Change, ...]:
    """Return the changes of the claim's evidence, on its outcome and from its place and year."""
    attached = {item.evidence_id for item in reading.ground.items}
    own = (change for change in all_changes(reading) if change.item.evidence_id in attached)
    return tuple(change for change in own if not elsewhere(reading, change.item))


def _statements(reading: Reading, start: int, at: int, known: Sequence[Change]) -> Iterator[_Said]:
    for change in known:
        for end, needs in (*_told(reading, at, change), *_called(reading, at, change), *_asked(reading, at, change)):
            statuses = [*true_statuses(reading.text, end, change)]
            last = statuses[-1].end if statuses else end
            if needs(statuses) and ENDS.match(reading.text, last):
                yield _Said(start, last, (change,))
    for end, changes in counted(reading, at):
        if ENDS.match(reading.text, end):
            yield _Said(start, end, changes)


def _told(reading: Reading, at: int, change: Change) -> Iterator[tuple[int, _Needs]]:
    """Yield the end of each clause that repeats a change's description, and what else the sentence must say."""
    text = reading.text
    starts = [(begin, _flat(change)) for begin in (at, *_frame(reading, "changed", at, change))]
    starts += [*((begin, _noticed(change)) for begin in _frame(reading, "noticed", at, change))]
    starts += [(begin, _flat(change, status)) for begin, status in _confirming(reading, at, change)]
    for begin, needs in starts:
        for found in (*ENDS.finditer(text, begin + 1), *_UNTIL.finditer(text, begin)):
            if is_described(reading, text[begin : found.start()], change, begin):
                yield found.start(), needs


def _confirming(reading: Reading, at: int, change: Change) -> Iterator[tuple[int, Status]]:
    """Yield where a clause begins after `somebody` (or nobody) `independent confirmed that`, with what that claims."""
    text = reading.text
    for start in (at, *_frame(reading, "subject", at, change)):
        for status in statuses_at(text, start):
            ended = status.end - len(" that") if text[at : status.end].endswith(" that") else status.end
            that = _THAT.match(text, ended) or (_COLON.match(text, ended) if start > at else None)
            if that and stands(change, status):
                yield that.end(), status


def _noticed(change: Change) -> _Needs:
    """Return the test for `it was noticed that`: the sentence leaves out neither a dispute nor a reversal."""

    def holds(statuses: Sequence[Status]) -> bool:
        means = {status.means for status in statuses}
        return ("reversed" in means or not change.undone) and ("disagreed" in means or not change.contested)

    return holds


def _flat(change: Change, *said: Status) -> _Needs:
    """Return the test for a description alone: the change counts, or the sentence says its status."""
    return lambda statuses: (
        _noticed(change)([*said, *statuses])
        and (change.counts or any(one.means not in _FIRM for one in (*said, *statuses)))
    )


def _called(reading: Reading, at: int, change: Change) -> Iterator[tuple[int, _Needs]]:
    """Yield the end of each phrase that names one change and no other of the same outcome."""
    for verb in _VERB.finditer(reading.text, at):
        phrase = without_begin(reading.text[at : verb.end()], change).removesuffix(verb[0])
        if is_named(reading, phrase, change):
            yield (
                verb.start(),
                partial(_called_so, change, brought=is_brought(phrase, change), enough=is_enough(phrase, change)),
            )


def _called_so(change: Change, statuses: Sequence[Status], *, brought: bool, enough: bool) -> bool:
    """Return whether a statement about a named change is fair: it is not the subject itself that began or ended."""
    means = {status.means for status in statuses}
    if "begun" in means and not (brought and (change.counts or means != {"begun"})):
        return False
    if "reversed" in means and not (brought or enough):
        return False
    return bool(statuses) and _noticed(change)(statuses)


def _asked(reading: Reading, at: int, change: Change) -> Iterator[tuple[int, _Needs]]:
    """Yield the end of `whether` and a description that the sentence calls disputed."""
    text = reading.text
    if whether := _WHETHER.match(text, at):
        for verb in _VERB.finditer(text, at):
            if _is_asked(reading, text[whether.end() : verb.start()], change):
                yield verb.start(), lambda statuses: bool(statuses) and statuses[0].means == "disagreed"
    for begin in _frame(reading, "whether", at, change) if change.contested else ():
        for end in ENDS.finditer(text, begin):
            if _is_asked(reading, text[begin : end.start()], change):
                yield end.start(), lambda _: True


def _is_asked(reading: Reading, clause: str, change: Change) -> bool:
    return within(without_place(reading, clause, change), change.description)


def _frame(reading: Reading, kind: str, at: int, change: Change) -> list[int]:
    """Return the end of each introduction of a kind from here."""
    found = matched(reading, grammar()["harvest"]["frames"][kind], at, change)
    return [one.end() for one in found if undated(one[0], change)[1] and _is_alone(reading, change, one)]


def _is_alone(reading: Reading, change: Change, found: re.Match[str]) -> bool:
    """Return whether `one change`, or one for the better or the worse, leaves out no other."""
    said = found.groupdict()
    way = said.get("way")
    if way and (way.lower() == "worse") != change.worse:
        return False
    others = (one for one in all_changes(reading) if not way or one.worse == change.worse)
    here = re.search(rf"\b(?:{place_of(reading, change)})(?!\w)", found[0], re.IGNORECASE)
    return not said.get("one") or [one for one in others if not here or one.item.scope == change.item.scope] == [change]
