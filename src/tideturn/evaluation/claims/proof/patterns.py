"""Match stretches of a sentence by rules of `grammar.toml` whose gaps are filled from one piece of evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from tideturn.evaluation.claims.exempt import DIGITS
from tideturn.evaluation.claims.gated import Gated, folded, needs
from tideturn.evaluation.claims.number_words import PATTERN, number, spelled
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.places import place_of, places_in
from tideturn.evaluation.claims.proof.times import MONTH, Time, times_in
from tideturn.evaluation.claims.proof.words import WORD, counts, grammar, ignoring_case, silent, stem, stems_of, who_in
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.rounding import round_half_up
from tideturn.evaluation.units import TRAINED

NUM: Final = rf"(?:[−-]?(?:{DIGITS})(?:\.\d+)?|\b{PATTERN}\b)"
_NEVER: Final = "(?!)"
"""Pattern for a gap that the grammar does not describe; it matches nothing."""
_GAP: Final = re.compile(r"<(\w+)>")
_JOINS: Final = r"(?:and|but|while|whereas|yet|although|though|even though|with|when|where|since|because|as)"
_VERBS: Final = "had|have|has|was|were|did|do|does"
_STARTS: Final = Gated(rf"^|[;:,(–—]\s*(?:{_JOINS}\s)?|(?<=\s){_JOINS}\s")
_ENDS: Final = Gated(rf"\s*(?:[.,;:()–—]|$)|\s(?:{_JOINS}|or|than|against|from|to|{_VERBS})\b")
_LINKS: Final = r"(?:(?:the|their|own|its|of|and|or|to|in|on|with|from|a|at|which|that|was|were)\s)*"
_STEP_LINKS: Final = (
    r"(?:(?:the|a|an|his|her|their|was|were|is|had|has|been|being|with|on|at|in|of|to|by|or|who|within)\s)*"
)
_ELSEWHERE: Final = Gated(r"\b(?:in|by) (?:the )?other [\w ]{3,40}?(?=,| (?:it|they|the|went|moved|changed)\b|[.;]|$)")
_DATED: Final = ("to", "month", "quarter", "year", "last", "now", "baseline")
_SAYS: Final = Gated(r"Young people are ((?:safer|[\w ]{3,20} more|more [\w ]{3,20})$)")
_LINK: Final = re.compile(_STEP_LINKS.replace(r"\s", "").removesuffix("*"))
_LOADED: Final = """
more most less least fewer better worse same lower higher than not no never only always still all
rise fall increase decrease drop decline grow climb improve worsen score scale
"""
_VEIL: Final = {
    "whom": "ɯ",
    "topic": "ƚ",
    "place": "ƿ",
    "year": "ʏ",
    "step": "ƨ",
    "time": "ƭ",
    "elsewhere": "ɛ",
    "outcome": "ɔ",
    "number": "ɳ",
}
_VEILS: Final = {
    **{name: f"{letter}+" for name, letter in _VEIL.items()},
    "step": rf"{_STEP_LINKS}ƨ+(?:\s{_STEP_LINKS}ƨ+)*",
    "topic": rf"{_LINKS}ƚ+(?:\s{_LINKS}ƚ+)*",
}


class Binding(NamedTuple):
    """Some words of a sentence that are true of a field of some evidence: `k` of `n`, if they count."""

    start: int
    end: int
    item: EvidenceItem
    field: str
    k: float = 0
    n: float = 0
    rule: str = ""
    of: frozenset[str] = frozenset()
    """Scores that the words mean."""


def leading(found: Sequence[Binding]) -> list[Binding]:
    """Return the stretches that start first and, of these, the longest."""
    first = min(((one.start, -one.end) for one in found), default=None)
    return [one for one in found if (one.start, -one.end) == first]


def matches(
    reading: Reading, item: EvidenceItem, kind: str, begin: int = 0, step: str = ""
) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the matches of a kind's rules from the start of a clause to its end: by start, the longest first.

    `step` is the name of one step of a pathway; its words fill a gap of their own.
    """
    text = _veiled(reading, item, kind, step)
    low = folded(text)
    rules = [(name, _built(kind, rule)) for name, rule in _rules(kind) if _may_match(kind, rule, low)]
    for start in dict.fromkeys(found.end() for found in _STARTS.finditer(text, begin)):
        found = [(name, match) for name, rule in rules if (match := rule.match(text, start))]
        ended = [one for one in found if _ENDS.match(text, one[1].end())]
        yield from sorted(ended, key=lambda one: -one[1].end())


@cache
def _rules(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, rule) for name, rules in grammar()[kind]["rules"].items() for rule in rules)


@cache
def _parts(kind: str) -> Mapping[str, str]:
    number = "|".join((f"{_VEIL['number']}ɲ*", *_own_numbers(kind)))
    return {**_VEILS, "number": f"(?:{number})", "month": MONTH, **grammar()[kind]["parts"]}


@cache
def _built(kind: str, rule: str) -> re.Pattern[str]:
    return re.compile(rf"{_distinct(_filled(rule, _parts(kind)))}(?!\w)", re.IGNORECASE)


def _may_match(kind: str, rule: str, text: str) -> bool:
    """Return whether a text has letters and gaps that a rule cannot do without, so that few rules are built."""
    for group in needs(rule):
        for need in group:
            if _has(kind, need[1:-1], text) if need.startswith("<") else need in text:
                break
        else:
            return False
    return True


@lru_cache(maxsize=1024)
def _has(kind: str, gap: str, text: str) -> bool:
    """Return whether a text has what can fill a gap; cached, because most rules have the same gaps."""
    return _part(kind, gap).search(text) is not None


@cache
def _part(kind: str, name: str) -> Gated:
    return Gated(_distinct(_filled(f"<{name}>", _parts(kind))))


@cache
def _literal(kind: str) -> frozenset[str]:
    """Return the words that the rules of a kind have themselves."""
    of = grammar()[kind]
    rules = " ".join((*of["parts"].values(), *(rule for rules in of["rules"].values() for rule in rules)))
    return frozenset(word.lower() for word in re.findall(r"(?<![<\w])(?:[a-z]+|\d\d+)", rules))


@cache
def _own_numbers(kind: str) -> tuple[str, ...]:
    """Return the numbers that the rules of a kind have themselves: `two scores`, `this one`."""
    return tuple(sorted(word for word in _literal(kind) if ignoring_case(NUM).fullmatch(word)))


def _filled(rule: str, parts: Mapping[str, str]) -> str:
    """Return a rule with its gaps filled; a single letter is a number of that name."""

    def fill(gap: re.Match[str]) -> str:
        name = gap[1]
        filled = f"(?:{_filled(parts.get('number' if len(name) == 1 else name, _NEVER), parts)})"
        return f"(?P<{name}>{filled})" if len(name) == 1 else filled

    return re.sub(r"(?<!\?P)<(\w+)>", fill, rule.replace("’", "[’']"))


def _distinct(rule: str) -> str:
    """Return a rule in which a group that several branches share has a name of its own in each."""
    used: Counter[str] = Counter()

    def name(group: re.Match[str]) -> str:
        used[group[1]] += 1
        return f"(?P<{group[1]}{'_' * (used[group[1]] - 1)}>"

    return re.sub(r"\(\?P<(\w+?)_*>", name, rule)


def _veiled(reading: Reading, item: EvidenceItem, kind: str, step: str) -> str:
    """Return the sentence with letters in place of its numbers and of the evidence's people, topic, place and year.

    Each has a letter of its own, and only a number's begins with another, so that two in a row remain two. So the rules
    need not be built again for each piece of evidence. Every other word keeps its place.
    """
    key = ("veiled", kind, item.evidence_id, item.scope, item.year, step)
    if key not in reading.memo:
        text = reading.text
        stretches = [("time", one.start, one.end) for one in dated(text, 0, len(text))] if kind == "series" else []
        stretches += [("elsewhere", *span) for span in compared_with(reading, item)]
        stretches += [("outcome", *match.span()) for match in outcome_of(reading, item).finditer(text)]
        stretches += [("year", *match.span()) for match in own_year(item.year).finditer(text)]
        places = {item.scope, *item.pilot_sites}
        named = places_in(reading, 0, len(text))
        stretches += [("place", start, end) for code, start, end in named if code in places]
        people = who_in(text, 0, len(text))
        stretches += [("whom", one.start, one.end) for one in people if _counted(one.means, item)]
        known = topic_stems(reading, item)
        steps = named_by(step)
        for match in WORD.finditer(text):
            low = match[0].lower()
            if not _LINK.fullmatch(low) and all(stem(one) in steps for one in low.split("-")):
                stretches.append(("step", *match.span()))
                continue
            if low not in silent() and low not in _literal(kind) and all(stem(one) in known for one in low.split("-")):
                stretches.append(("topic", *match.span()))
        own = _own_numbers(kind)
        numbers = [match.span() for match in ignoring_case(NUM).finditer(text) if match[0].lower() not in own]
        for start, end in numbers:
            text = text[:start] + _VEIL["number"] + "ɲ" * (end - start - 1) + text[end:]
        for name, start, end in reversed(stretches):
            text = text[:start] + _VEIL[name] * (end - start) + text[end:]
        reading.memo[key] = text
    return str(reading.memo[key])


def outcome_of(reading: Reading, item: EvidenceItem) -> re.Pattern[str]:
    """Return a pattern for what the outcome's title says of the people scored, if it compares: `safer`."""
    return _compared(reading.ground.named if item.outcome_id == reading.ground.claim.outcome_id else "")


@cache
def _compared(title: str) -> re.Pattern[str]:
    said = _SAYS.match(title)
    return re.compile(rf"\b{re.escape(said[1])}\b" if said else _NEVER, re.IGNORECASE)


def compared_with(reading: Reading, item: EvidenceItem) -> Iterator[tuple[int, int]]:
    """Yield the stretches that name where else a series is counted: only that place, with all of its words."""
    title = (
        reading.ground.record.compared.get(item.evidence_id.split("/")[1], "")
        if isinstance(item.value, SeriesCounts)
        else ""
    )
    words = frozenset(stems_of(title)) - frozenset(stems_of(item.text))
    for match in _ELSEWHERE.finditer(reading.text) if words else ():
        if frozenset(stems_of(match[0])) <= words:
            yield match.span()


def _counted(means: str, item: EvidenceItem) -> bool:
    return counts(means, item) and (means != "anybody" or item.unit == TRAINED)


@cache
def own_year(year: int) -> re.Pattern[str]:
    """Return a pattern for a programme year, or for `the year` where that is meant."""
    at = "(?:in|by the end of|during|over|of|for|at the end of)"
    rule = rf"{at} (?:(?:programme )?year (?:{year}|{spelled(year)})|(?:the|this) year(?! (?:to|before)\b))"
    return re.compile(rf"\b{rule}\b", re.IGNORECASE)


def topic_stems(reading: Reading, item: EvidenceItem) -> frozenset[str]:
    """Return the stems of what a piece of evidence is about: its label and, if it is the claim's, the outcome."""
    own = item.outcome_id in (reading.ground.claim.outcome_id, "") and not isinstance(item.value, SeriesCounts)
    found = frozenset((*stems_of(item.text), *(stems_of(reading.ground.title) if own else ()))) - _loaded()
    if item.unit == TRAINED:  # `the same people’s answers` are not what was asked about
        found -= frozenset(stems_of("young people")) - {
            *stems_of(f"{item.text.partition(':')[0]} {reading.ground.named}")
        }
    return found


def named_by(text: str) -> frozenset[str]:
    """Return the stems of the words that name a step, without those that only link others."""
    words = (match[0] for match in WORD.finditer(text))
    return frozenset(stem(one) for word in words if not _LINK.fullmatch(word.lower()) for one in word.split("-"))


@cache
def _loaded() -> frozenset[str]:
    """Return the stems of words that claim something of their own, even where the outcome's title has them."""
    return frozenset(map(stem, _LOADED.split()))  # by the grammar's irregular forms, so not at import


def dated(text: str, start: int, end: int) -> list[Time]:
    """Return the months and years that a stretch names."""
    return [time for time in times_in(text, start, end) if time.kind in _DATED]


_DUE: Final = Gated(r"\b(?:due|expected|judged|judge it)(?: only| just)? $")
"""`This is expected only in Year 2` says nothing about the numbers after it."""


def here(reading: Reading, item: EvidenceItem, start: int, end: int) -> bool:
    """Return whether a piece of evidence is of the place and year that a stretch means."""
    if not place_of(reading, start, end).holds(item.scope):
        return False
    own = [time for time in times_in(reading.text, start, end) if time.kind == "year"]
    before = [time for time in times_in(reading.text, 0, start) if time.kind == "year"]
    named = own or [time for time in before if not _DUE.search(reading.text, 0, time.start)]
    return (named[-1].number if named else reading.ground.claim.year) == item.year


def value(words: str | None) -> float | None:
    """Return the value of a number in figures or words; None without one."""
    if words is None:
        return None
    bare = words.replace(",", "").replace("−", "-")
    return float(bare) if re.fullmatch(r"-?\d+(?:\.\d+)?", bare) else float(number(bare))


def equals(words: str, held: float | None) -> bool:
    """Return whether a number equals one of the evidence, rounded to the places it is given to."""
    said = value(words)
    places = len(words.partition(".")[2])
    return said is not None and held is not None and round_half_up(held, places) == round_half_up(said, places)


def same_share(words: str | None, k: float, n: float) -> bool:
    """Return whether a percentage beside a count is its share; true without one."""
    return words is None or (n > 0 and equals(words, 100 * k / n))


def groups(reading: Reading, match: re.Match[str]) -> dict[str, str]:
    """Return the words of the sentence, including numbers, that a rule found, by name."""
    found = {name: match.span(name) for name, said in match.groupdict().items() if said is not None}
    return {name.rstrip("_"): reading.text[start:end] for name, (start, end) in found.items()}


def beside_right(words: str, later: float, earlier: float) -> bool:
    """Return whether `up from` and `down from` are true of two numbers; true of other words."""
    up, down = (re.search(rf"\b{way} (?:from|on)\b", words, re.IGNORECASE) for way in ("up", "down"))
    return not (up and later <= earlier) and not (down and later >= earlier)
