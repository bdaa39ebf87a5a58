"""What people say helped or hindered what: the claims of the causal map and the factors that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tideturn.example.words.passages import bank

_NATIONAL: Final = frozenset({"policy_officer", "national_lead"})
_APART: Final = frozenset({"national_police", "government", "courts"})
"""Partners too far from the daily work to say what anybody on the spot could say."""

LACKING: Final = {
    1: {("a worker based with the partner", "joint_working"): 4},
    2: {("a worker based with the partner", "joint_working"): 4, ("a senior sponsor", "structures_response"): 4},
}
"""By year, what three people or more say led to what that the theory lacks, and how many of them: planted."""
UNMENTIONED: Final = ("link-02", "link-26")
"""Links of the theory that nobody mentions in either year: planted."""
ROUND_ABOUT: Final = ("link-28", 1, 3, 3, 2)
"""A link of Year 2: people who say so directly, flow, people in its cut, and people who tell a whole path.

One says that partners own a priority and so work together. Two say that it brings a senior sponsor, and two that a
sponsor brings joint working; one of them says both.
"""


MECHANISMS: Final = {
    1: {("whole_teams", "people trained and advised", "practitioner_understanding"): 2},
    2: {
        ("whole_teams", "people trained and advised", "practitioner_understanding"): 5,
        ("rank", "a senior sponsor", "joint_working"): 1,
    },
}
"""Planted, by year: in which context people say what led to an outcome, and how many name all three.

One of each year is an account of too few people; that of five is a pattern.
"""


@dataclass(frozen=True)
class Claim:
    """One thing that somebody says helped or hindered another.

    `to_node` is the node of the theory that `to_factor` stands for.
    """

    text: str
    voice: str
    from_factor: str
    to_factor: str
    to_node: str
    effect: str
    who: tuple[str, ...]
    """Who could say it; empty for anybody near the work."""

    def fits(self, speaker: str, said: Mapping[str, str | None]) -> bool:
        """Whether this speaker, who says this of the outcomes, could say so without contradicting themselves."""
        group = "national" if speaker in _NATIONAL else speaker
        near = group not in _APART and group != "national"
        if (self.who and group not in self.who) or (not self.who and not near):
            return False
        return self.to_node not in said or said[self.to_node] in self._agreeing

    @property
    def _agreeing(self) -> tuple[str, ...]:
        """What the speaker may have said of the effect."""
        return ("no_change", "contradicts", "mixed") if self.effect == "hinders" else ("supports",)


@cache
def factors() -> dict[str, str | None]:
    """Every factor, with the node of the theory that it stands for, if any."""
    return {factor: node or None for factor, node in bank("causes")["factors"].items()}


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim of the bank."""
    return tuple(
        Claim(
            row["text"],
            row["voice"],
            row["from"],
            row["to"],
            factors()[row["to"]] or row["to"],
            row.get("effect", "helps"),
            tuple(row.get("who", ())),
        )
        for row in bank("causes")["claim"]
    )


@cache
def added() -> dict[str, tuple[Claim, ...]]:
    """What some say at the end of their interview, by interview: whose words these are is fixed."""
    out: dict[str, tuple[Claim, ...]] = {}
    for row in bank("causes")["added"]:
        node = factors()[row["to"]] or row["to"]
        claim = Claim(row["text"], "", row["from"], row["to"], node, row.get("effect", "helps"), ())
        out[row["interview"]] = (*out.get(row["interview"], ()), claim)
    return out


def claims_by_interview(people: Mapping[str, tuple[str, Mapping[str, str | None]]]) -> dict[str, Claim]:
    """At most one claim for each interview: first those that explain what was said, then what is left.

    `people` holds by interview who speaks and what they say of each outcome that they were asked about.
    """
    left = list(claims())
    out: dict[str, Claim] = {}
    for only_explaining in (True, False):
        for interview, (speaker, said) in people.items():
            if interview in out:
                continue
            voice = "staff" if speaker in _STAFF else "stakeholder"
            for claim in left:
                if (
                    claim.voice == voice
                    and claim.fits(speaker, said)
                    and (claim.to_node in said or not only_explaining)
                ):
                    out[interview] = claim
                    left.remove(claim)
                    break
    return out


_STAFF: Final = frozenset({"project_worker", "therapist", "manager", *_NATIONAL})


def causal_truth() -> dict[str, Any]:
    """Return what was planted in the causal map: what the theory lacks, what works where, and links of two kinds."""
    return {
        "lacking": [
            {"year": year, "from": start, "to": end, "sources": sources}
            for year, planted in LACKING.items()
            for (start, end), sources in planted.items()
        ],
        "mechanisms": [
            {"year": year, "context": context, "mechanism": factor, "outcome_id": outcome, "sources": sources}
            for year, planted in MECHANISMS.items()
            for (context, factor, outcome), sources in planted.items()
        ],
        "unmentioned": list(UNMENTIONED),
        "round_about": dict(zip(("link_id", "sources", "flow", "people", "threads"), ROUND_ABOUT, strict=True)),
    }
