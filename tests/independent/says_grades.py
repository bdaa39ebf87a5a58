"""Recount the findings of each grade, and check the part, the reason and the signature of judged ones."""

from __future__ import annotations

import re
from typing import Any

from .expected import Holds
from .folder import Year
from .reading import Passage
from .registering import Said, states

PARTS = re.compile(r"“(.+?)”(?=, “| and “|$)")


@states(
    "findings",
    r"^(?P<n>\d+) findings?: (?P<proved>\d+) proved, (?P<judged>\d+) judged and (?P<stopped>\d+) stopped\.",
)
def findings(year: Year, said: Said) -> dict[str, Any]:
    """Count the grades in the entries below, because a second proof of a sentence would need a parser of English."""
    every = sum(row["year"] == str(year.number) for row in year.rows("findings"))
    judged, stopped = (
        {claim_of(each) for each in said.document.passages if each.near.get("term") == term and not waits(each.text)}
        for term in ("Judgement", "Stopped")
    )
    return {"n": every, "proved": every - len(judged | stopped), "judged": len(judged), "stopped": len(stopped)}


def waits(text: str) -> bool:
    """Tell whether a check waits only for somebody else."""
    return text.startswith("Unreviewed:")


def claim_of(passage: Passage) -> str:
    return next((each.removeprefix("claim-") for each in passage.ids if each.startswith("claim-")), "")


def label_of(said: Said) -> str:
    """Return the finding whose entry this is, as its label prints it."""
    return next(
        each.text
        for each in said.document.passages
        if each.kind == "label" and claim_of(each) == claim_of(said.passage)
    )


@states(
    "findings",
    r"^The evaluators’ own: (?P<parts>.+?)\. Why: (?P<reason>.+) A second person, (?P<by>[\w-]+), signed it\.$",
    kind="fact",
)
def signed(year: Year, said: Said) -> dict[str, Any]:
    row = next(row for row in year.rows("findings") if row["claim_id"] == claim_of(said.passage))
    # A reference is filled with what the sentence prints, which has statements of its own.
    parts = [re.sub(r"\\{.+?\\}", ".+?", re.escape(part.strip())) for part in row["judged_part"].split("|")]
    named = re.fullmatch(r"(?:, | and )".join(f"“{part}”" for part in parts), said["parts"])
    whole = said["parts"] == "all of it" and row["judged_part"] == row["text"]
    printed = all(part in label_of(said) for part in PARTS.findall(said["parts"]))
    reason = row["judged_reason"].rstrip(".")
    return {
        "parts": Holds((bool(named) and printed) or whole, f"signed is {row['judged_part']}"),
        "reason": Holds(said["reason"].rstrip(".") == reason[:1].upper() + reason[1:], f"the reason is {reason}"),
        "by": row["reviewer"],
        "second": Holds(row["reviewer"] != row["author"], "its author signed it"),
    }


@states("findings", r"nobody has signed it; these words are not proved: (?P<parts>“.+?”)\. ", kind="fact")
@states("findings", r"^The evaluators’ own: (?P<parts>.+)\. It is not signed yet\.$", kind="fact")
def unsigned(year: Year, said: Said) -> dict[str, Any]:
    label = re.sub(r"^\d+\. ", "", label_of(said))
    printed = said["parts"] == "all of it" or all(part in label for part in PARTS.findall(said["parts"]))
    return {"parts": Holds(printed, f"the finding is {label}")}
