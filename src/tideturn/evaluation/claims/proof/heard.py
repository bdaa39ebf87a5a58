"""Check how many people interviewed gave an account for an outcome, against it, or of no change, voice by voice."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground, Reading
from tideturn.evaluation.claims.proof.interviews import PROTECTED, is_attached, spoke
from tideturn.evaluation.claims.proof.stated import stated_at
from tideturn.evaluation.claims.proof.tellers import FEW, SMALL, Group, Tellers
from tideturn.evaluation.claims.proof.words import grammar, pattern_of

_FRONTED: Final = Gated(r"in (?:the |our )?interviews,? ")
_NEXT: Final = Gated(r", (?:(?:but|and|while|whereas) )?|; ")
_AGAIN: Final = Gated(rf"(?P<many>{NUMBER}|others?) ")
_IT: Final = Gated(r"\b(?:this|it)$")

Said = tuple[int, tuple[Group, ...], str, bool]
"""The end of an account, the people, the polarity, and whether `this` alone means the outcome."""


def account(reading: Reading) -> None:
    """Bind a sentence that counts the people of each voice who gave each account; all of it, or nothing."""
    ground, text = reading.ground, reading.text
    front = _FRONTED.match(text)
    if front is None or ground.claim.scope != PROGRAMME_SCOPE:
        return
    told: list[Said] = []
    at = front.end()
    while said := _account_at(reading, at, told[-1][1] if told else ()):
        told.append(said)
        following = _NEXT.match(text, said[0])
        if following is None:
            break
        at = following.end()
    if not told or text[told[-1][0] :] not in ("", ".") or not _each_once(told):
        return
    # `this` is the outcome only at the start, and not where the programme hopes for one thing and sees another.
    clear = ground.claim.text.startswith(text) and ground.verdict and ground.verdict.standing is not Verdict.ADVERSE
    if all(_holds(ground, groups, way) for _, groups, way, _ in told) and (clear or not any(it for *_, it in told)):
        voices = dict.fromkeys(voice for _, groups, *_ in told for group in groups for voice in group.voices)
        name = f"interviews/{ground.claim.outcome_id}/{'+'.join(voices)}/{PROGRAMME_SCOPE}/{ground.claim.year}"
        reading.bind_whole(0, len(text), name, "said")


def _account_at(reading: Reading, at: int, last: tuple[Group, ...]) -> Said | None:
    """Return the account that begins at a position; a number alone counts more people of the last voice."""
    for stated in stated_at(reading, "heard", at):
        tellers: Tellers = stated.gaps["tellers"]
        if tellers == Tellers(tellers.groups):
            return stated.end, tellers.groups, stated.means, bool(_IT.search(stated.said))
    again = _AGAIN.match(reading.text, at)
    if again is None or len(last) != 1:
        return None
    for way, rules in grammar()["heard"].items():
        bare = pattern_of([rule.removeprefix("<tellers> ") for rule in rules])
        if found := bare.match(reading.text, again.end()):
            return found.end(), (Group(last[0].voices, again["many"].lower()),), way, bool(_IT.search(found[0]))
    return None


def _each_once(told: list[Said]) -> bool:
    counted = [(voice, way) for _, groups, way, _ in told for group in groups for voice in group.voices]
    return len(counted) == len(set(counted))


def _holds(ground: Ground, groups: tuple[Group, ...], way: str) -> bool:
    return all(_group_holds(ground, group, way) for group in groups)


def _group_holds(ground: Ground, group: Group, way: str) -> bool:
    """Return whether as many of a group gave an account as the sentence says; never count few young people."""
    year = ground.claim.year
    said = spoke(ground, group.voices, year)
    count = Counter(said.values())[way]
    few = bool(set(group.voices) & set(PROTECTED)) and bool(spoke(ground, PROTECTED, year))
    if group.role or not is_attached(ground, group.voices, year):
        return False
    if few and group.many not in (FEW, "other", "others") and (len(group.voices) > 1 or count <= SMALL):
        return False
    return count >= 1 if group.many in ("other", "others") else group.holds(count, len(said))
