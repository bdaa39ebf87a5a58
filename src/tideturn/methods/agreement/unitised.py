"""Krippendorff's α for free spans: whether coders marked the same pieces of a text and gave them the same codes.

uα of Krippendorff, Mathet, Bouvry & Widlöcher 2016, "On the reliability of unitizing textual continua: Further
developments", Quality & Quantity 50:2347-2364 (https://doi.org/10.1007/s11135-015-0266-1), equations 1 to 5: lengths of
text take the place of units. A piece is not paired with itself, so the square of its length is subtracted from the
expected coincidences; a gap between pieces is not a unit, so only its length is subtracted. Texts follow one another in
one continuum, each paired among the coders that were given it. Where codes of one coder overlap, a piece's value is the
set of its codes, and MASI gives the distance between pieces: for single codes that is nominal, as published.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tideturn.methods.agreement.distances import Masi, masi
from tideturn.methods.agreement.ratings import Floats, Value
from tideturn.methods.agreement.spans import Coded, Text


@dataclass(frozen=True)
class Continuum:
    """The lengths for computing uα, document by document.

    `observed` is each text's length of disagreement, `amounts` how much text has each value (documents × values),
    `pieces` the sum over each text of the squared lengths of its pieces and the lengths of its gaps.
    """

    values: tuple[Value, ...]
    observed: Floats
    amounts: Floats
    pieces: Floats

    def alpha(self, times: Floats) -> Floats:
        """Return uα for each draw; NaN where undefined.

        `times` is how many times each document counts: (draws × documents).
        """
        amounts = times @ self.amounts
        total = amounts.sum(axis=1)
        pairs = total**2 - times @ self.pieces
        chance = Masi(self.values).expected(amounts) * total
        ratio = np.divide(
            (times @ self.observed) * pairs, chance, out=np.full(len(times), np.nan), where=(chance > 0) & (pairs > 0)
        )
        return np.asarray(1 - ratio)


def continuum(given: Coded, code: str | None = None) -> Continuum:
    """Return the texts as continua; where `code` is given, of that code alone against all else."""
    texts = [_alone(text, code) for text in given.texts] if code is not None else list(given.texts)
    units = [{coder: text.units(coder) for coder in text.spans} for text in texts]
    values = sorted({value for text in units for own in text.values() for *_, value in own}, key=sorted)
    place = {value: i for i, value in enumerate(values)}
    observed, pieces = np.zeros(len(texts)), np.zeros(len(texts))
    amounts = np.zeros((len(texts), len(values)))
    for at, text in enumerate(texts):
        for start, end, codes in text.sections():
            apart = sum(masi(a, b) for a, b in combinations(codes, 2))
            observed[at] += 2 * apart * (end - start) / (len(codes) - 1)
        for own in units[at].values():
            for start, end, value in own:
                amounts[at, place[value]] += end - start
                pieces[at] += (end - start) ** 2 if value else end - start
    return Continuum(tuple(values), observed, amounts, pieces)


def _alone(text: Text, code: str) -> Text:
    kept = {coder: tuple(span for span in spans if span[2] == code) for coder, spans in text.spans.items()}
    return Text(text.document, text.length, kept)
