"""Say the waves and the earlier ties of a network in the words that the rules know."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.patterns import value
from tideturn.evaluation.claims.proof.times import MONTH, month_number
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import NetworkTies

_SURVEY: Final = r"(?:(?:network|partnership|partner|ties) )?(?:surveys?|rounds?|waves?|questionnaires?)"
_WAVE: Final = ("in the first wave", "in the second wave")
_DATE: Final = rf"(?P<{{0}}month>{MONTH} )?(?P<{{0}}year>20\d\d)"
_BOTH_WAVES: Final = Gated(
    rf"\b(?P<joined>in (?:both )?|both |between |(?<=surveys )of |(?<=rounds )of |(?<=waves )of )"
    rf"(?:the )?{_DATE.format('a')}(?: {_SURVEY})? "
    rf"and (?:in )?(?:the )?{_DATE.format('b')}(?: {_SURVEY})?(?![\w/–-])"
)
_IN_WAVE: Final = Gated(
    rf"\b(?:(?:in|at|by|of|from|on) (?:the )?{_DATE.format('a')}(?: {_SURVEY})?|"
    rf"(?:in|at|by|of|from|on|to) the {_SURVEY} (?:of|in|held in|done in) {_DATE.format('b')})(?![\w/–-])"
)
_SINCE_WAVE: Final = Gated(rf"\b(?:since|after) (?:the )?{_DATE.format('a')}(?: {_SURVEY})?(?![\w/–-])")
_EARLIER_TIES: Final = Gated(
    rf"\b(?:all (?:(?:but|except(?: for)?) (?P<but>{NUMBER}) )?|(?P<none>none) )of (?:the |those )?"
    rf"(?:first|earlier|original|initial|existing) (?P<n>{NUMBER})?(?: ?ties| ?ones)?(?: reported)?\b"
)
_MORE_TIES: Final = Gated(
    rf"\b(?P<by>{NUMBER}) (?P<way>more|fewer) ties in the second wave than in the first(?: wave)?\b"
)
_TWICE_BOTH: Final = Gated(r"\bboth times(?P<by>(?:,| \(| –)? (?:in )?both times\)?)")
_SAME_TIES: Final = Gated(rf"\bthe same (?P<ties>{NUMBER} (?:\w+ )?ties)\b")
_THROUGH_WAVES: Final = Gated(rf"\bfrom {_DATE.format('a')} (?:to|until|through to) {_DATE.format('b')}(?![\w/–-])")


def waves(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Name the two waves of a network by their order, where the words name their months or years."""
    names = item.evidence_id.split("/")[1].split("-")
    held = [ground.record.waves.get(name, frozenset()) for name in names]

    def wave(match: re.Match[str], part: str) -> int | None:
        year, month = match[f"{part}year"], match[f"{part}month"]
        said = [month_number(month)] if month else []
        fits = [
            at
            for at, dates in enumerate(held)
            if any([one[0], *one[1 : 1 + len(said)]] == [int(year), *said] for one in dates)
        ]
        return fits[0] if len(fits) == 1 else None

    def both(match: re.Match[str]) -> str:
        if (wave(match, "a"), wave(match, "b")) != (0, 1):
            return match[0]
        return {"between ": "between the two waves", "of ": "in both waves"}.get(match["joined"].lower(), "both times")

    def one(match: re.Match[str]) -> str:
        at = wave(match, "a" if match["ayear"] else "b")
        return match[0] if at is None else _WAVE[at]

    if len(held) != len(_WAVE) or re.search(r"\b(?:late|early|mid)\b", text, re.IGNORECASE):
        return text
    through = "between the two waves"
    text = _THROUGH_WAVES.sub(
        lambda match: through if (wave(match, "a"), wave(match, "b")) == (0, 1) else match[0], text
    )
    text = _SINCE_WAVE.sub(lambda match: "between the two waves" if wave(match, "a") == 0 else match[0], text)
    return _IN_WAVE.sub(one, _BOTH_WAVES.sub(both, text))


def same_ties(text: str, item: EvidenceItem, _: Ground) -> str:
    """Leave out `same` for ties that are all still there, with none ended and none new."""
    held = item.value_as(NetworkTies)
    unmoved = held.ended == 0 and held.new == 0
    return _SAME_TIES.sub(lambda match: match["ties"], text) if unmoved else text


def ties_before(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say how many `all but one of the earlier ties` are, and `both times` once."""
    held = item.value_as(NetworkTies)
    before, after = held.ties_before, held.ties_after
    if before is None or after is None:
        return text

    def many(match: re.Match[str]) -> str:
        but = value(match["but"]) or 0
        fits = value(match["n"]) in (None, before) and but < before
        if match["none"]:
            return f"{match['none']} of the {before} ties in the first wave" if fits else match[0]
        return f"{'' if match['but'] else 'all '}{before - but:g} of the earlier ties" if fits else match[0]

    def apart(match: re.Match[str]) -> str:
        by = (value(match["by"]) or 0) * (1 if match["way"].lower() == "more" else -1)
        way = f"{match['by']} {match['way']} than in the first wave"
        return f"{after} ties in the second wave, {way}" if after - before == by else match[0]

    text = _MORE_TIES.sub(apart, text)
    return _EARLIER_TIES.sub(many, _TWICE_BOTH.sub("both times", text))
