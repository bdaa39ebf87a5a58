"""Find numbers that need no evidence: dates, ages, labels, the ends of a scale, parts of a name or a word."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.gated import Gated, Kinds
from tideturn.evaluation.claims.number_words import ANY, PART, PATTERN
from tideturn.evaluation.claims.quotation import QUOTED

DIGITS: Final = r"\d{1,3}(?:,\d{3})+|\d+"
WHOLE: Final = rf"(?:{DIGITS}|\b{PATTERN}\b)"
"""A whole number, in digits or in words."""

_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_LABELS: Final = (
    r"(?:years?|yr|sections?|articles?|levels?|(?:key )?stages?|phases?|waves?|parts?|chapters?|tables?|figures?|"
    r"tiers?|bands?|grades?|schedules?|annex|appendix|versions?|questions?|recommendations?|objectives?|priorit(?:y|ies)|"
    r"evidence|claims?|notes?|steps?|pages?)"
)
_UNIT: Final = r"(?:(?:calendar|working|school) )?(?:hours?|days?|weeks?|fortnights?|months?|years?|minutes?)"
_NO_PERCENTAGE: Final = r"(?!\s?(?:[%％﹪٪]|pc\b|pct\b|per[ -]?cent))"
"""Pattern that excludes a percentage, which cannot be a label, date or age."""
_NO_COUNT: Final = r"(?!\s(?:out\s)?of\b|\s(?:in|by)\s(?:the\s)?year\b)"
"""`From 6 of 59 in Year 1 to 29 of 58`: a number with a denominator or a year is not a label."""

_EXEMPT: Final = Kinds(
    ("", Gated(pattern))
    for pattern in (
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s(?:of\s)?){_MONTH}\b(?:\s\d{{4}})?",
        rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?{_NO_PERCENTAGE}|\b{_MONTH}\s\d{{4}}\b",
        r"\b(?:in|since)\s(?:19|20)\d{2}\b(?!\sof\b|,\d|[%/.]\d?)",
        r"\b\d{4}-(?:\d{2}(?:-\d{2})?|Q[1-4])\b|\bQ[1-4]\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b24/7\b",
        r"\b(?:19|20)\d{2}(?:\s?[/–-]\s?(?:\d{4}|\d{2}))?\b(?!,\d|\s(?:\w+\s)?(?:people|young|professionals|"
        r"children|responses|answers|staff|practitioners|partners|families|cases|sessions|interviews|referrals|"
        rf"respondents|members|pupils|officers|workers|of)\b){_NO_PERCENTAGE}",
        rf"(?<!first\s)(?<!second\s)(?<!last\s)\b{_LABELS}(?:(?<=s)\s{WHOLE}(?:,\s{WHOLE}\b{_NO_COUNT})*|\s{WHOLE})"
        rf"(?:(?:\sand\s|\sor\s|\sto\s|–){WHOLE}\b{_NO_COUNT})*\b{_NO_PERCENTAGE}",
        rf"\bage[ds]?\s(?:of\s|from\s|between\s|under\s|over\s)?{WHOLE}(?:(?:\sto\s|\sand\s|–|-){WHOLE})?\b"
        rf"{_NO_PERCENTAGE}",
        rf"\b(?:under|over)[ -]{WHOLE}s\b|\b{WHOLE}(?:(?:\sto\s|–|-){WHOLE})?[ -](?:year|month)s?[ -]olds?\b",
        rf"\b{WHOLE}(?:(?:\sto\s|–|-){WHOLE})?\s(?:years|months)\s(?:old|of\sage)\b",
        rf"\b(?:within|for|over|after|in|every|at|past|last|next|first|about|these|those)\s(?:the\s)?"
        rf"(?:(?:last|next|first|past|previous|preceding)\s)?{WHOLE}\s(?:{_UNIT}|quarters(?=\s(?:to|up\sto|before|from|that)\b))\b",
        rf"\b(?:target|limit|deadline|standard|goal|aim)\sof\s{WHOLE}\s{_UNIT}\b",
        rf"\b{WHOLE}\s{_UNIT}(?:[’'])?\s(?:on|later|after|before|ago|earlier|into|since|afterwards|long|time)\b",
        rf"\b{WHOLE}\squarters\sto\s{_MONTH}\b|\b(?:four|4)\squarters\b(?!\sof\b)",
        rf"\b{WHOLE}\s(?:preceding|previous|earlier|prior|past)\s(?:{_UNIT}|quarters)\b"
        rf"|\b(?:in|over|for|than)\sthe\s{WHOLE}\s(?:(?:{_UNIT}|quarters)\s)?before\b"
        rf"|\bin\s{WHOLE}\squarters(?=[,.;])|\b(?:in|over|for)\sthe\s(?:previous|preceding)\s{WHOLE}(?=[,.;])",
        rf"\bscale(?:\s(?:of|from|running\sfrom|between)|:)?\s{WHOLE}(?:\s(?:to|and)\s|[-–]){WHOLE}\b",
        rf",\sout\sof\s(?:5|five|7|seven|10|ten)\b|\bon\s(?:a|the)\sscale\s(?:that\s(?:ends\sat|runs\s(?:up\s)?to)|(?:up\s)?to)\s{WHOLE}\b"
        r"|\btwo\s(?:(?!young|child|famil|parent|carer|girl|boy|people)[\w’-]+\s)?"
        r"(?:scores|ratings|marks|assessments|records|forms|figures|waves|self-\w+)\b|"
        r"\b(?:first|last)\syear\s\d\s(?:scores?|assessments?|ratings?|marks?|scoring)\b|\btwo\sworkers\b|"
        r"\bwith\sa\spair\b|\bmiddle\sone\b|\b(?:between|in)\s(?:the\s)?two\s(?:\w+\s)?surveys\b",
        r"\b[A-Za-z]+-\d[\w-]*|\b\d+(?:st|nd|rd|th)\b|\b\d{1,2}[:.]\d{2}\s?(?:am|pm)\b",
        r"(?<![\w-])(?:\d+|[a-z]+)-(?:to|by|on|in|for|and|off|up)-(?:\d+|[a-z]+)\b",
        r"\b(?:the\s)?(?:first|second|last|other)\s(?:half|third|quarter|fifth)\b",
        r"\bhalf(?:\s(?:a|an|the)\s(?:day|year|hour|term|century|decade)s?\b|[ -](?:way|term|hearted|hour)\w*)",
        r"\bthe\s(?:last|past|previous|next)\squarter\b|\b(?:each|every|per|this|that|by)\squarter\b|\b(?:in|once)\sa\squarter\b|"
        r"(?:(?!was|is|as|this|has)\b\w+s)\sa\squarter\b(?!\s(?:of|more|fewer|less|higher|lower|said|agreed))",
        r"\b(?:no|any|every|each|some|this|that|the|which|another)\sone\b|\bone\s(?:another|day)\b|\bone[’']s\b|"
        r"\bone\s(?:can|cannot|could|may|might|must|should|would|has|is|was|knows|sees)\b|"
        rf"\bone\sof\b(?!\s(?:the\s|all\s|those\s)*{WHOLE}\b)|"
        r"\bat\sone\stime\b|\bone\sside\b|\bone\sway\b",
    )
)
_IDENTITY: Final = re.compile(r"\b[A-Z]+\d+\w*")
_COMPOUND: Final = Gated(
    r"(?<![\w-])(?:\d+(?:\.\d+)?|" + PATTERN + r")-(?!(?:per|fold|" + PART + "|" + ANY + r")\b)[a-z]+(?:-[a-z]+)*"
)
"""`a three-year programme`, `12-month`: the number is part of a word."""


def masked(text: str) -> str:
    """Return the text with everything exempt blanked, so that positions stay the same."""
    blanked = QUOTED.sub(_blank, text)
    for _, pattern in _EXEMPT.of(text):
        blanked = pattern.sub(_blank, blanked)
    return _COMPOUND.sub(_blank, _IDENTITY.sub(_blank, blanked))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
