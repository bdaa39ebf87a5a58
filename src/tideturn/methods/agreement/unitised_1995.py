"""The first coefficient for unitising, in which the ends of spans are compared: Krippendorff 1995 and 2004.

Krippendorff 1995, "On the reliability of unitizing continuous data", Sociological Methodology 25:47-76
(https://doi.org/10.2307/271061); *Content Analysis*, 2nd edition 2004, page 254. Its successor of 2016 is
preferred, since this one behaves oddly with more than two coders; it is here because many have published it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tideturn.methods.agreement.spans import Coded

Ints = npt.NDArray[np.int64]


def unitised_1995(given: Coded) -> float | None:
    """α_U = 1 − Σ D_o / Σ D_e over the codes, of texts one after another; None where undefined.

    Undefined too where texts were not all given to the same coders: the coefficient knows no missing text.
    """
    coders = given.coders
    if any(tuple(text.spans) != coders for text in given.texts) or len(coders) < 2:
        return None
    codes = sorted({code for text in given.texts for spans in text.spans.values() for *_, code in spans})
    observed, expected = np.sum([disagreement(given, code) for code in codes], axis=0) if codes else (0.0, 0.0)
    return float(1 - observed / expected) if expected > 0 else None


def disagreement(given: Coded, code: str) -> tuple[float, float]:
    """Observed and expected disagreement about one code, both as shares of the squared length of all text."""
    coders, length = given.coders, sum(text.length for text in given.texts)
    units: dict[str, list[Ints]] = {coder: [] for coder in coders}
    gaps: dict[str, list[Ints]] = {coder: [] for coder in coders}
    offset = 0
    for text in given.texts:
        for coder, spans in text.spans.items():
            own = [(start, end) for start, end, laid in spans if laid == code]
            ends = [0, *(end for _, end in own)]
            starts = [*(start for start, _ in own), text.length]
            units[coder] += [np.array(span, dtype=np.int64) + offset for span in own]
            gaps[coder] += [np.array(gap) + offset for gap in zip(ends, starts, strict=True) if gap[1] > gap[0]]
        offset += text.length
    observed = 0.0
    for a in coders:
        for b in coders:
            if a != b:
                observed += sum(_apart(unit, units[b], gaps[b]) for unit in units[a])
    observed /= len(coders) * (len(coders) - 1) * length**2
    sizes = np.array([unit[1] - unit[0] for own in units.values() for unit in own], dtype=np.float64)
    room = np.array([gap[1] - gap[0] for own in gaps.values() for gap in own], dtype=np.float64)
    if not len(sizes):
        return observed, 0.0
    together = (len(sizes) - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    fits = np.maximum(room[np.newaxis] - sizes[:, np.newaxis] + 1, 0) * (room[np.newaxis] >= sizes[:, np.newaxis])
    whole = len(coders) * length
    expected = 2 / length * (together + sizes**2 * fits.sum(axis=1)).sum()
    return observed, float(expected / (whole * (whole - 1) - (sizes * (sizes - 1)).sum()))


def _apart(unit: Ints, units: list[Ints], gaps: list[Ints]) -> float:
    """The disagreements of one coder's unit with another coder's: with units it overlaps, and a gap that holds it.

    A gap's disagreement with a unit counts once from either side, hence twice here.
    """
    start, end = int(unit[0]), int(unit[1])
    found = 0.0
    for other_start, other_end in ((int(other[0]), int(other[1])) for other in units):
        if other_start < end and start < other_end:
            found += (start - other_start) ** 2 + (end - other_end) ** 2
    if any(gap[0] <= start and end <= gap[1] for gap in gaps):
        found += 2 * (end - start) ** 2
    return found
