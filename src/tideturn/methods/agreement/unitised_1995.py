"""The first coefficient for unitising, which compares the ends of spans: Krippendorff 1995 and 2004.

Krippendorff 1995, "On the reliability of unitizing continuous data", Sociological Methodology 25:47-76
(https://doi.org/10.2307/271061); *Content Analysis*, 2nd edition 2004, page 254. Prefer its successor of 2016, since
this one behaves oddly with more than two coders; it is here because many have published it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from tideturn.methods.agreement.spans import Coded

Span = tuple[int, int]


def unitised_1995(given: Coded) -> float | None:
    """Return α_U = 1 − Σ D_o / Σ D_e over the codes, of texts one after another; None where undefined.

    It is also undefined where some texts were not given to all coders: the coefficient does not allow for missing
    texts.
    """
    coders = given.coders
    if any(tuple(text.spans) != coders for text in given.texts) or len(coders) < 2:
        return None
    codes = sorted({code for text in given.texts for spans in text.spans.values() for *_, code in spans})
    observed, expected = np.sum([disagreement(given, code) for code in codes], axis=0) if codes else (0.0, 0.0)
    return float(1 - observed / expected) if expected > 0 else None


def disagreement(given: Coded, code: str) -> tuple[float, float]:
    """Return observed and expected disagreement about one code, both as shares of the squared length of all text."""
    coders, length = given.coders, sum(text.length for text in given.texts)
    observed = 0.0
    sizes: list[int] = []
    room: list[int] = []
    for text in given.texts:
        units = {coder: [(start, end) for start, end, laid in own if laid == code] for coder, own in text.spans.items()}
        gaps = {coder: _between(own, text.length) for coder, own in units.items()}
        for a, b in permutations(coders, 2):
            observed += sum(_apart(unit, units[b], gaps[b]) for unit in units[a])
        sizes += [end - start for own in units.values() for start, end in own]
        room += [end - start for own in gaps.values() for start, end in own]
    observed /= len(coders) * (len(coders) - 1) * length**2
    if not sizes:
        return observed, 0.0
    size, times = np.unique(np.array(sizes, dtype=np.float64), return_counts=True)
    width, often = np.unique(np.array(room, dtype=np.float64), return_counts=True)
    together = (len(sizes) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
    fits = (np.maximum(width - size[:, np.newaxis] + 1, 0) * often).sum(axis=1)
    whole = len(coders) * length
    expected = 2 / length * (times * (together + size**2 * fits)).sum()
    return observed, float(expected / (whole * (whole - 1) - (times * size * (size - 1)).sum()))


def _between(units: Sequence[Span], length: int) -> list[Span]:
    """Return the gaps that a coder left in a text."""
    ends, starts = [0, *(end for _, end in units)], [*(start for start, _ in units), length]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if start > end]


def _apart(unit: Span, units: Sequence[Span], gaps: Sequence[Span]) -> int:
    """Sum the disagreements of one coder's unit with another coder's overlapping units and with a gap that contains it.

    A gap's disagreement with a unit counts once from either side, hence twice here.
    """
    start, end = unit
    found = sum((start - a) ** 2 + (end - b) ** 2 for a, b in units if a < end and start < b)
    if any(a <= start and end <= b for a, b in gaps):
        found += 2 * (end - start) ** 2
    return found
