"""Check how many of an outcome's noticed changes have a given status: `one of the two changes noticed in …`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import number
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.naming import all_changes, is_described, is_named, matched
from tideturn.evaluation.claims.proof.riders import ENDS
from tideturn.evaluation.claims.proof.statuses import Status, stands, statuses_at
from tideturn.evaluation.claims.proof.words import grammar

_THEN: Final = Gated(r"[,;:] (?:(?:and|but) )?| (?:and|but) ")
_OTHER: Final = Gated(r"the other(?=[ ,])")
_WHICH: Final = Gated(r", (?:(?:namely )?that|where) | \((?:that )?")
_NAMED: Final = re.compile(r", (?P<named>[^,;:]+), ")


def counted(reading: Reading, at: int) -> Iterator[tuple[int, tuple[Change, ...]]]:
    """Yield the end of each true statement from here about all changes of the outcome, with the changes."""
    group = all_changes(reading)
    for head in matched(reading, grammar()["harvest"]["frames"]["group"], at):
        of = head.groupdict().get("n")
        if (number(of) if of else len(group) if head.re.groupindex.keys() >= {"alone"} else 2) != len(group):
            continue
        k = {"one": 1, "both": len(group), "all": len(group), "neither": 0, "none": 0}.get(head["k"].lower())
        k = number(head["k"]) if k is None else k
        for pair in permutations(group, min(2, len(group))):
            end = _says(reading, head.end(), pair, group, k)
            if end is not None:
                yield end, group


def _says(reading: Reading, at: int, pair: Sequence[Change], group: Sequence[Change], k: int) -> int | None:
    """Return the end of a true statement about `k` changes of a group, and then about one and the other."""
    text = reading.text
    end = _of_one(reading, at, pair[0]) if k == 1 and _NAMED.match(text, at) else None
    if end is None:
        status = next(statuses_at(text, at), None)
        holding = [change for change in group if status and _holds(change, status)]
        if status is None or len(holding) != k or (k == 1 and pair[0] not in holding):
            return None
        end = status.end
        if k == 1 and (which := _WHICH.match(text, end)):
            ends = (one.start() for one in ENDS.finditer(text, which.end()))
            described = [one for one in ends if is_described(reading, text[which.end() : one], pair[0], at)]
            end = max(described, default=end)
        one = _then(text, end)
        if one is not None and (after := _of_one(reading, one, pair[0])) and re.search(r"\bone\b", text[one:after]):
            end = after
        elif k != 1:
            too = next(statuses_at(text, one), None) if one is not None else None
            of_all = (
                too
                and re.search(r"\b(?:both|all|each)\b", text[one : too.end])
                and all(_holds(c, too) for c in holding)
            )
            return too.end if too and of_all else end
    then = _then(text, end)
    other = _OTHER.match(text, then) if then is not None and len(group) == 2 else None
    return _of_one(reading, other.end(), pair[1]) if other else end


def _then(text: str, at: int) -> int | None:
    found = _THEN.match(text, at)
    return found.end() if found else None


def _of_one(reading: Reading, at: int, change: Change) -> int | None:
    """Return the end of a true statement about one change, and of its name between commas if there is one."""
    named = _NAMED.match(reading.text, at)
    if named and not is_named(reading, named["named"], change):
        return None
    status = next(statuses_at(reading.text, named.end() - 1 if named else at), None)
    return status.end if status and _holds(change, status) else None


def _holds(change: Change, status: Status) -> bool:
    """Return whether a status is true, and hides neither a dispute nor a reversal."""
    hides = change.undone or change.contested
    return stands(change, status) and not (hides and status.means in ("confirmed", "adopted", "embedded", "spread"))
