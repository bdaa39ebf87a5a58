"""What people said helps an outcome and what gets in the way, with how many said so."""

from __future__ import annotations

import re
from typing import Any

from .causes import Claim, direct, further
from .expected import Holds
from .folder import Year
from .registering import Said, states
from .says_talking import IMPACT
from .standing import standing
from .surveys import LONG_VOICES

_HINDERS = re.compile(r"held it back|gets? in the way")


def listed(words: str) -> set[str]:
    """Return the members of a list such as “A, B and C”."""
    return {each for each in re.split(r", | and ", words) if each}


def helps_here(said: Said) -> bool | None:
    """Tell whether a list is of what helps; None where it is of no causes."""
    heading = said.passage.path[-1] if said.passage.path else ""
    if not heading.startswith("What people said"):
        return None
    return not _HINDERS.search(heading)


@states(
    IMPACT,
    r"^(?P<factor>[^:]+): (?P<n>\d+) (?:person|people)(?:, (?P<unprompted>all unprompted|both unprompted|unprompted"
    r"|\d+ unprompted|none unprompted|\d+ of them unprompted))?: (?P<voices>[^(]+) \((?P<sites>[^)]+)\)",
    kind="bullet",
)
def named_directly(year: Year, said: Said) -> dict[str, Any] | None:
    at, helps = standing(year, said.passage), helps_here(said)
    if at is None or helps is None:
        return None
    found = direct(year, at.outcome, helps)
    factor = next((each for each in found if each.lower() == said["factor"].lower()), "")
    who = found.get(factor, [])
    sources = {claim.source for claim in who}
    voices = {LONG_VOICES[claim.voice] for claim in who}
    sites = {year.site_name(claim.site) for claim in who}
    return {
        "n": len(sources),
        "factor": Holds(bool(factor), f"nobody names it; they name {sorted(found)}"),
        "unprompted": unprompted(said["unprompted"], who),
        "voices": Holds(voices_told(said["voices"]) == voices, f"said by {voices}"),
        "sites": Holds(listed(said["sites"]) == sites, f"said at {sites}"),
    }


def voices_told(words: str) -> set[str]:
    return {told for told in LONG_VOICES.values() if re.search(rf"(?:^|, | and ){re.escape(told)}(?:$|,| and )", words)}


def unprompted(words: str, who: list[Claim]) -> Holds:
    """Tell whether what is said of prompting fits: all, both, or the only one."""
    people = {claim.source for claim in who}
    free = {claim.source for claim in who if not claim.prompted}
    told = re.match(r"\d+", words)
    count = int(told[0]) if told else 0 if not words or words.startswith("none") else len(people)
    right = count == len(free) and (not words.startswith("both") or len(people) == 2)
    return Holds(right and (not words.startswith("all") or len(people) > 2), f"{len(free)} of {len(people)}")


@states(IMPACT, r"^Less directly: (?P<list>.+)\.$")
def named_further_up(year: Year, said: Said) -> dict[str, Any] | None:
    at, helps = standing(year, said.passage), helps_here(said)
    if at is None or helps is None:
        return None
    told = {}
    for name, steps, people, whole in re.findall(
        r"(?:^|, | and )([^,()]+), (\d+) steps? before it \((\d+) (?:person|people)"
        r"(?:; (\d+) describes? every step)?\)",
        said["list"],
    ):
        told[name.strip()] = (int(steps), int(people), int(whole or 0))
    found = further(year, at.outcome, helps)
    wanted = {name: (each.steps, len(each.people), len(each.whole)) for name, each in found.items()}
    # The nearest five stand for more.
    right = told == wanted or (len(told) == 5 and told.items() <= wanted.items())
    return {"list": Holds(right, f"the folder gives {wanted}")}
