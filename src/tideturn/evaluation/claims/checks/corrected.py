"""Correct a sentence whose number the evidence contradicts, so that it would be proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, permutations, product
from typing import Final

from tideturn.dataset.wording import capital
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.number_words import NUMBER, spelled
from tideturn.evaluation.claims.proof.clause import Against, Clause

_NUMBERS: Final = Gated(rf"\b{NUMBER}\b")
_EVERYBODY: Final = Gated(r"(?:all|none)\b")
_SPELLED: Final = 999
"""Highest number written in words."""
_TRIED: Final = 16
"""Maximum number of sentences to try, because proving each takes time."""


def corrected(claim: Claim, at: int, clause: Clause, prove: Callable[[Claim], Sequence[Clause]]) -> str:
    """Return a claim's sentence `at` with its contradicted numbers corrected, if that is proved; else empty."""
    ways = [[(one.spans[0], right) for right in _rights(one, clause.text)] for one in clause.against]
    for way in islice(product(*ways), _TRIED):
        text = clause.text
        for (start, end), right in sorted(way, reverse=True):
            said = text[start:end].strip()
            start = text.index(said, start)
            text = text[:start] + (capital(right) if start == 0 else right) + text[start + len(said) :]
        clauses = prove(replace(claim, text=claim.text.replace(clause.text, text, 1)))
        if at < len(clauses) and clauses[at].text == text and clauses[at].proved:
            return text
    return ""


def _rights(one: Against, text: str) -> Iterator[str]:
    """Yield the number's own words with the figures of the evidence, and then only those figures: `13 of 17`."""
    said = text[slice(*one.spans[0])].strip()
    k, n = int(one.fact.k), one.fact.n
    figures = list(_NUMBERS.finditer(said))
    for count in range(1, len(figures) + 1):
        for own in permutations(figures, count):
            right = said
            for figure, value in sorted(zip(own, (k, n), strict=False), key=lambda one: -one[0].start()):
                if value is not None:
                    right = right[: figure.start()] + _like(figure[0], value) + right[figure.end() :]
            yield right
    if n is not None and (figures or _EVERYBODY.match(said)):
        yield one.holds


def _like(said: str, value: int) -> str:
    """Return a number in words where the sentence had words, else in figures."""
    return str(value) if said.isdigit() or value > _SPELLED else spelled(value)
