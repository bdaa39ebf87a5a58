"""Say counts, pathways and networks in the words that the rules know, using what the evidence holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.contrasts import APART
from tideturn.evaluation.claims.proof.facts import size_of
from tideturn.evaluation.claims.proof.patterns import NUM, value
from tideturn.evaluation.claims.proof.rewording.counts import (
    amounts,
    full_names,
    interviewed,
    months_left_out,
    no_signal,
    not_moved,
    of_whole,
    plan_of,
    plan_was,
    so_did,
    spoken_of,
    target_met,
    turned,
    up_from,
    with_names,
    years_averaged,
    years_named,
)
from tideturn.evaluation.claims.proof.rewording.pilots import cases, pilot
from tideturn.evaluation.claims.proof.rewording.plans import by_plan, none_of
from tideturn.evaluation.claims.proof.rewording.ties import same_ties, ties_before, waves
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

_ALL_BUT: Final = Gated(
    rf"\ball (?:but|except(?: for)?) (?P<but>{NUMBER}) of (?:(?:the|our|its) )*(?P<whole>{NUMBER})\b"
)
_SAME: Final = Gated(r"\b(?:the same|an identical) (?:number|figure|total|count)(?: again)?(?= (?:in|at|the)\b)")
_NUMBER: Final = Gated(rf"\b{NUMBER}\b")
_BUT: Final = Gated(
    rf"\bof (?:(?:the|our|its) )*(?P<whole>{NUMBER})\b(?P<what>[^.;\d]*(?:year \d)?[^.;\d]*?),? all (?:but|"
    rf"except(?: for)?) (?P<but>{NUMBER})\b(?! of)"
)
_BY_CONTRAST: Final = Gated(
    r"(?<=[;:] )(?:by|in) contrast,? |(?:(?<= and)|(?<= but)|,) (?:by|in) contrast,?(?P<rest>(?! (?:to|with)\b) )"
)


def told(text: str, ground: Ground) -> str:
    """Return a stretch in the words of the rules, wherever the evidence shows that the meaning is the same."""
    text = _of_one(_BUT.sub(_but, _ALL_BUT.sub(_all_but, _without_contrast(text, ground))), ground)
    for item in ground.items:
        for change in _CHANGES.get(item.evidence_id.partition("/")[0], ()):
            text = change(text, item, ground)
        if item.scope == PROGRAMME_SCOPE:
            text = _every_place(text, item, ground)
    return _SAME.sub(_again, text)


def _without_contrast(text: str, ground: Ground) -> str:
    """Leave out `by contrast` between two shares of records that are apart; answers may say the same in other words."""
    if any(item.kind == "survey" for item in ground.items):
        return text
    shares = [
        (one.start, one.end, one.value / (one.whole or 1))
        for one in numbers_said(text)
        if one.whole or one.kind == "none"
    ]

    def apart(match: re.Match[str]) -> str:
        before = [share for _, end, share in shares if end <= match.start()]
        after = [share for start, _, share in shares if start >= match.end()]
        return match["rest"] or "" if before and after and abs(before[-1] - after[0]) >= APART else match[0]

    return _BY_CONTRAST.sub(apart, text)


def _again(match: re.Match[str]) -> str:
    """Return the number that `the same number` means: the last one before it."""
    before = [one[0] for one in _NUMBER.finditer(match.string, 0, match.start())]
    return before[-1] if before and not re.fullmatch(r"(?:19|20)\d\d", before[-1]) else match[0]


def _but(match: re.Match[str]) -> str:
    """Return the number in `of the 38 …, all but two …`."""
    but, whole = value(match["but"]), value(match["whole"])
    start = match[0][: match.end("what") - match.start()]
    return f"{start}, {whole - but:g}" if but and whole and but < whole else match[0]


def _all_but(match: re.Match[str]) -> str:
    """Return how many `all but two of the 38` are."""
    but, whole = value(match["but"]), value(match["whole"])
    return f"{whole - but:g} of the {match['whole']}" if but and whole and but < whole else match[0]


def _of_one(text: str, ground: Ground) -> str:
    """Say `three of the four in Year 2` for `three of Year 2’s four`, and the same for a place."""
    names = "|".join(map(re.escape, ground.places))
    return (
        _its_own(names).sub(lambda match: f"{match['k']} of the {match['n']} in {match['own']}", text)
        if names
        else text
    )


@cache
def _its_own(names: str) -> re.Pattern[str]:
    own = rf"(?:(?:the )?(?:{names})|(?i:(?:programme )?year \w+|the \w+ year))"
    return re.compile(rf"\b(?P<k>(?i:{NUMBER})) of (?P<own>{own})[’']s? (?P<n>{NUM})\b(?!,\d)")


def _every_place(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Replace a list of every place that the programme's count includes with words for all places."""
    names = [name for name, code in ground.places.items() if code in ground.record.sites]
    if len(names) < 2:
        return text

    def every(match: re.Match[str]) -> str:
        said = {ground.places[name] for name in names if re.search(rf"\b{re.escape(name)}\b", match[0])}
        return "in all the places" if said and _is_all(said, item, ground) else match[0]

    return _listed("|".join(map(re.escape, names))).sub(every, text)


@cache
def _listed(name: str) -> re.Pattern[str]:
    one = rf"(?:the )?(?:{name})"
    return re.compile(
        rf"\b(?i:in|across|at|for|from|over|between|throughout)(?: both| all of)? {one}(?:, {one})*,? and (?:in |"
        rf"the )*(?:{name})\b"
    )


def _is_all(sites: set[str], item: EvidenceItem, ground: Ground) -> bool:
    """Return whether the counts of some places make up that of the programme; ties run between places too."""
    measure, place, year = item.evidence_id.rsplit("/", 2) if item.evidence_id.count("/") > 1 else ("network", "", "")
    sizes = [ground.record.sizes.get(f"{measure}/{site}/{year}") for site in sites]
    if measure.startswith("network") or place != PROGRAMME_SCOPE or None in sizes:
        return False
    return sum(size or 0 for size in sizes) == size_of(item)


def _team(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Name a place alone, where its team did the work."""
    for name in [name for name, code in ground.places.items() if code == item.scope]:
        text = _of_team(name).sub(lambda match: match["name"] or match["name_"], text)
    return text


@cache
def _of_team(name: str) -> re.Pattern[str]:
    team = r"(?:team|service|project|office|hub|branch|arm|workers|staff|colleagues|practitioners)"
    did = (
        r"(?:had |has |have |also )?(?:made|delivered|ran|run|held|offered|arranged|put|planned|gave|given|"
        r"carried|provided|"
        r"completed|reached|took|did|fitted|managed|met|went|walked|were|was|fell)"
    )
    return re.compile(
        rf"\b(?:[Tt]he |[Oo]ur |[Ii]ts )?(?P<name>(?i:{re.escape(name)}))(?:’s)? {team}(?= {did}\b)|"
        rf"\b(?:[Tt]he |[Oo]ur |[Ii]ts )?{team} in (?:the )?(?P<name_>{re.escape(name)})(?= {did}\b)"
    )


_Change = Callable[[str, EvidenceItem, Ground], str]
_CHANGES: Final[Mapping[str, tuple[_Change, ...]]] = {
    "network": (waves, turned, same_ties, ties_before),
    "series": (
        no_signal,
        with_names,
        years_named,
        years_averaged,
        not_moved,
        turned,
        amounts,
        months_left_out,
        spoken_of,
        of_whole,
    ),
    "pathway": (of_whole, pilot, cases, not_moved),
    "count": (
        of_whole,
        full_names,
        plan_was,
        _team,
        by_plan,
        none_of,
        so_did,
        plan_of,
        up_from,
        target_met,
        interviewed,
    ),
}
