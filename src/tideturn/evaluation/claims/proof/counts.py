"""Bind numbers to evidence: how many of how many people did what, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.around import NARROWING, Around, does_of, joined, when_of
from tideturn.evaluation.claims.proof.clause import Against, Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.numerals import Numeral, numerals
from tideturn.evaluation.claims.proof.relation import beside, holds, scored_so
from tideturn.evaluation.claims.proof.times import ORDINALS, times_in
from tideturn.evaluation.claims.proof.words import (
    GROUPS,
    Found,
    counts,
    does_in,
    setting,
    silent,
    stems_of,
    when_in,
    who_in,
)
from tideturn.evaluation.evidence_values import AnswerCounts, OptionCounts, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import PathwayCases
from tideturn.evaluation.units import TRAINED

_Span = tuple[int, int]
_MOST_OF_A_LABEL: Final = 0.6
"""Share of a question's words that a sentence must repeat to mean that people agreed: `43 of 55 pass a worry on`."""
_DENYING: Final = Gated(r"\b(?:not|no|never|none|nobody|neither|nor|without|hardly|rarely)\b|n[’']t\b")
_LIMIT: Final = Gated(r"\b(?:(?P<all>all)(?: of)?|(?P<exact>exactly|precisely)|only|just)\s+(?:the\s+)?$")
"""`all 24` must be everybody; `only 6 of 59` must be fewer than half."""
_ALL: Final = Gated(r"\ball(?: of)?(?: the)? $")
_DENIES: Final = Gated(r"\b(?:disagree[ds]?|no|not|otherwise|opposite|against)\b|n[’']t\b")
_WHO: Final = Gated(r"\b(?:who|whom we|we) (?:had |have )?$")
_EITHER: Final = Gated(r"\bor\s+$")
_FURTHER: Final = Gated(r"\b(?:another|a further)\s+$")
_THAN_BEFORE: Final = Gated(
    r"\bthan (?:before(?:hand)?|when they (?:came|arrived|started)|at the start|the first time|they (?:had|did) before)"
    r"(?: (?:it|(?:the|their) (?:training|workshop|day|course)))?\b"
)
_HELD_AGAINST: Final = Gated(
    r"(?P<held>\b(?:against|compared with|compared to)(?: the| an?)?)(?: (?:only|just|exactly))?\s*$"
)
"""Words that compare a number with the one before it."""
_A_YEAR: Final = Gated(r"\byear\b")
_PLAIN: Final = frozenset({"of", "count", "every", "none"})
"""Kinds of number that are exact."""
_ORDINAL: Final = re.compile(rf"\b(?:{'|'.join(ORDINALS)})(?= year)")
_TRAINING: Final = re.compile(r"\b(?:workshop|training|day|course|session)s?\b")
_LONG_AFTER: Final = re.compile(r"\byear\b|by then")
"""Times that answers at the end of a day of training cannot support."""
_NEXT: Final = re.compile(r"\s(?P<word>[\w’'-]+)")
_HIGH: Final = Gated(r"\b(?:or more|or higher|or above|at least|out of|scale|rated?|put|favourabl[ey])\b|“")
_LAST: Final = re.compile(r"(?<!\bon )(?<!\bfor )(?<!\bin )\b(?P<word>[\w’'-]+)\s+$")
_TOO: Final = Gated(r"\s(?:too|as well|also|likewise)\b")
"""Words after an answer that others gave before."""


def account(reading: Reading) -> None:
    """Bind each number whose surrounding words identify one fact, and mark those words."""
    every = numerals(reading)
    carried: Found | None = None
    whom: Found | None = None
    last: Fact | None = None
    bound: dict[int, Sequence[Fact]] = {}
    for at in range(len(every)):
        around = Around(reading, every, at)
        if again := _says_again(around, last):
            reading.bind(around.numeral.start, around.numeral.end, again.item, again.field)
            if either := _EITHER.search(reading.text, 0, around.numeral.start):
                reading.mark(*either.span())
            _mark_beside(around, again)
        if last is not None and around.aside:
            continue
        does = does_of(around, carried)
        whom = around.whom or whom
        found = [*_found(around, does, whom)]
        if not found and carried and does and does.means in NARROWING:
            # `most partners said so: 48 of the 58 who gave an opinion`
            does = Found(carried.means, around.numeral.start, around.numeral.start)
            found = [*_found(around, does, whom)]
        last = found[0] if len({fact.item.evidence_id for fact in found}) == 1 else None
        if last is not None and _of_some(around, last, does, whom):
            last = None
        elif last is not None or (found and _of_each(around, found, does, whom)):
            bound[at] = found[:1] if last is not None else found
            for fact in bound[at]:
                _bind(around, fact, does, whom)
                _mark_limit(around, fact)
        elif not found and whom is not None and does is not None and not _of_others(around, does):
            _contradict(around, does, whom)
        carried = does or carried
    for start, end in _not_of_each(reading, every, bound):
        reading.unmark(start, end)


def _not_of_each(reading: Reading, every: Sequence[Numeral], bound: Mapping[int, Sequence[Fact]]) -> Iterator[_Span]:
    """Yield words around joined numbers that narrow only one of them: `11 of 13 staff and 43 of 55 partners who …`."""
    runs: list[list[int]] = []
    for at in range(len(every)):
        if at and joined(Around(reading, every, at - 1), at):
            runs[-1].append(at)
        else:
            runs.append([at])
    for first, last in ((run[0], run[-1]) for run in runs if len(run) > 1):
        facts = [fact for at in range(first, last + 1) for fact in bound.get(at, ())]
        outside = (
            (Around(reading, every, first).before, every[first].start),
            (every[last].end, Around(reading, every, last).after),
        )
        for one in (one for span in outside for one in does_in(reading.text, *span)):
            who = _WHO.search(reading.text, 0, one.start)
            if who and one.means == f.ANSWERED and not all(_narrows(one.means, fact) for fact in facts):
                yield one.start, one.end


def _of_some(around: Around, only: Fact, does: Found | None, whom: Found | None) -> bool:
    """Return whether a share is true of one of the groups whose own numbers follow, but not of another."""
    if around.numeral.said.kind in ("of", "count") or around.numeral.whole is not None or does is None:
        return False
    follow = {(one.said.value, one.said.whole) for one in around.every[around.at + 1 :] if one.said.kind == "of"}
    every = [fact for fact in _of(around, does, whom) if fact.does == does.means and (fact.k, fact.n) in follow]
    return only in every and len(every) > 1


def _of_each(around: Around, found: Sequence[Fact], does: Found | None, whom: Found | None) -> bool:
    """Return whether a share is true of each of the groups whose own numbers follow: `half: 12 of 24 staff and …`."""
    if around.numeral.said.kind in ("of", "count") or does is None:
        return False
    follow = {(one.said.value, one.said.whole) for one in around.every[around.at + 1 :] if one.said.kind == "of"}
    every = [fact for fact in _of(around, does, whom) if fact.does == does.means]
    return len(every) == len(found) and all((fact.k, fact.n) in follow for fact in every)


def _of_others(around: Around, does: Found) -> bool:
    """Record a number that counts other people than the words next to it name."""
    whom, numeral, text = around.whom, around.numeral, around.reading.text
    if whom is None or whom.means not in GROUPS or numeral.said.kind != "of":
        return False
    same = [fact for fact in _of(around, does, None) if fact.does == does.means and holds(numeral.said, fact)]
    if len(same) != 1 or numeral.whole != same[0].n or counts(whom.means, same[0].item):
        return False
    spans = ((numeral.start, numeral.end), (does.start, does.end), (whom.start, whom.end))
    said = text[numeral.start : numeral.end].strip()
    around.reading.against.append(Against(said, same[0], spans, text[whom.start : whom.end].strip()))
    return True


def _contradict(around: Around, does: Found, whom: Found) -> None:
    """Record a number that differs from the only evidence it can refer to."""
    facts = [fact for fact in _of(around, does, whom) if fact.does == does.means]
    own = not around.does or around.does[0].means not in NARROWING  # `17 answered, and 13 of them said so`
    sure = own and does.means not in NARROWING and around.numeral.said.kind in _PLAIN and not around.numeral.said.bound
    # A time that only times.py knows may be another than this year's.
    when = when_of(around, does)
    known = [one for one in (does, when) if one is not None]
    times = times_in(around.reading.text, around.before if when else 0, around.after)
    sure = sure and all(any(one.start < time.end and time.start < one.end for one in known) for time in times)
    if sure and len({fact.item.evidence_id for fact in facts}) == 1:
        (fact, *_) = facts
        numeral = around.numeral
        text = around.reading.text[numeral.start : numeral.end].strip()
        words = [(numeral.start, numeral.end), (does.start, does.end), (whom.start, whom.end)]
        words += [(when.start, when.end)] if when else []
        words += around.place.named
        words += [
            one[1:] for one in does_in(around.reading.text, around.before, around.after) if one.means in NARROWING
        ]
        around.reading.against.append(Against(text, fact, tuple(words)))


def _says_again(around: Around, last: Fact | None) -> Fact | None:
    """Return the fact that a bracketed number repeats as a share or as a count."""
    said, reading = around.numeral.said, around.reading
    if not around.aside:
        return None
    bound = {(one.evidence_id, one.field) for one in reading.bonds}
    facts = [last] if last else [f for f in reading.ground.facts if (f.item.evidence_id, f.field) in bound]
    for fact in facts:
        if said.kind != "count" and holds(said, fact):
            return fact
    return None


def _found(around: Around, does: Found | None, whom: Found | None) -> Iterator[Fact]:
    """Yield the facts that the number can refer to and equals."""
    numeral = around.numeral
    for fact in _of(around, does, whom):
        named = does is not None and fact.does == does.means
        rated = bool(fact.item.choices.agree) and _rated(fact)
        if named and fact.does == f.AGREED and rated and not _HIGH.search(around.reading.text):
            continue  # a high number on a scale is not a yes
        asked = fact.does == f.AGREED and (does is None or does.means in NARROWING) and not _rated(fact)
        if (
            numeral.whole in (None, fact.n)
            and holds(numeral.said, fact)
            and (named or (asked and _asked(around, fact)))
            and _of_those(around, fact)
            and not _of_things(around, fact, does)
            and (fact.does != f.CHOSE or _option(around, fact))
            and _of_everybody(around, fact)
            and not _is_more_than_less(around, fact, does)
        ):
            yield fact


def _is_more_than_less(around: Around, fact: Fact, does: Found | None) -> bool:
    """Return whether people deny that there is more: those who say that it is the same deny it too."""
    said = around.reading.text[does.start : does.end] if does else ""
    worse = isinstance(fact.item.value, AnswerCounts) and "worse" not in fact.item.value.left_out
    return fact.does == f.DISAGREED and worse and _DENIES.search(said) is not None


def _of_everybody(around: Around, fact: Fact) -> bool:
    """Return whether everyone who answered gave an opinion, as `all staff` says."""
    numeral, text = around.numeral, around.reading.text
    whole = numeral.said.kind == "every" or _ALL.search(text, around.before, numeral.start) is not None
    viewed = any(one.means == f.OPINION for one in does_in(text, around.before, around.after))
    return not whole or viewed or answered_all(fact.item)


def _rated(fact: Fact) -> bool:
    """Return whether a fact counts high numbers on a scale; such numbers do not say what was asked."""
    return all(answer.isdigit() for answer in fact.item.choices.agree)


def _of_things(around: Around, fact: Fact, does: Found | None) -> bool:
    """Return whether something other than the people scored did it: `most services improved`."""
    numeral, text = around.numeral, around.reading.text
    if does is None or not isinstance(fact.item.value, ScorePairs):
        return False
    if numeral.said.kind in ("of", "count"):
        first = _NEXT.match(text, numeral.end)
        if first is None or first["word"].lower() in silent() | setting("matched"):
            return False
        known = (*who_in(text, 0, len(text)), *does_in(text, 0, len(text)), *when_in(text, 0, len(text)))
        return not any(one.start <= first.start("word") < one.end for one in known)
    last = _LAST.search(text, numeral.end, does.start)
    known = (*who_in(text, 0, len(text)), *does_in(text, numeral.end, does.start))
    named = last is not None and any(one.start <= last.start("word") < one.end for one in known)
    return last is not None and not named and last["word"].lower() not in silent() | setting("matched")


def _option(around: Around, fact: Fact) -> bool:
    """Return whether the words name the option chosen, which follows the dash of its label."""
    text, numeral, after = around.reading.text, around.numeral, around.after
    for at in range(around.at + 1, len(around.every)):
        if not joined(around, at):
            break
        after = Around(around.reading, around.every, at).after
    options = [_option_of(one) for one in around.reading.ground.facts if one.does == f.CHOSE]
    for start, end in ((numeral.end, after), (around.before, numeral.start)):
        said = set(stems_of(text[start:end]))
        if any(option and option <= said for option in options):
            return _option_of(fact) <= said
    return False


def _option_of(fact: Fact) -> set[str]:
    return set(stems_of(fact.item.text.rpartition(" – ")[2]))


def _of_those(around: Around, fact: Fact) -> bool:
    """Return whether a share's denominator is clear: shares of people trained must say who answered."""
    numeral = around.numeral
    if fact.item.unit != TRAINED or numeral.said.kind in ("of", "count") or numeral.whole is not None:
        return True
    return any(one.means in NARROWING for one in does_in(around.reading.text, around.before, around.after))


def _of(around: Around, does: Found | None, whom: Found | None) -> Iterator[Fact]:
    """Yield the facts about the people, place and time that the words around name."""
    reading = around.reading
    place, when = around.place, when_of(around, does)
    for fact in reading.ground.facts:
        # `than a year ago` may be part of the question; topics.py accounts for it then.
        at = then(reading, fact, when) or (when is not None and when.means == "last" and then(reading, fact, None))
        meant = reading.is_of(fact.item) and scored_so(reading.text, fact)
        meant = meant and not _of_the_pilot(reading, fact)
        if at and meant and place.holds(fact.item.scope) and (whom is None or _counted(whom, fact)):
            yield fact


def _of_the_pilot(reading: Reading, fact: Fact) -> bool:
    """Return whether a fact covers the time since a pilot began, although the sentence names a year."""
    around = (
        fact.does in (f.MET, f.NOT_MET)
        and isinstance(fact.item.value, PathwayCases)
        and fact.item.value.comparison == "pilot"
    )
    return around and _A_YEAR.search(reading.text) is not None


def _counted(whom: Found, fact: Fact) -> bool:
    """Return whether a fact counts the people named. Ties between organisations are not organisations."""
    return counts(whom.means, fact.item) and fact.does not in f.OF_TIES


def _asked(around: Around, fact: Fact) -> bool:
    """Return whether the words after a number repeat most of the question and deny nothing."""
    after, at = around.after, around.at + 1
    while at < len(around.every) and joined(around, at):
        after, at = Around(around.reading, around.every, at).after, at + 1
    text = around.reading.text[around.numeral.end : after]
    wanted, said = set(stems_of(fact.item.text)), set(stems_of(text))
    return bool(wanted) and len(wanted & said) >= _MOST_OF_A_LABEL * len(wanted) and not _DENYING.search(text)


def _bind(around: Around, fact: Fact, does: Found | None, whom: Found | None) -> None:
    reading, numeral = around.reading, around.numeral
    reading.bind(numeral.start, numeral.end, fact.item, fact.field)
    when = when_of(around, does)
    # A time before the previous number belongs to that number, and is marked with it.
    own = when is not None and when.start >= around.before and then(reading, fact, when)
    for words in (does, whom, when if own else None):
        if words is not None and (words.means not in NARROWING or _narrows(words.means, fact)):
            reading.mark(words.start, words.end)
    around.place.mark(reading)
    # Words between two counts narrow the first: `13 of the 28 who had a view said so, and a further 11 …`.
    begins = numeral.start if around.at and around.every[around.at - 1].whole is not None else around.before
    for one in does_in(reading.text, begins, around.after):
        if one.means in NARROWING and _narrows(one.means, fact):
            reading.mark(one.start, one.end)
    for time in when_in(reading.text, around.before, around.after):
        if then(reading, fact, time):
            reading.mark(time.start, time.end)
    others = {one.evidence_id for one in reading.bonds if one.field == fact.field} - {fact.item.evidence_id}
    if others and does is not None and (too := _TOO.match(reading.text, does.end)):
        reading.mark(*too.span())
    if fact.item.unit == TRAINED and fact.does in (f.BETTER, f.WORSE):
        for than in _THAN_BEFORE.finditer(reading.text, numeral.end, around.after):
            reading.mark(*than.span())
    if further := _FURTHER.search(reading.text[around.before : numeral.start]):
        same = [
            one for one in reading.bonds[:-1] if one.evidence_id == fact.item.evidence_id and one.field != fact.field
        ]
        if same:
            reading.mark(around.before + further.start(), numeral.start)
    if held := _HELD_AGAINST.search(reading.text[around.before : numeral.start]):
        reading.mark(around.before + held.start(), around.before + held.end("held"))
    _mark_beside(around, fact)


def _mark_limit(around: Around, fact: Fact) -> None:
    """Mark `all`, `exactly`, `only` and `just` if the number after them fits."""
    said, share = around.numeral.said, fact.share
    limit = _LIMIT.search(around.reading.text[around.before : around.numeral.start])
    if limit is None or share is None:
        return
    if limit["all"]:
        holds_so = share == 1
    elif limit["exact"]:
        holds_so = said.kind in ("of", "count") or (said.kind == "part" and said.value == share)
    else:
        holds_so = share < 1 / 2
    if holds_so and not (limit["exact"] and said.bound):
        around.reading.mark(around.before + limit.start(), around.before + limit.end())


def _mark_beside(around: Around, fact: Fact) -> None:
    """Mark the share and the limits next to a count, if they belong to it."""
    inside = [one for one in around.reading.numbers if around.numeral.end <= one.start < around.after]
    for at, one in enumerate(inside):
        high = at > 0 and inside[at - 1].ranged
        if (one.beside is not None or one.ranged) and beside(one, fact, high=high):
            around.reading.mark(one.start, one.end)


def _narrows(means: str, fact: Fact) -> bool:
    return fact.does == means or narrowed(fact, means)


def narrowed(fact: Fact, means: str) -> bool:
    """Return whether the people counted are a part of those invited, of those who answered, or of those with a view."""
    if fact.does == f.NOT_ANSWERED:
        return means == f.ASKED
    match means:
        case f.ASKED:
            return fact.n is not None and fact.n == fact.item.population.asked
        case f.ANSWERED:
            return answered_all(fact.item) or fact.does in (f.EARLY, f.UNSURE, f.OPINION, f.NO_OPINION)
        case f.OPINION if fact.does in (f.EARLY, f.UNSURE):
            return fact.n == fact.item.n
    return fact.n is not None


def answered_all(item: EvidenceItem) -> bool:
    """Return whether all who answered a question are counted, and not only those with a view."""
    value = item.value
    if not isinstance(value, AnswerCounts | OptionCounts):
        return True
    return value.responses is not None and value.missing is not None and value.responses - value.missing == item.n


def _measured_before(item: EvidenceItem, words: str) -> bool:
    """Return whether `later` has something to be later than: a first score, the training, or an earlier wave."""
    if item.unit == TRAINED:
        return not _LONG_AFTER.search(words)
    return isinstance(item.value, ScorePairs) or bool(item.waves)


def then(reading: Reading, fact: Fact, when: Found | None) -> bool:
    """Return whether a fact has the time that the words name; without words, the claim's own year."""
    claim = reading.ground.claim
    if when is None:
        return not fact.when and fact.item.year == claim.year
    words = reading.text[when.start : when.end].lower()
    if _TRAINING.search(words) and fact.item.unit != TRAINED:
        return False
    year = fact.year if fact.when and fact.year is not None else fact.item.year
    if ordinal := _ORDINAL.search(words):
        return year == ORDINALS.index(ordinal[0]) + 1
    match when.means:
        case "before":
            return bool(fact.when) and (fact.year is None or fact.year < 1)
        case "after" if words != "now" and not _measured_before(fact.item, words):
            return False
        case "after" | "this":
            return not fact.when and fact.item.year == claim.year
        case "last":
            return year == claim.year - 1
    undated = fact.when and fact.year is None
    return not undated and year == number(words.removesuffix(" survey").split()[-1])
