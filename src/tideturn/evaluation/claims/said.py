"""Find the numbers in a sentence, in digits or in words: percentages, counts, parts or words of amount.

Exempt are dates, ages, stretches of time that say when, numbers inside a name or a hyphenated word, what a quotation
holds (it is compared with its source, not with counts), and `one` as a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.amounts import GROUPS, PATTERNS, PLENTY
from tideturn.evaluation.claims.exempt import DIGITS, WHOLE, masked
from tideturn.evaluation.claims.gated import Gated, Kinds
from tideturn.evaluation.claims.number_words import GLYPHS, PART, PARTS, PATTERN, value_of


@dataclass(frozen=True)
class Said:
    """One number that a text says, and where.

    `kind`: percent · points (a difference of percentages) · relative (`20% more`) · count · of (`value` of `whole`) ·
    part (a fraction, as `two thirds` or `one in five`) · decimal · or a kind of words of amount (`amounts.AMOUNTS`).
    `value` is the number itself, a percentage and a part as a share of 1; `places` the decimal places it was given to.
    `whole` is also the top of the scale of a decimal: `3.0 out of 5`.
    `bound` is how it is hedged: empty, more, less, about, nearly. `noun` is the word that follows it.
    `beside` is the `k of n` that a percentage stands with; `ranged` is whether it is an end of a range.
    """

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    whole: int | None = None
    places: int = 0
    bound: str = ""
    noun: str = ""
    beside: tuple[int, int] | None = None
    ranged: bool = False

    def admits(self, number: float, within: float) -> bool:
        """Return whether a hedged number is true of another: `more than 60` of 61, `about 60` of one `within`."""
        most = self.value + (_EPSILON if _INCLUSIVE.match(self.text) else -_EPSILON)
        least = self.value - (_EPSILON if _INCLUSIVE.match(self.text) else -_EPSILON)
        match self.bound:
            case "more":
                far = self.value * (1 + _NEARLY_WITHIN) if _JUST.match(self.text) else number
                # A count far above is a different count; a share far above only makes the sentence modest.
                count = self.kind not in ("percent", "part")
                return least < number <= (self.value * (1 + 2 * _NEARLY_WITHIN) + 1 if count else far)
            case "less":
                return number < most
            case "nearly":
                return self.value * (1 - _NEARLY_WITHIN) <= number < self.value
            case "about":
                return abs(number - self.value) <= within + _EPSILON
        return False


_NUMBER: Final = rf"(?:(?:{DIGITS})(?:\.\d+)?|\b{PATTERN}\b)"
_PERCENT: Final = r"(?:\s?[%％﹪٪]|\s?(?:pc|pct)\b\.?|[ -]per[ -]?cent\b)"
_CHANGING: Final = (
    r"(?:more|fewer|less|higher|lower|greater|increase|decrease|rise|fall|reduction|drop|growth|decline|improvement|"
    r"faster|slower|quicker)\b"
)
_GROWN: Final = (
    r"\b(?:r[io]se|risen|fell|fall(?:en)?|gr[eo]wn?|increased?|decreased?|dropped|reduced|declined|improved|up|down|"
    r"cut|went\s(?:up|down))\sby\s(?:a\s|some\s|about\s|around\s)?"
)
_SAYING: Final = (
    r"(?:of|the|those|who|were|was|had|have|did|said|agreed|felt|answered|reported|told|thought|disagreed|before|in|at|"
    r"now|then)\b"
)
_GROUP: Final = "|".join(GROUPS)

_BOUND: Final = (
    r"(?P<bound>no more than|not more than|no fewer than|no less than|not less than|more than|over|at least|above|"
    r"upwards of|fewer than|less than|under|below|at most|up to|almost|nearly|"
    r"just under|about|around|roughly|approximately|some|just over)"
)
_KINDS_OF_BOUND: Final = {
    "nearly": r"almost|nearly|close to|(?:just|little|slightly) (?:under|less than|fewer than)",
    "about": r"about|around|roughly|approximately|some",
    "less": r".*less than|.*fewer than|under|below|at most|up to|no(?:t)? more than",
    "more": r".*more than|.*over|at least|above|upwards of",
}
_INCLUSIVE: Final = Gated(r"\s*(?:at (?:least|most)|up to|not? (?:more|fewer|less) than)\b")
_NOT_LESS: Final = re.compile(r"not? (?:fewer|less) than")
_JUST: Final = Gated(r"\s*(?:just|a little|slightly)\b")
_EPSILON: Final = 1e-9
_NEARLY_WITHIN: Final = 0.1
"""Tolerance of `almost` below a number, and of `just over` above it, as a share of it."""
_MEDIAN: Final = r"(?:(?<=median of )|(?<=median change of )|(?<=median change was )|(?<=average of )|(?<=mean of ))"
"""Words before a whole number that is not a count of people."""
_MOVED_FROM: Final = Gated(
    r"\b(?:r[io]sen?|fell|fallen|went|gone|up|down|increased|decreased|dropped|declined|grew|grown|moved|changed)\b"
    r"[^.;:]{0,40}\sfrom\s$"
)
_RULES: Final = (
    ("points", rf"(?P<number>[−-]?{_NUMBER})\s(?:percentage\s|per\s?cent(?:age)?\s|%\s)?points?\b"),
    (
        "range",
        rf"(?P<number>{_NUMBER})(?=(?:(?:\sto\s|\sand\s|\s?–\s?){_NUMBER}|-(?:{DIGITS})){_PERCENT})",
    ),
    ("relative", rf"(?P<number>{_NUMBER}){_PERCENT}(?=\s{_CHANGING})|{_GROWN}(?P<by>{_NUMBER}){_PERCENT}"),
    ("percent", rf"(?P<number>{_NUMBER}){_PERCENT}(?!\spoint)"),
    ("share", r"(?P<number>(?<![\w.,])0?\.\d+)(?=\sof\b)"),
    ("slash", rf"(?P<number>(?<![\w.,/])(?:{DIGITS}))\s?[/⁄]\s?(?P<whole>{DIGITS})(?![\w/]|[.,]\d)"),
    (
        "group",
        rf"(?P<number>\bhalf\sa|\ba|\b{PATTERN}|\b\d+)\s(?P<group>{_GROUP})\b(?!\sof\s(?:the\s)?(?:half|\d))",
    ),
    (
        "part",
        rf"(?:(?P<number>\ba|\b{PATTERN}\b|{DIGITS})[- ](?P<part>half|halves|quarters?|{PART}(?<=s))\b(?!-)"
        rf"|(?P<one>\ba|\bone)[- ](?P<single>{PART})\b(?=\s{_SAYING}|\s?[.,;:)]|$)"
        rf"|(?P<glyph>[½⅓⅔¼¾⅕⅖⅗⅘])"
        rf"|(?<!-)\b(?P<bare>half)\b(?!-)|\b(?P<bare2>third|quarter|fifth|tenth)\b(?=\sof\b))",
    ),
    (
        "in",
        rf"(?P<number>{WHOLE})\s(?:in|out\sof)\severy\s(?P<whole>{WHOLE})|(?P<k>{WHOLE})\sin\s(?P<n>{WHOLE})\b|"
        rf"(?P<first>one)\s(?:[a-z’'-]+\s){{1,3}}in\s(?P<last>three|four|five|six|ten|twenty)\b",
    ),
    ("decimal", rf"(?P<number>(?<![\w.,])\d+\.\d+)\sout\sof\s(?P<whole>{WHOLE})"),
    (
        "of",
        rf"(?P<number>{WHOLE})\s(?:(?:\w+\s){{0,2}}out\sof|from\samong|of)\s"
        rf"(?:the\s|all\s|these\s|those\s|our\s|a\s(?:possible|total(?:\sof)?)\s)*(?P<whole>{WHOLE})\b(?!\.\d)",
    ),
    (
        "of",
        rf"(?:(?<=[.;:]\s)|(?<![\s\w]))of\s(?:the\s|all\s|these\s|those\s|our\s)*(?P<whole>{WHOLE})"
        rf"(?:\s[^\d.;:,()]{{0,60}})?,?\s(?:only\s|just\s)?(?P<number>{WHOLE})\b(?!\s?[%％]|\sper\s?cent)",
    ),
    ("scaled", r"(?P<number>(?<![\w.,])\d+(?:\.\d+)?)\s(?P<scale>hundred|thousand|million)\b"),
    ("decimal", rf"{_MEDIAN}(?P<number>\b(?:\d+(?:\.\d+)?|{PATTERN})\b)(?!\s(?:out\s)?of\b|[%\d]|\.\d)"),
    ("decimal", r"(?P<number>(?<![\w.,])\d+\.\d+)(?![\d%])"),
    ("count", rf"(?P<number>(?<![\w.,-])(?:{DIGITS})(?![\w%]|[.,]\d)|\b{PATTERN}\b)"),
)
_HEDGE: Final = Gated(rf"\b{_BOUND}")
_HEDGED: Final = Kinds((*PATTERNS, *((kind, Gated(rf"(?:\b{_BOUND}\s(?:a\s)?)?(?:{rule})")) for kind, rule in _RULES)))
_PLAIN: Final = Kinds((*PATTERNS, *((kind, Gated(rule)) for kind, rule in _RULES)))
"""Same rules for a text without a hedge, which take half the time."""
AMOUNT_KINDS: Final = frozenset(kind for kind, _ in PATTERNS)
_NOUN: Final = re.compile(r"[\s]*((?:[A-Za-z’'-]+)(?:\s[A-Za-z’'-]+){0,2})")
_COUNTABLE: Final = frozenset(
    [
        "person",
        "man",
        "woman",
        "child",
        "girl",
        "boy",
        "interview",
        "interviewee",
        "respondent",
        "professional",
        "practitioner",
        "officer",
        "worker",
        "stakeholder",
        "partner",
        "organisation",
        "agency",
        "site",
        "city",
        "place",
        "area",
        "document",
        "change",
        "case",
        "session",
        "event",
        "survey",
        "answer",
        "question",
        "referral",
        "parent",
        "carer",
        "family",
        "source",
        "member",
        "colleague",
        "teacher",
        "school",
        "police",
        "young",
    ]
)
_BETWEEN: Final = re.compile(r"^[\s(,;:–—-]*(?:or|that is|to|and|about|around|95 CI|CI)?[\s(,;:–—-]*$")


@lru_cache(maxsize=1024)
def numbers_said(text: str) -> tuple[Said, ...]:
    """Return every number in `text` that evidence should support, in order. Cached, since several checks ask."""
    blanked = masked(text)
    found: list[Said] = []
    patterns = _HEDGED if _HEDGE.search(text) else _PLAIN
    for kind, pattern in patterns.of(text):  # blanked text matches no later pattern
        for match in pattern.finditer(blanked):
            said = _said(kind, match, text, blanked)
            if said is None:
                continue
            found.append(said)
            blanked = blanked[: said.start] + " " * (said.end - said.start) + blanked[said.end :]
    return tuple(_beside(_ranged(sorted(found, key=lambda said: said.start), text), text))


def _said(kind: str, match: re.Match[str], text: str, blanked: str) -> Said | None:
    groups = match.groupdict()
    start, end = match.span()
    if blanked[start:end] != match[0]:
        return None  # an earlier kind took part of it
    said = Said(kind, text[start:end], start, end, bound=_bound(groups.get("bound")), noun=_noun(blanked, end))
    if kind in AMOUNT_KINDS:
        least = PLENTY.get((groups.get("plenty") or "").lower(), 0)
        return replace(said, value=float(least))
    if kind == "part":
        return replace(said, value=_part(groups))
    if kind == "group":
        return replace(said, kind="count", value=_group(groups))
    if kind == "in":
        one, other = (
            groups[a] or groups[b] or groups[c] for a, b, c in (("number", "k", "first"), ("whole", "n", "last"))
        )
        return _portion(said, one or "", other or "")
    if kind == "slash":
        whole = _number(groups["whole"])[0]
        kept = _portion(said, groups["number"], groups["whole"])
        return (
            kept
            if kept is None or whole <= _LARGEST_PART
            else replace(kept, kind="of", value=_number(groups["number"])[0])
        )
    value, places = _number(groups.get("by") or groups["number"])
    if kind in ("percent", "range"):
        return replace(said, kind="percent", value=value / 100, places=places)
    if kind == "share":
        return replace(said, kind="percent", value=value, places=places - 2)
    if kind in ("points", "relative"):
        return replace(said, value=value / 100, places=places)
    if kind == "of":
        whole = _number(groups["whole"])[0]
        return replace(said, value=value, whole=int(whole)) if value <= whole else None
    if kind == "count" and groups["number"].lower() == "one" and not _counts(said.noun):
        return None
    if kind == "scaled":
        return replace(said, kind="count", value=value * value_of(groups["scale"]))
    top = groups.get("whole")
    return replace(said, value=value, places=places, whole=int(_number(top)[0]) if top else None)


_LARGEST_PART: Final = 10
"""Largest denominator that is read as a part: `3/5` is a part, and `13/20` is 13 of 20."""


def _portion(said: Said, k: str, n: str) -> Said | None:
    """Return `one in five` or `3/5` as a part, which may also be a count; None for `13 in 2020` and `5 in 3`."""
    part, whole = _number(k)[0], _number(n)[0]
    return replace(said, kind="part", value=part / whole, whole=int(whole)) if whole and part <= whole else None


def _group(groups: dict[str, str | None]) -> float:
    size = GROUPS[(groups["group"] or "").lower()]
    first = (groups["number"] or "").lower()
    if first.startswith("half"):
        return size / 2
    return float(size) * (1 if first == "a" else _number(first)[0])


def _counts(noun: str) -> bool:
    """Return whether `one` before this word counts it: `one interview`, and not `one might say`."""
    return noun.split(" ")[0].lower() in _COUNTABLE if noun else False


def _bound(words: str | None) -> str:
    low = (words or "").lower()
    if _NOT_LESS.fullmatch(low):
        return "more"
    return next((kind for kind, pattern in _KINDS_OF_BOUND.items() if re.fullmatch(pattern, low)), "")


def _noun(text: str, end: int) -> str:
    match = _NOUN.match(text, end)
    return match[1] if match else ""


def _number(text: str) -> tuple[float, int]:
    """Return a number and its decimal places, from digits or words."""
    bare = text.replace(",", "").replace("−", "-")
    if bare.lstrip("-")[:1].isdigit():
        return float(bare), len(bare.partition(".")[2])
    return float(value_of(text)), 0


def _part(groups: dict[str, str | None]) -> float:
    if groups["glyph"]:
        return GLYPHS[groups["glyph"]]
    bare = groups["bare"] or groups["bare2"] or groups["single"]
    if bare:
        return 1 / PARTS[bare.lower()]
    part = (groups["part"] or "").lower()
    whole = PARTS[part if part in PARTS else part.removesuffix("s")]
    first = groups["number"] or "a"
    return (1.0 if first.lower() == "a" else _number(first)[0]) / whole


def _ranged(found: list[Said], text: str) -> list[Said]:
    """Return the numbers with both ends of a range of percentages marked: `53% to 90%`; not `rose from 53% to 90%`."""
    out = list(found)
    for position, (one, other) in enumerate(pairwise(found)):
        between = text[one.end : other.start]
        joined = re.fullmatch(r"\s?(?:to|–|-)\s?|\sand\s", between)
        apart = between.strip() == "and" and not text[: one.start].lower().rstrip().endswith("between")
        moved = between.strip() == "to" and _MOVED_FROM.search(text[: one.start])
        if one.kind == other.kind == "percent" and joined and not (apart or moved):
            out[position], out[position + 1] = replace(one, ranged=True), replace(other, ranged=True)
    return out


def _beside(found: list[Said], text: str) -> Iterator[Said]:
    """Yield the numbers, and give each percentage the `k of n` beside it.

    Examples: `100 of 407 (25%; 21% to 29%)`, `25% (100 of 407)`.
    """
    pair: tuple[int, int] | None = None
    last = -1
    for position, said in enumerate(found):
        if said.kind == "of" and said.whole is not None:
            pair, last = (int(said.value), said.whole), said.end
        elif said.kind == "percent":
            words_between = text[last : said.start] if last >= 0 else "…"
            if pair is not None and (_BETWEEN.match(words_between) or _people(words_between)):
                said, last = replace(said, beside=pair), said.end
            else:
                pair = None
                after = found[position + 1] if position + 1 < len(found) else None
                if after is not None and after.kind == "of" and re.fullmatch(r"\s?\(", text[said.end : after.start]):
                    said = replace(said, beside=(int(after.value), after.whole or 0))
        else:
            pair = None
        yield said


def _people(between: str) -> bool:
    """Return whether only a word for those counted and a bracket are between: ` people (`, ` who answered (`."""
    return re.fullmatch(r"(?:\s[\w’'-]+){0,6}\s?[(,;–]\s?", between) is not None and "(" in between
