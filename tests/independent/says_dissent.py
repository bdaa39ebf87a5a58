"""Who says otherwise of a finding, by what was drawn against it; and what kind of sentence a finding is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .expected import Holds
from .folder import Year
from .printed_strands import WHOLE
from .printing import unlisted
from .registering import Said, worded
from .says_findings import claims
from .surveys import LONG_VOICES
from .talks import talk

SECTION = "^findings$"
KINDS = {
    "change": "Is about whether something changed.",
    "contribution": "Is about what brought it about.",
    "descriptive": "Says what was found.",
    "judgement": "Judges.",
}
SOURCE = re.compile(r"^(?P<source>[^()]+) \((?P<places>[^()]+)\)$")


def drawn_against(year: Year, claim: str) -> Iterator[str]:
    """Give the ids of what was drawn against a finding, or against the findings that it sums up."""
    row = next(each for each in year.rows("findings") if each["claim_id"] == claim)
    own = {claim, *row["summary_of"].split("|")}
    for edge in year.rows("finding_evidence"):
        if edge["claim_id"] in own and edge["edge"] == "contradicts":
            yield edge["evidence_id"]


def who_says(year: Year, evidence: str) -> tuple[str, str]:
    """Return what a piece of evidence is called, and where it is from."""
    kind, *rest = evidence.split("/")
    if kind == "interview":
        who = talk(year, rest[0])
        if who is None:
            raise LookupError(f"nobody said {evidence}")
        voice, where = LONG_VOICES[who["voice"]], year.site_name(who["site"])
        return (
            f"what {voice} wrote in a survey" if rest[0].startswith("survey:") else f"interviews with {voice}"
        ), where
    if kind == "survey":
        return f"the survey of {LONG_VOICES[rest[2]]}", WHOLE if rest[3] == "programme" else year.site_name(rest[3])
    if kind == "document":
        row = next(each for each in year.rows("extracts") if [each["document_id"], each["page"]] == rest[:2])
        return "what documents say", WHOLE if row["site"] in {"", "programme"} else year.site_name(row["site"])
    raise LookupError(f"it is not known how {kind} is called")


def by_source(year: Year, claim: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in drawn_against(year, claim):
        source, where = who_says(year, each)
        found.setdefault(source, set()).add(where)
    return found


@worded(SECTION, r"^(?:No evidence was set against it|Evidence against (?:it|the outcome): (?P<list>[^.]+))\.")
def who_says_otherwise(year: Year, said: Said) -> dict[str, Any]:
    (claim,) = claims(said)
    wanted = by_source(year, claim)
    parts = [SOURCE.match(each) for each in said["list"].split("; ")] if said["list"] else []
    told = {each["source"]: unlisted(each["places"]) for each in parts if each}
    once = len(told) == len(parts) and all(len(set(each)) == len(each) for each in told.values())
    same = {source: set(places) for source, places in told.items()} == wanted
    return {
        "list": Holds(once and same, f"against it are {wanted}"),
        "any": Holds(bool(told) == bool(wanted), f"{wanted}"),
    }


@worded(SECTION, rf"^(?P<kind>{'|'.join(map(re.escape, KINDS.values()))})$")
def kind_of_sentence(year: Year, said: Said) -> dict[str, Any]:
    if said.passage.near.get("term") != "What it does":
        return {}
    (claim,) = claims(said)
    row = next(each for each in year.rows("findings") if each["claim_id"] == claim)
    return {"kind": Holds(KINDS[row["type"]] == said["kind"], f"the folder calls it {row['type']}")}
