"""The causal map: claims about what helped or hindered something else, and the factors that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tideturn.example.words.passages import bank

_NATIONAL: Final = frozenset({"policy_officer", "national_lead"})
_APART: Final = frozenset({"national_police", "government", "courts"})
"""Partners too far from the daily work to say what anybody close to it could say."""

LACKING: Final = {
    1: {("a worker based with the partner", "joint_working"): 4},
    2: {("a worker based with the partner", "joint_working"): 4, ("a senior sponsor", "structures_response"): 4},
}
"""Planted links that the theory lacks, by year: (cause, effect) and the number of people who name it, three or more."""
UNMENTIONED: Final = ("link-02", "link-26")
"""Planted links of the theory that nobody mentions in either year."""
ROUND_ABOUT: Final = ("link-28", 1, 3, 3, 2)
"""Planted link of Year 2: id, people who say so directly, flow, people in its cut, people who tell a whole path.

One person says that partners own a priority and so work together. Two say that it brings a senior sponsor, and two say
that a sponsor brings joint working; one of them says both.
"""


MECHANISMS: Final = {
    1: {("whole_teams", "people trained and advised", "practitioner_understanding"): 2},
    2: {
        ("whole_teams", "people trained and advised", "practitioner_understanding"): 5,
        ("rank", "a senior sponsor", "joint_working"): 1,
    },
}
"""Planted mechanisms, by year: (context, factor, outcome) and the number of people who name all three.

In each year one mechanism has too few people. The one that five people name is a pattern.
"""


@dataclass(frozen=True)
class Claim:
    """One claim that one thing helped or hindered another.

    `to_node` is the node of the theory that `to_factor` belongs to, or `to_factor` itself if there is none.
    """

    text: str
    voice: str
    from_factor: str
    to_factor: str
    to_node: str
    effect: str
    who: tuple[str, ...]
    """Speakers who could make the claim; empty for anybody near the work."""

    def fits(self, speaker: str, said: Mapping[str, str | None]) -> bool:
        """Return whether this speaker could make the claim without contradicting what they `said` about outcomes."""
        group = "national" if speaker in _NATIONAL else speaker
        near = group not in _APART and group != "national"
        if (self.who and group not in self.who) or (not self.who and not near):
            return False
        return self.to_node not in said or said[self.to_node] in self._agreeing

    @property
    def _agreeing(self) -> tuple[str, ...]:
        """Return the polarities about the effect that agree with this claim."""
        return ("no_change", "contradicts", "mixed") if self.effect == "hinders" else ("supports",)


@cache
def factors() -> dict[str, str | None]:
    """Return every factor with its node of the theory, or None if it has none."""
    return {factor: node or None for factor, node in bank("causes")["factors"].items()}


@cache
def claims() -> tuple[Claim, ...]:
    """Return every claim of the bank, except those in `added`."""
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
    """Return the claims that some people make at the end of their interview, by interview; the speaker is fixed."""
    out: dict[str, tuple[Claim, ...]] = {}
    for row in bank("causes")["added"]:
        node = factors()[row["to"]] or row["to"]
        claim = Claim(row["text"], "", row["from"], row["to"], node, row.get("effect", "helps"), ())
        out[row["interview"]] = (*out.get(row["interview"], ()), claim)
    return out


def claims_by_interview(people: Mapping[str, tuple[str, Mapping[str, str | None]]]) -> dict[str, Claim]:
    """Return at most one claim for each interview: first claims that explain what the person said, then the rest.

    `people` maps each interview to its speaker and what they say about each outcome that they were asked about.
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
    """Return what was planted in the causal map.

    This is the links that the theory lacks, the mechanisms, the links that nobody mentions, and one link of Year 2 that
    people mention directly and by way of a senior sponsor.
    """
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
