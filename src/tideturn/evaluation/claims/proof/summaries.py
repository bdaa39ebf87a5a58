"""Prove a sentence that sums up several outcomes, one outcome at a time against the verdict on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof import standing
from tideturn.evaluation.claims.proof.clause import Ground, Reading
from tideturn.evaluation.claims.proof.proposition import said_again

_OPENS: Final = Gated(r"\b(?P<word>that|whether) ")
_NEXT: Final = Gated(r",? and (?:that |whether )?|, (?:that |whether )?")


def account(reading: Reading) -> None:
    """Bind a sentence if it would be true of each outcome in its list alone."""
    parts = {claim.outcome_id: claim for claim in reading.ground.claim.body if claim.verdict is not None}
    titles = {name: reading.ground.record.titles_of[name] for name in parts if name in reading.ground.record.titles_of}
    for opens in _OPENS.finditer(reading.text) if parts else ():
        for end, named in _lists(reading.text, opens.end(), titles, ()):
            before, after = reading.text[: opens.end()], reading.text[end:]
            said = {name: f"{before}{titles[name]}{after}" for name in named}
            if all(_holds(reading.ground, parts[name], titles[name], text) for name, text in said.items()):
                reading.bind_whole(0, len(reading.text), f"verdict/{'+'.join(named)}", "summary")
                return


def _lists(text: str, at: int, titles: dict[str, str], last: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the end of each list of outcomes from a place on, longest first, with their ids.

    One that shares its first words with the one before may leave them out: `young people are safer and reach services`.
    """
    for name, title in titles.items():
        if name in last:
            continue
        words = title.split()
        shared = _shared(words, titles[last[-1]].split()) if last else 0
        for left_out in range(shared + 1):
            for end in said_again(" ".join(words[left_out:]), text, at):
                if following := _NEXT.match(text, end):
                    yield from _lists(text, following.end(), titles, (*last, name))
                yield end, (*last, name)


def _shared(words: list[str], others: list[str]) -> int:
    """Return how many words two titles begin with alike; never all of them."""
    pairs = zip(words[:-1], others, strict=False)
    return len(list(takewhile(lambda pair: pair[0].lower() == pair[1].lower(), pairs)))


def _holds(ground: Ground, part: Claim, title: str, text: str) -> bool:
    """Return whether a sentence about one outcome is true of its verdict, with no word left over."""
    own = Ground(replace(part, text=text, body=()), title, ground.places, record=ground.record)
    alone = Reading(text, own)
    standing.account(alone)
    return bool(alone.bonds) and not alone.left()
