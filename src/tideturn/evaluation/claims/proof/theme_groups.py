"""Compare the number of people that a sentence gives, in figures or in words such as `most`, with the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from tideturn.evaluation.claims.proof.patterns import same_share, value

_FEWEST: Final = 10
"""Minimum people interviewed for a share to be printed."""


class Group(NamedTuple):
    """Some of the people interviewed, as a sentence counts them."""

    voice: str
    k: int | None = None
    n: int | None = None
    word: str = ""
    share: str = ""
    scope: str = ""
    year: int | None = None

    def fits(self, held: float, n: int) -> bool:
        """Return whether `held` people of `n` are as many as the sentence says."""
        most, part = 2 * held > n, 0 < 2 * held < n
        by_word = {
            "": True,
            "most": most,
            "half": 2 * held == n,
            "minority": part,
            "only": part,
            "all": held == n and n > 1,
            "both": held == n == 2,
            "none": held == 0,
        }
        whole = self.n in (None, n) and self.k in (None, held)
        of_enough = not self.share or (n >= _FEWEST and same_share(self.share, held, n))
        return whole and of_enough and by_word.get(self.word, False)


def counted(group: Group, many: str, only: bool) -> Group:
    """Return a group with how many it counts: a number, or a word such as `most`."""
    word = many.lower()
    for name, words in _WORDS.items():
        if word in words:
            return group._replace(word=name, k=-1 if only else None)  # nobody says `only most`
    return group._replace(k=int(value(many) or 0), word="only" if only else "") if many else group


_WORDS: Final[dict[str, Sequence[str]]] = {
    "most": ("most", "the majority", "a majority", "more than half", "over half"),
    "minority": ("fewer than half", "less than half", "a minority"),
    "half": ("half",),
    "all": ("all",),
    "both": ("both",),
    "none": ("none",),
}
