"""Bind how many scored better, the same or worse the second time, in a list of parts that must add up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import LOST, Fact
from tideturn.evaluation.claims.proof.patterns import Binding, equals, groups, here, leading, matches, same_share, value
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.words import grammar, pattern_of
from tideturn.evaluation.evidence_values import AssessmentPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

_PARTS: Final = ("better", "same", "worse")
_GIVES: Final = Gated(
    r"(?<!were )(?<!was )(?<!been )\b(?:gave|gives?|put|placed|marked|raised|lowered|raising|lowering|reduced|cut)\b"
)
_OWN: Final = Gated(r"\b(?:themselves|their own|own scores)\b|(?<!workers[’'] )\bown \w+ (?:scores|ratings|marks)\b")
_BY_WORKERS: Final = Gated(r"\b(?:workers|staff)\b")
_TRAINING: Final = Gated(r"\b(?:training|workshop|leaving|answered)\b")
SCORED: Final = re.compile(
    r"\b(?:put\b[^,;]* (?:higher|lower)|(?:re-?)?(?:scor|rat)(?:e[ds]?|ing)s?|mark(?:s|ed|ings?)?|"
    r"(?:re-?)?assess(?:ed|ments?)|scale)\b",
    re.IGNORECASE,
)
BY_SCORES: Final = Gated(
    r"\b(?:by|on|according to) (?:\w+ )?(?:\w+[’'] |own )?scores\b|"
    r"\b(?:scored|rated|(?:workers|staff) (?:had|put)) [^;,]* as \w|"
    r"\b(?:scored|rated|put) themselves \w+er\b"
)
_FEW: Final = 10
"""Number below which a count is few, whatever the denominator."""
_LEAST: Final = 15
"""Minimum pairs that can be read."""
_ABOUT: Final = 0.02
"""Largest difference of a share from `about three in four`."""
_DUE: Final = timedelta(days=90)
"""Minimum time between a first score and the year's end for a later score to be due."""


def account(reading: Reading) -> None:
    """Bind the parts of sets of scores, in order: a statement about the others depends on those before."""
    sets = [item for item in reading.ground.items if isinstance(item.value, ScorePairs) and item.n]
    done: list[Binding] = []
    while sets:
        begin = done[-1].end if done else 0
        found = [part for item in sets for part in _parts(reading, item, begin, done)]
        if not found:
            return
        fits = leading(found)
        if len({id(part.item) for part in fits}) == 1:
            reading.bind(*fits[0][:4])
            done.append(fits[0])
        else:
            sets = [item for item in sets if all(item is not part.item for part in fits)]


def _parts(reading: Reading, item: EvidenceItem, begin: int, done: list[Binding]) -> list[Binding]:
    """Return the first stretch of the sentence that is true of a set of scores."""
    for name, match in matches(reading, item, "scored", begin):
        if not here(reading, item, *match.span()) or not rated(reading, item, *match.span()):
            continue
        told = _holds(reading, item, name, match, [part for part in done if part.item is item])
        if told is not None:
            return [Binding(*match.span(), item, told[0], of=told[1])]
    return []


def rated(reading: Reading, item: EvidenceItem, start: int, end: int) -> bool:
    """Return whether those who gave the scores are the ones that the words name."""
    said, record = reading.text[start:end], item.voice == "record"
    if (record and _OWN.search(said)) or (not record and _BY_WORKERS.search(said)):
        return False
    if record and _GIVES.search(said) and not _BY_WORKERS.search(reading.text):
        return False
    if item.unit != TRAINED and _TRAINING.search(said):
        return False
    return not _BY_WORKERS.search(reading.text[:start]) or record or bool(_OWN.search(reading.text))


def _holds(
    reading: Reading, item: EvidenceItem, name: str, match: re.Match[str], done: list[Binding]
) -> tuple[str, frozenset[str]] | None:
    """Return the field and the scores that a stretch speaks of, if it is true."""
    held, said = item.value_as(ScorePairs), groups(reading, match)
    n, due, lost = item.n or 0, held.due, held.lost
    k, whole, limit = value(said.get("k")), value(said.get("n")), said.get("limit", "").lower()
    used = frozenset().union(*(part.of for part in done))
    left = held.others(n, used)
    wholes = {"lost": held.due, "of others": left, "of due": held.due, "again": item.population.asked}
    if whole not in (None, wholes.get(name, n)):
        return None
    match name:
        case "twice":
            few = limit not in ("only", "just") or n < _FEW or (due is not None and 2 * n < due)
            return ("n", frozenset()) if k == n and limit != "all" and few else None
        case "of due" if due is not None and lost is not None:
            had = due - lost
            return ("lost", frozenset()) if k == had and _few(limit, had, due) else None
        case "again":
            asked, again = item.population.asked, item.population.answered
            if asked is None or again is None:
                return None
            right = k == again and _few(limit, again, asked) and same_share(said.get("share"), again, asked)
            return ("population.answered", frozenset()) if right else None
        case "lost" if due and lost is not None:
            fits = (k is None or k == lost) and same_share(said.get("share"), lost, due)
            fact = Fact(item, LOST, "lost", lost, due)
            parts = [one for one in reading.numbers if one.kind == "part" and match.start() <= one.start < match.end()]
            near = [one for one in parts if one.bound == "about" and abs(one.value - lost / due) > _ABOUT]
            fits = fits and not near and all(holds(one, fact) for one in parts) and (k is not None or bool(parts))
            fits = fits and _dated(reading.text[match.start() : match.end()], item)
            return ("lost", frozenset()) if fits and _few(limit, k or 0, due) else None
        case "as many" | "more better" if held.better is not None and held.worse is not None:
            fits = held.better == held.worse if name == "as many" else held.better > held.worse
            return ("better", frozenset()) if fits else None
        case "of due" | "lost" | "as many" | "more better":
            return None  # a release hides the numbers
        case "median":
            better = bool(match.groupdict().get("better"))
            change = item.median_change
            fits = change is not None and value(said["m"]) == change and better == (change > 0)
            return ("median_change", frozenset()) if fits else None
        case "mean moved":
            return ("mean_after", frozenset()) if _mean_moved(item, said["d"], match["verb"].lower()) else None
        case "too few":
            bound = bool(reading.bound) and all(one is item for one in reading.bound)
            unread = item.polarity == "none" and n < _LEAST
            return ("reading", frozenset()) if bound and unread else None
    of = _meant(reading, match, item)
    count = held.together(of) if of is not None else None
    if of is None or count is None:
        return None
    fits = {
        "of others": bool(used) and not used & of and k == count,
        "other": bool(used) and not used & of and k == count == left,
        "rest": bool(used) and not used & of and count == left and count > 0,
    }.get(name, (k == count or (k is None and count == n)) and _few(limit, count, n))
    if not fits or not same_share(said.get("share"), count, n):
        return None
    return "+".join(part for part in _PARTS if part in of), of


def _mean_moved(item: EvidenceItem, by: str, verb: str) -> bool:
    """Return whether the mean moved by as much and that way, and the engine reads a move."""
    held = item.value_if(AssessmentPairs)
    if held is None or held.mean_before is None or held.mean_after is None or held.scale_min is None:
        return False
    moved = held.mean_after - held.mean_before
    low, high = item.interval or (0, 0)
    read = item.polarity in ("supports", "contradicts") and (low > 0 or high < 0)
    way = {True: moved > 0, False: moved < 0}[verb in ("rose", "risen", "went up", "came up")]
    return read and equals(by, abs(moved)) and (low > 0 if verb == "improved" else way)


def _few(limit: str, k: float, n: float) -> bool:
    """Return whether `all` is everybody and `only` fewer than half."""
    return k == n if limit == "all" else 2 * k < n if limit else True


def _dated(said: str, item: EvidenceItem) -> bool:
    """Return whether a text's `by early June` is when a first score was due; true for a text without such a date."""
    month = re.search(rf"\b(?:early|start of) ({'|'.join(MONTHS)})\b(?: (\d+))?", said, re.IGNORECASE)
    due = item.as_of - _DUE
    if month is not None and month[2] not in (None, str(due.year)):
        return False
    return month is None or (MONTHS[due.month - 1].lower() == month[1].lower() and due.day <= 10)


def _meant(reading: Reading, match: re.Match[str], item: EvidenceItem) -> frozenset[str] | None:
    """Return which scores the words mean; lower ones are better on a scale where less is better."""
    said = match["did"].lower()
    if re.search(r"\bno(?:t)? (?:any )?(?:better|improve|do (?:any )?better|get (?:any )?better)", said):
        return frozenset({"same", "worse"})
    if re.search(r"\bno(?:t)? (?:get|do|worse)", said):
        return frozenset({"better", "same"})
    if item.unit != TRAINED and not SCORED.search(reading.text):
        return None
    if "ɔ" in said and not BY_SCORES.search(reading.text):
        return None
    up = better_way(reading, item)
    means = set()
    for way, rules in grammar()["scored"]["ways"].items():
        if pattern_of(rules).search(said):
            if way in ("up", "down") and not up:
                return None
            means.add(way if way in _PARTS else "better" if way == up else "worse")
    return frozenset(means) or None


def better_way(reading: Reading, item: EvidenceItem) -> str:
    """Return whether a better score is one further up or down: as the scores themselves or the outcome's list say."""
    held, listed = item.value_as(ScorePairs), reading.ground.record.better
    told = direction(item) or ("" if item.unit == TRAINED else listed.get(item.outcome_id, ""))
    # If as many got better as worse, as many went up as down, whichever way is better.
    return told or ("up" if held.better is not None and held.better == held.worse else "")


def direction(item: EvidenceItem) -> str:
    """Return whether a better score is one further up or down, where the counts and sums allow only one; else empty."""
    held = item.value_if(ScorePairs)
    if held is None or held.better is None or held.worse is None or not held.before or not held.after:
        return ""
    before, after, better, worse = held.before, held.after, held.better, held.worse
    if None in (*before.values(), *after.values()) or not all(score.isdigit() for score in (*before, *after)):
        return ""
    moved = sum(int(one) * count for one, count in after.items()) - sum(
        int(one) * count for one, count in before.items()
    )
    scores = [int(score) for score in (*before, *after)]
    most = max(scores) - min(scores)
    can = {
        "up": better - worse * most <= moved <= better * most - worse,
        "down": worse - better * most <= moved <= worse * most - better,
    }
    return next((way for way in can if can[way] and sum(can.values()) == 1), "")
