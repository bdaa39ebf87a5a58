"""Find every number in a passage, in figures and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
]
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS: dict[str, Fraction] = {
    **{word: Fraction(at) for at, word in enumerate(UNITS)},
    **{word: Fraction(value) for word, value in TENS.items()},
    "hundred": Fraction(100),
    "half": Fraction(1, 2),
    "thirds": Fraction(1, 3),
    "quarters": Fraction(1, 4),
    "both": Fraction(2),
    "none": Fraction(0),
    "nobody": Fraction(0),
}
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
)
_FIGURE = r"(?<![\d.,])[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?%)?"
_WORD = r"\b(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b"
TOKEN = re.compile(f"(?P<figure>{_FIGURE})|(?P<word>{_WORD})", re.IGNORECASE)

# What may be read apart by its form alone. The order matters: the first that covers a number has it.
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("evidence", re.compile(r"⟨\d+⟩")),
    ("hash", re.compile(r"\b[0-9a-f]{64}\b")),
    ("date", re.compile(rf"\b\d{{1,2}}(?: (?:to|and|–) \d{{1,2}})? (?:{MONTHS})(?: \d{{4}})?\b")),
    (
        "date",
        re.compile(rf"\b(?:{MONTHS}) \d{{4}}\b|\b\d{{4}}-\d\d(?:-\d\d)?\b|\b\d{{4}}[ -]Q[1-4]\b|\bQ[1-4] \d{{4}}\b"),
    ),
    ("year", re.compile(r"\bYears? \d+(?:(?:, \d+)* and \d+)?\b")),
    ("name", re.compile(r"\bSHA-256\b|\bAC1\b")),
    (
        "evidence id",
        re.compile(
            r"(?:(?<=kept of )|(?<=he evidence ))"
            r"(?:survey|matched|compared|series|pathway|network|interview|document|change|count)/[^\s,]+"
        ),
    ),
    ("wave", re.compile(r"\b[Ww]ave \d+\b")),
    (
        "pronoun",
        re.compile(
            r"\bno one\b|\bone['’]s\b|\bone another\b|\bone way\b|\bone-to-one\b|\bboth ways\b|\bone side\b|\bof "
            r"one kind\b"
            r"|\bboth supports and contradicts\b|\bonce in twenty\b"
            r"|\bone of them says too little\b|\bpulls both ways\b|\bboth sides\b|\bone by one\b",
            re.IGNORECASE,
        ),
    ),
    ("version", re.compile(r"\b[Vv]ersion \d+(?:\.\d+)*\b")),
)


@dataclass(frozen=True)
class Number:
    """A number as printed, and where it stands in its passage."""

    start: int
    end: int
    text: str
    word: bool


@cache
def numbers_in(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order."""
    found = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        printed = match.group()
        # A hyphen between two words or figures joins them; only a sign that nothing stands before is a sign.
        if printed[0] in "−-" and start and (text[start - 1].isalnum() or printed[0] == "-"):
            start, printed = start + 1, printed[1:]
        found.append(Number(start, end, printed, match.lastgroup == "word"))
    return tuple(found)


def by_form(text: str, number: Number) -> str | None:
    """Return what a number is by its form alone: evidence, date, year, version; None where it may be data."""
    return next((name for name, start, end in _forms(text) if start <= number.start and number.end <= end), None)


@cache
def _forms(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return what of a text has such a form, in the order of the forms."""
    return tuple((name, *match.span()) for name, pattern in FORMS for match in pattern.finditer(text))


def value_of(printed: str) -> tuple[Fraction, int, bool]:
    """Return a printed number's value, its decimals and whether it is a percentage."""
    text = printed.strip().lower().replace("−", "-").replace(",", "")
    percent = text.endswith("%")
    text = text.rstrip("%").strip()
    if text in WORDS:
        return WORDS[text], 0, False
    decimals = len(text.partition(".")[2])
    return Fraction(text), decimals, percent


def rounded(value: Fraction | float | int, decimals: int) -> Decimal:
    """Round half up, as METHODS says; a float a hair below a half is that half."""
    if isinstance(value, float):
        value = Fraction(round(value, 10)).limit_denominator(10**10)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    sign = -1 if exact < 0 else 1
    return sign * abs(exact).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
