"""Say what people answered: that they agree, if the answers are words of agreement, else the answers themselves.

The answers that `items.csv` counts as agreeing may be any words: “Fewer” nights away is not agreement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.wording import listed
from tideturn.evaluation.told import Bound, Told, told

_AGREEING: Final = re.compile(r"(?<![a-z])agree", re.IGNORECASE)
_AGAINST: Final = re.compile(r"(?<![a-z])disagree|\b(?:not|don[’']t)\s+agree", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_RUN: Final = 3
"""Minimum length of a run of numbers at an end of the scale that is shortened to its nearest number: “7” or more."""


@dataclass(frozen=True)
class Answers:
    """The answers to a question that count for it and against it, as people read them; empty if they are not known.

    `scale` holds all its answers, from least to most.
    """

    agree: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()

    @property
    def of_agreeing(self) -> bool:
        """Return whether the answers are words of agreeing and of disagreeing."""
        agree = all(_AGREEING.search(word) and not _AGAINST.search(word) for word in self.agree)
        return agree and all(_AGAINST.search(word) for word in self.against)

    @property
    def told_for(self) -> str:
        """Return the answers that count for the question: `“Fewer”`, `“7” or more`."""
        return self._told(self.agree)

    @property
    def told_against(self) -> str:
        """Return the answers that count against the question; empty if none do."""
        return self._told(self.against)

    @property
    def for_it(self) -> Told:
        """Return what people whose answer counts for it did: `agree`, `answered “Fewer”`."""
        return Told("agree") if self.of_agreeing else self._answered("for", self.agree)

    @property
    def agreed(self) -> Told:
        """Return the same in the past tense: `agreed`, `answered “Fewer”`."""
        return Told("agreed") if self.of_agreeing else self.for_it

    @property
    def agreed_with(self) -> Told:
        """Return the words that come before the question: `agreed with`, `answered “Fewer” to`."""
        return told("{did} {to}", did=self.agreed, to="with" if self.of_agreeing else "to")

    @property
    def against_it(self) -> Told:
        """Return what people who answered against it did: `disagree`, `answered “More”`; empty if no answer does."""
        if self.of_agreeing:
            return Told("disagree")
        return self._answered("against", self.against) if self.against else Told("")

    @property
    def predicates(self) -> tuple[str, str]:
        """Return the predicates of the answers for and of those against it, keys of `claims.bindings.PREDICATES`."""
        return ("agree", "disagree") if self.of_agreeing else ("answered", "answered")

    def _answered(self, side: str, words: Sequence[str]) -> Told:
        if not words:
            return Told("answered favourably")
        said = self._told(words)
        return Told(f"answered {said}", (Bound(f"choices.told_{side}", said, "words"),))

    def _told(self, words: Sequence[str]) -> str:
        numbers, scale = _numbers(words), _numbers(self.scale)
        if len(numbers) >= _RUN and numbers == scale[-len(numbers) :]:
            return f"“{min(words, key=float)}” or more"
        if len(numbers) >= _RUN and numbers == scale[: len(numbers)]:
            return f"“{max(words, key=float)}” or less"
        return listed([f"“{word}”" for word in words], "or")


AGREEING: Final = Answers()
"""Answers whose words are not known: they are called agreeing and disagreeing."""


def _numbers(words: Sequence[str]) -> list[float]:
    """Return the answers as numbers, in ascending order; empty if any of them is not a number."""
    return sorted(float(word) for word in words) if all(_NUMBER.fullmatch(word) for word in words) else []
