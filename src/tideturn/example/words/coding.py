"""The coding of the interviews: the codebook, who coded what, and every span with its code."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any, Final

import polars as pl

from tideturn.example.frame import OUTCOMES
from tideturn.example.rows import table
from tideturn.example.theory import LINKS
from tideturn.example.words.causes import factors
from tideturn.example.words.interviews import Span, Transcript, transcripts
from tideturn.example.words.theme_codes import THEME_CODES

_TOPIC_CODES: Final = (
    (
        "work",
        "How the work went",
        "implementation",
        None,
        "Anything about the doing of it; says nothing of an outcome.",
    ),
    ("difficulty", "What was hard", "challenge", "work", "Delays, vacancies, no capacity, misunderstandings."),
    ("keeping", "What would keep it going", "implementation", "work", "Policy, role, budget, culture, or one person."),
    ("participation", "Young people shaping the work", "participation", "work", "What they did and what came of it."),
    ("account", "A piece of work, as told", "account", "work", "Somebody tells what was done; no outcome."),
    ("learning", "What was learnt", "learning", "work", "About the problem or about the work."),
    ("place", "What the place is like", "context", None, "Other services, events: what else might explain a change."),
    ("cause", "What brought something about", None, None, "One thing led to another; each is a causal claim too."),
)
_LINK_CODES: Final = (
    ("training-understanding", "That training and advice led to understanding", "link-16"),
    ("information-spotting", "That better information led to recognition", "link-31"),
)
"""Codes for links of the theory itself, so that coding finds their mentions too."""
_CODERS: Final = ("c1", "c2")
_CODED_TWICE: Final = 10
"""Number of interviews that both coders coded separately and then agreed."""
_OTHERWISE: Final[dict[tuple[str, str], str | None]] = {
    ("int-01", "structures_response"): None,
    ("int-05", "safety"): None,
    ("int-05", "learning"): None,
    ("int-09", "keeping"): None,
    ("int-13", "participation"): None,
    ("int-25", "cause"): None,
    ("int-29", "place"): None,
    ("int-29", "information_quality"): "information_shared",
    ("int-37", "information_quality"): "information_shared",
    ("int-37", "pathways_understood"): None,
}
"""The second coder's code for a span, by interview and the first coder's code; None if the second overlooked it.

Twice in Year 2, the second coder gave words about the quality of information the code for its amount.
"""


def coding_tables() -> dict[str, pl.DataFrame]:
    """Return the tables of the codebook, coders, codings, factors and causal claims."""
    written = transcripts()
    codings: list[dict[str, Any]] = []
    coders: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    apart = len(written) // _CODED_TWICE
    for place, transcript in enumerate(written):
        interview = transcript.interview.interview_id
        twice = place % apart == 0 and place // apart < _CODED_TWICE
        for coder in (*_CODERS, "agreed") if twice else (_CODERS[place % 2],):
            coders.append({"interview_id": interview, "coder": coder})
            codings += [*_coded(transcript, coder), *_links_coded(transcript, coder)]
        claims += [
            {
                "interview_id": interview,
                "start": start,
                "end": end,
                "from_factor": claim.from_factor,
                "to_factor": claim.to_factor,
                "effect": claim.effect,
                "prompted": False,
            }
            for start, end, claim in transcript.claims
        ]
    return {
        "codebook": table("codebook", _codebook()),
        "coders": table("coders", coders),
        "codings": table("codings", codings),
        "factors": table("factors", [{"factor": factor, "node_id": node} for factor, node in factors().items()]),
        "causal_claims": table("causal_claims", claims),
    }


def _codebook() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "code": outcome.outcome_id,
            "title": outcome.title,
            "outcome_id": outcome.outcome_id,
            "definition": f"{outcome.definition} Code what is said to have changed, or not to have.",
        }
        for outcome in OUTCOMES
    ]
    rows += [
        {"code": code, "title": title, "theme": theme, "parent": parent, "definition": definition}
        for code, title, theme, parent, definition in (*_TOPIC_CODES, *(one[:5] for one in THEME_CODES))
    ]
    rows += [
        {
            "code": code,
            "title": title,
            "link_id": link,
            "parent": "cause",
            "definition": "Somebody says so of this link.",
        }
        for code, title, link in _LINK_CODES
    ]
    return rows


def _coded(transcript: Transcript, coder: str) -> list[dict[str, Any]]:
    """Return one coder's codings of a transcript.

    If both coders had the same text, the second sometimes overlooks a span or reads it differently.
    """
    rows = []
    for number, span in enumerate(transcript.spans):
        as_read = _second_reading(transcript, span, number) if coder == "c2" and _shared(transcript) else span
        if as_read is not None:
            rows.append(
                {
                    "interview_id": transcript.interview.interview_id,
                    "start": as_read.start,
                    "end": as_read.end,
                    "code": as_read.code,
                    "coder": coder,
                    "polarity": as_read.polarity,
                    "prompted": as_read.prompted,
                }
            )
    return rows


def _links_coded(transcript: Transcript, coder: str) -> list[dict[str, Any]]:
    """Return the claims about a link that has its own code; both coders find these."""
    ends = {(start, end): link for link, start, end, *_ in LINKS}
    codes = {link: code for code, _, link in _LINK_CODES}
    found = [
        (start, end, codes.get(ends.get((factors()[claim.from_factor] or "", claim.to_node), "")))
        for start, end, claim in transcript.claims
    ]
    return [
        {
            "interview_id": transcript.interview.interview_id,
            "start": start,
            "end": end,
            "code": code,
            "coder": coder,
            "prompted": False,
        }
        for start, end, code in found
        if code is not None
    ]


def _shared(transcript: Transcript) -> bool:
    written = transcripts()
    place, apart = written.index(transcript), len(written) // _CODED_TWICE
    return place % apart == 0 and place // apart < _CODED_TWICE


def _second_reading(transcript: Transcript, span: Span, number: int) -> Span | None:
    """Return the second coder's reading of a span, or None if the second coder overlooked it.

    It is mostly the same as the first reading, with a different code or polarity now and then.
    """
    code = _OTHERWISE.get((transcript.interview.interview_id, span.code), span.code)
    if code is None:
        return None
    turned = (span.start + number) % 7 == 0 and span.polarity == "supports"
    return replace(span, code=code, polarity="mixed" if turned else span.polarity)


def coder_truth() -> list[dict[str, Any]]:
    """Return the planted agreement of the two coders, by year and code, and the κ that follows from it by arithmetic.

    All counts are in characters: text that both gave the code, text that only one gave it, and all text that both had.
    """
    found: list[dict[str, Any]] = []
    for year in sorted({transcript.interview.year for transcript in transcripts()}):
        texts = [one for one in transcripts() if _shared(one) and one.interview.year == year]
        total = sum(len(text.text) for text in texts)
        both: Counter[str] = Counter()
        first: Counter[str] = Counter()
        second: Counter[str] = Counter()
        for text in texts:
            for span in text.spans:
                length = span.end - span.start
                code = _OTHERWISE.get((text.interview.interview_id, span.code), span.code)
                if code == span.code:
                    both[code] += length
                else:
                    first[span.code] += length
                    if code is not None:
                        second[code] += length
            # Both coders find every claim about a link that has its own code.
            for row in _links_coded(text, "c1"):
                both[row["code"]] += row["end"] - row["start"]
        for code in sorted(both | first | second):
            a, b, c = both[code], first[code], second[code]
            agree = (total - b - c) / total
            chance = ((a + b) * (a + c) + (total - a - b) * (total - a - c)) / total**2
            row = {"year": year, "code": code, "both": a, "first_alone": b, "second_alone": c, "characters": total}
            found.append(row | {"kappa": round((agree - chance) / (1 - chance), 9)})
    return found
