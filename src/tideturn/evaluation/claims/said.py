"""The numbers that a sentence says, in digits or in words, as percentages, counts, parts or words of amount.

Exempt are dates, ages, stretches of time that say when, numbers inside a name or a hyphenated word, what a
quotation holds (it is held against its source, not against counts), and `one` as a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.number_words import ANY, GLYPHS, PARTS, PATTERN, value_of


@dataclass(frozen=True)
class Said:
    """One number that a text says, and where.

    `kind`: percent · points (a difference of percentages) · count · of (`value` of `whole`) · part (a fraction, as
    `two thirds` or `one in five`) · decimal · majority (`most`) · few (`a small number of`) · every · none.
    `value` is the number itself, a percentage and a part as a share of 1; `places` the decimal places it was given to.
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


_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+|\d+"
_WHOLE: Final = rf"(?:{_DIGITS}|\b{PATTERN}\b)"
_NUMBER: Final = rf"(?:(?:{_DIGITS})(?:\.\d+)?|\b{PATTERN}\b)"
_PERCENT: Final = r"(?:\s?%|[ -]per[ -]?cent\b)"
_PART: Final = r"(?:half|halves|thirds?|quarters?|fifths?|tenths?)"
_LABELS: Final = (
    r"(?:years?|sections?|articles?|levels?|(?:key )?stages?|phases?|waves?|parts?|chapters?|tables?|figures?|tiers?|"
    r"bands?|grades?|schedules?|annex|appendix|versions?|questions?|recommendations?|objectives?|priorit(?:y|ies)|"
    r"evidence|claims?|notes?|steps?|pages?)"
)
_UNIT: Final = r"(?:hours?|days?|weeks?|fortnights?|months?|years?|minutes?)"

_EXEMPT: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"“[^”]*”|\"[^\"]*\"",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s(?:of\s)?){_MONTH}\b(?:\s\d{{4}})?",
        rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?|\b{_MONTH}\s\d{{4}}\b",
        r"\b\d{4}-(?:\d{2}(?:-\d{2})?|Q[1-4])\b|\bQ[1-4]\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
        r"\b(?:19|20)\d{2}(?:\s?[/–-]\s?(?:\d{4}|\d{2}))?\b(?!,\d|\s?%|\s(?:\w+\s)?(?:people|young|professionals|children|"
        r"responses|answers|staff|practitioners|cases|sessions|interviews|referrals|of)\b)",
        rf"\b{_LABELS}\s{_WHOLE}(?:(?:,\s|\sand\s|\sor\s|\sto\s|–){_WHOLE})*\b",
        rf"\bage[ds]?\s(?:of\s|from\s|between\s|under\s|over\s)?{_WHOLE}(?:(?:\sto\s|\sand\s|–|-){_WHOLE})?",
        rf"\b(?:under|over)[ -]{_WHOLE}s\b|\b{_WHOLE}(?:(?:\sto\s|–|-){_WHOLE})?[ -](?:year|month)s?[ -]olds?\b",
        rf"\b{_WHOLE}(?:(?:\sto\s|–|-){_WHOLE})?\s(?:years|months)\s(?:old|of\sage)\b",
        rf"\b(?:within|for|over|after|in|every|at|past|last|next|first|about|these|those)\s(?:the\s)?"
        rf"(?:(?:last|next|first|past)\s)?{_WHOLE}\s{_UNIT}\b",
        rf"\b{_WHOLE}\s{_UNIT}(?:[’'])?\s(?:on|later|after|before|ago|earlier|into|since|afterwards|long|time)\b",
        r"\b[A-Za-z]+-\d[\w-]*|\b\d+(?:st|nd|rd|th)\b|\b\d{1,2}[:.]\d{2}\s?(?:am|pm)\b|\b[A-Z]+\d+\w*",
        r"(?<![\w-])(?:\d+|[a-z]+)-(?:to|by|on|in|for|and|off|up)-(?:\d+|[a-z]+)\b",
        r"\b(?:the\s)?(?:first|second|last|other)\s(?:half|third|quarter|fifth)\b",
        r"\b(?:no|any|every|each|some|this|that|the|which|another)\sone\b|\bone\s(?:another|day)\b|\bone[’']s\b|"
        r"\bone\s(?:can|cannot|could|may|might|must|should|would|has|is|was|knows|sees)\b|"
        rf"\bone\sof\b(?!\s(?:the\s|all\s|those\s)*{_WHOLE}\b)|"
        r"\bat\sone\stime\b|\bone\sside\b|\bone\sway\b",
    )
)
_COMPOUND: Final = re.compile(
    r"(?<![\w-])(?:\d+(?:\.\d+)?|" + PATTERN + r")-(?!(?:per|" + _PART + "|" + ANY + r")\b)[a-z]+(?:-[a-z]+)*",
    re.IGNORECASE,
)
"""`a three-year programme`, `12-month`: the number is part of a word."""

_BOUND: Final = (
    r"(?P<bound>more than|over|at least|above|upwards of|fewer than|less than|under|below|at most|up to|almost|nearly|"
    r"just under|about|around|roughly|approximately|some|just over)\s(?:a\s)?"
)
_KINDS_OF_BOUND: Final = {
    "more": ("more than", "over", "at least", "above", "upwards of", "just over"),
    "less": ("fewer than", "less than", "under", "below", "at most", "up to"),
    "nearly": ("almost", "nearly", "just under"),
    "about": ("about", "around", "roughly", "approximately", "some"),
}
_PATTERNS: Final = tuple(
    (kind, re.compile(rf"(?:\b{_BOUND})?{pattern}", re.IGNORECASE))
    for kind, pattern in (
        ("points", rf"(?P<number>[−-]?{_NUMBER})\s(?:percentage\s)?points?\b"),
        ("range", rf"(?P<number>{_NUMBER})(?=(?:\sto\s|\sand\s|\s?–\s?)(?:{_NUMBER}){_PERCENT})"),
        ("percent", rf"(?P<number>{_NUMBER}){_PERCENT}(?!\spoint)"),
        (
            "part",
            rf"(?:(?P<number>\ba|\b{PATTERN}\b|{_DIGITS})[- ](?P<part>{_PART})\b(?!-)|(?P<glyph>[½⅓⅔¼¾⅕⅖⅗⅘])"
            rf"|\b(?P<bare>half|third|quarter|fifth|tenth)\b(?=\s(?:of|the|those|who)\b))",
        ),
        (
            "in",
            rf"(?P<number>{_WHOLE})\s(?:in|out\sof)\severy\s(?P<whole>{_WHOLE})|(?P<k>{_WHOLE})\sin\s(?P<n>{_WHOLE})\b",
        ),
        ("of", rf"(?P<number>{_WHOLE})\s(?:out\s)?of\s(?:the\s|all\s|these\s|those\s|our\s)*(?P<whole>{_WHOLE})\b"),
        (
            "majority",
            r"\b(?:the|a|an?\s\w+)\s(?:\w+\s)?majority\b|(?<!the\s)\bmost\b(?=\s(?!important|likely|of\sall\b)\w)",
        ),
        ("few", r"\b(?:a|the)\s(?:very\s)?(?:small\snumber|handful|few|minority)\b"),
        ("every", r"\ball\sof\s(?:the|those|them)\b|\bevery(?:one|body)\swho\b|\bunanimous(?:ly)?\b"),
        ("none", r"\bnone\sof\s(?:the|those|them)\b|\bno(?:body|\sone)\swho\b"),
        ("scaled", r"(?P<number>(?<![\w.,])\d+(?:\.\d+)?)\s(?P<scale>hundred|thousand|million)\b"),
        ("decimal", r"(?P<number>(?<![\w.,])\d+\.\d+)(?![\d%])"),
        ("count", rf"(?P<number>(?<![\w.,-])(?:{_DIGITS})(?![\w%]|[.,]\d)|\b{PATTERN}\b)"),
    )
)
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


def numbers_said(text: str) -> tuple[Said, ...]:
    """Every number that `text` says and that evidence should bear out, in order."""
    masked = _masked(text)
    found: list[Said] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(masked):
            said = _said(kind, match, text, masked)
            if said is None:
                continue
            found.append(said)
            masked = masked[: said.start] + " " * (said.end - said.start) + masked[said.end :]
    return tuple(_beside(_ranged(sorted(found, key=lambda said: said.start), text), text))


def _masked(text: str) -> str:
    """The text with everything exempt blanked, so that places stay the same."""
    for pattern in _EXEMPT:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return _COMPOUND.sub(_kept_compound, text)


def _kept_compound(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _said(kind: str, match: re.Match[str], text: str, masked: str) -> Said | None:
    groups = match.groupdict()
    start, end = match.span()
    if not masked[start:end].strip():
        return None
    said = Said(kind, text[start:end], start, end, bound=_bound(groups.get("bound")), noun=_noun(masked, end))
    if kind in ("majority", "few", "every", "none"):
        return said
    if kind == "part":
        return replace(said, value=_part(groups))
    if kind == "in":
        k, n = groups["number"] or groups["k"], groups["whole"] or groups["n"]
        whole = _number(n)[0]
        # `13 in 2020` is no part, and neither is `5 in 3`.
        if not whole or _number(k)[0] > whole:
            return None
        return replace(said, kind="part", value=_number(k)[0] / whole)
    value, places = _number(groups["number"])
    if kind in ("percent", "range"):
        return replace(said, kind="percent", value=value / 100, places=places)
    if kind == "points":
        return replace(said, value=value / 100, places=places)
    if kind == "of":
        whole = _number(groups["whole"])[0]
        return replace(said, value=value, whole=int(whole)) if value <= whole else None
    if kind == "count" and groups["number"].lower() == "one" and not _counts(said.noun):
        return None
    if kind == "scaled":
        return replace(said, kind="count", value=value * value_of(groups["scale"]))
    return replace(said, value=value, places=places)


def _counts(noun: str) -> bool:
    """Whether `one` before this word counts it: `one interview`, and not `one might say`."""
    return noun.split(" ")[0].lower() in _COUNTABLE if noun else False


def _bound(words: str | None) -> str:
    words = (words or "").lower()
    return next((kind for kind, several in _KINDS_OF_BOUND.items() if words in several), "")


def _noun(masked: str, end: int) -> str:
    match = _NOUN.match(masked, end)
    return match[1] if match else ""


def _number(text: str) -> tuple[float, int]:
    """A number and its decimal places, from digits or words."""
    bare = text.replace(",", "").replace("−", "-")
    if bare.lstrip("-")[:1].isdigit():
        return float(bare), len(bare.partition(".")[2])
    return float(value_of(text)), 0


def _part(groups: dict[str, str | None]) -> float:
    if groups["glyph"]:
        return GLYPHS[groups["glyph"]]
    if groups["bare"]:
        return 1 / PARTS[groups["bare"].lower()]
    part = (groups["part"] or "").lower()
    whole = PARTS[part if part in PARTS else part.removesuffix("s")]
    first = groups["number"] or "a"
    return (1.0 if first.lower() == "a" else _number(first)[0]) / whole


def _ranged(found: list[Said], text: str) -> list[Said]:
    """Percentages, with those that are the two ends of a range marked: `53% to 90%`, `between 53% and 90%`."""
    out = list(found)
    for position, (one, other) in enumerate(pairwise(found)):
        between = text[one.end : other.start]
        joined = re.fullmatch(r"\s?(?:to|–|-)\s?|\sand\s", between)
        apart = between.strip() == "and" and not text[: one.start].lower().rstrip().endswith("between")
        if one.kind == other.kind == "percent" and joined and not apart:
            out[position], out[position + 1] = replace(one, ranged=True), replace(other, ranged=True)
    return out


def _beside(found: list[Said], text: str) -> Iterator[Said]:
    """Percentages with the `k of n` they stand beside: `100 of 407 (25%; 21% to 29%)`, `25% (100 of 407)`."""
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
    """Whether only a word for those counted and a bracket stand between: ` people (`, ` who answered (`."""
    return re.fullmatch(r"(?:\s[\w’'-]+){0,6}\s?[(,;–]\s?", between) is not None and "(" in between
