"""How the interviews were coded: the codebook, who coded what, and every span with its code."""

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
"""Codes for links of the theory itself, so that a mention is found by coding too."""
_CODERS: Final = ("c1", "c2")
_CODED_TWICE: Final = 10
"""How many interviews both coders were given, and then settled."""
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
"""What the second coder made of a span that the first laid, by interview and the first's code: None is overlooked.

Twice in Year 2 words on how good the information is went to the code for how much of it there is.
"""


def coding_tables() -> dict[str, pl.DataFrame]:
    """Codebook, coders, codings, factors and causal claims."""
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
    """One coder's codings; of two who had the same text, the second overlooks a span or reads it otherwise at times."""
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
    """The claims that are of a link with a code of its own; both coders find these."""
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
    """What the second coder made of a span: mostly the same, with another polarity now and then."""
    code = _OTHERWISE.get((transcript.interview.interview_id, span.code), span.code)
    if code is None:
        return None
    turned = (span.start + number) % 7 == 0 and span.polarity == "supports"
    return replace(span, code=code, polarity="mixed" if turned else span.polarity)


def coder_truth() -> list[dict[str, Any]]:
    """What was planted between the two coders, by year and code, and the κ that follows from it by arithmetic.

    In characters: what both laid the code on, what one of them alone did, and all text that both were given.
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
            # Both coders find every claim that is of a link with a code of its own.
            for row in _links_coded(text, "c1"):
                both[row["code"]] += row["end"] - row["start"]
        for code in sorted(both | first | second):
            a, b, c = both[code], first[code], second[code]
            agree = (total - b - c) / total
            chance = ((a + b) * (a + c) + (total - a - b) * (total - a - c)) / total**2
            row = {"year": year, "code": code, "both": a, "first_alone": b, "second_alone": c, "characters": total}
            found.append(row | {"kappa": round((agree - chance) / (1 - chance), 9)})
    return found
