"""What stands below the pictures of young people's pages, and what partners read of each site."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from .counts import activities, onward, seen, training_of
from .expected import Holds
from .folder import Year
from .registering import Said, states
from .says_plain import PLAIN

TEN = r"(?:about |more than |fewer than )?\d+ in 10"
_OF = re.compile(r"(\d+) of (\d+)")
_AGAIN = re.compile(r"(\d+) young people(?: scored this|,) at the start")
_BETTER, _SAME = re.compile(r"better for (\d+) of them"), re.compile(r"was the same for (\d+),")


def in_ten(k: int, n: int) -> str:
    """Return a share as so many in ten: none and all ten only where it is nobody and everybody."""
    share = Fraction(k, n)
    if share in (0, 1):
        return f"{10 * share} in 10"
    if share < Fraction(1, 20):
        return "fewer than 1 in 10"
    if share >= Fraction(19, 20):
        return "more than 9 in 10"
    exact = Decimal(10 * k) / Decimal(n)
    nearest = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return f"{'' if exact == nearest else 'about '}{nearest} in 10"


def beside(said: Said) -> str:
    """Return what is said beside the picture: its numbers are recomputed where they stand."""
    own = said.passage.ids
    return next((each.text for each in said.document.passages if each.ids == own and each.kind == "paragraph"), "")


@states(PLAIN, rf"^(?P<share>{TEN}) (?P<did>agreed|said so|said it got worse)$", kind="caption")
def so_many_answered(year: Year, said: Said) -> dict[str, Any]:
    found = _OF.search(beside(said))
    if found is None:
        return {"share": Holds(False, "no number stands beside the picture")}
    agreed, worse = "agreed" in beside(said), "got worse:" in beside(said) or "that it got worse" in beside(said)
    did = "said it got worse" if worse else "agreed" if agreed else "said so"
    return {"share": in_ten(int(found[1]), int(found[2])), "did": did}


@states(PLAIN, rf"^(?P<share>{TEN}) (?P<did>got better|stayed the same)$", kind="caption")
def so_many_moved(year: Year, said: Said) -> dict[str, Any]:
    text = beside(said)
    all_of, part = _AGAIN.search(text), (_BETTER if said["did"] == "got better" else _SAME).search(text)
    if all_of is None or part is None:
        return {"share": Holds(False, "no number stands beside the picture")}
    return {"share": in_ten(int(part[1]), int(all_of[1])), "did": said["did"]}


@states(PLAIN, rf"^from (?P<before>{TEN}) to (?P<now>{TEN})$", kind="caption")
def from_then_to_now(year: Year, said: Said) -> dict[str, Any]:
    found = [(int(k), int(n)) for k, n in _OF.findall(beside(said))]
    if len(found) != 2:
        return {"now": Holds(False, "not two numbers stand beside the picture")}
    return {"now": in_ten(*found[0]), "before": in_ten(*found[1])}


@states(PLAIN, r"^(?P<k>\d+) of (?P<n>\d+) said so$", kind="caption")
def so_many_told_us(year: Year, said: Said) -> dict[str, Any]:
    found = re.search(r"(\d+) [^.\d]* talked to us about this\. \D*(\d+) of them said so", beside(said))
    return {"n": int(found[1]), "k": int(found[2])} if found else {"n": Holds(False, "nobody was talked to")}


@states(
    PLAIN,
    r"^The team (?:(?:, | and )?(?:saw (?P<seen>\d+) young people"
    r"|trained (?P<people>\d+) people at (?P<events>\d+) events?"
    r"|made (?P<made>\d+) onward referrals?|carried out (?P<other>\d+) other activit(?:y|ies)))+\.$",
)
def done_here(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect the year's work at a site: all that there is, unless it counts five young people or fewer."""
    site = next((each.removeprefix("site-") for each in said.passage.ids if each.startswith("site-")), "")
    if not site:
        return None
    trained = training_of("professionals")(year, site).fields
    everyone = {
        "seen": seen(year, site).fields["seen"],
        **({"people": trained["people"], "events": trained["events"]} if trained["people"] else {}),
        "made": onward(year, site).fields["made"],
        "other": activities(year, site).fields["activities"],
    }
    least = {"seen": 5, "made": 5}
    wanted = {name: count for name, count in everyone.items() if count > least.get(name, 0)}
    missing = [name for name in wanted if not said[name]]
    return {**everyone, "all": Holds(not missing, f"{missing} are left out")}
