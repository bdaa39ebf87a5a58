"""Measures of agreement between coders, on units that they code and on spans that they mark freely in a text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np

from tideturn.dataset.wording import counted
from tideturn.methods.agreement import coefficients
from tideturn.methods.agreement.distances import Distance, Interval, Level, Masi, Nominal, Ordinal, Ratio
from tideturn.methods.agreement.ratings import Floats, Ratings, codes_in, drawn_documents
from tideturn.methods.agreement.results import Agreement, CodeAgreement, Estimate, PairAgreement
from tideturn.methods.agreement.spans import Coded, by_character
from tideturn.methods.agreement.tally import Tally
from tideturn.methods.agreement.unitised import Continuum, continuum
from tideturn.methods.agreement.unitised_1995 import unitised_1995

Coefficient = Callable[[Tally], Floats]

_ENDS: Final = (2.5, 97.5)
_DEFINED: Final = 0.95
"""Minimum share of draws that must define a coefficient for it to have an interval."""
_MOST_RATIOS: Final = 5000
"""Maximum count of different numbers for ratio α, which compares every number with every other."""
_LARGEST: Final = 1e100
"""Largest absolute number for interval and ratio α: squares of larger numbers, and their sums, overflow a float."""
_SAME: Final = "everyone gave one and the same, so nothing tells how often they would agree by chance"
_NO_PAIRS: Final = "no unit was seen by two coders"


def agreement_of_units(
    ratings: Ratings,
    *,
    scale: Sequence[str] | None = None,
    several: bool = False,
    draws: int = 2000,
    seed: int = 1,
) -> Agreement:
    """Return every coefficient for units that coders saw one by one, with percentile intervals.

    The intervals come from a bootstrap over documents, or over units where the documents are not known. `draws` 0
    leaves intervals out. `scale` names the codes from the lowest to the highest, where they are not numbers; `several`
    asks for α with MASI distance.
    """
    ratings, notes = _who_coded(ratings)
    alphas, more = _alphas(ratings, scale, several=several, draws=draws, seed=seed)
    return _agreement(ratings, "units", alphas, [*notes, *more], draws=draws, seed=seed)


def agreement_of_spans(given: Coded, *, draws: int = 2000, seed: int = 1) -> Agreement:
    """Return every coefficient for spans: over all characters that two or more coders were given, and uα of the pieces.

    Intervals are as for units, with texts as the documents.
    """
    ratings = by_character(given)
    alphas, more = _alphas(ratings, None, several=True, draws=draws, seed=seed)
    lengths = {code: continuum(given, code) for code in ratings.codes}
    return _agreement(
        ratings,
        "characters",
        alphas,
        [*given.notes, *more],
        draws=draws,
        seed=seed,
        whole=continuum(given),
        lengths=lengths,
        earlier=unitised_1995(given),
    )


def krippendorffs_alpha(ratings: Ratings, level: Level = "nominal", scale: Sequence[str] | None = None) -> float | None:
    """Return α at one level of measurement; None where it is undefined or the values have no such level.

    `scale` is as in `agreement_of_units`.
    """
    distance = _distances(ratings, scale, several=level == "masi")[0].get(level)
    if distance is None or not ratings.units:
        return None
    found = float(coefficients.alpha(Tally(ratings, ratings.weights), distance)[0])
    return None if np.isnan(found) else found


def alpha_of_codes(ratings: Ratings, codes: Collection[str]) -> float | None:
    """Return Krippendorff's α for some codes, with MASI distance.

    A unit's value is the set of these codes that a coder gave it. For one code this is nominal α. None where no unit
    was seen by two coders, or nobody gave any unit any of these codes.
    """
    if not ratings.units:
        return None
    values = [value & frozenset(codes) for value in ratings.values]
    found = float(coefficients.alpha(Tally(ratings, ratings.weights), Masi(values))[0])
    return None if np.isnan(found) else found


def _agreement(
    ratings: Ratings,
    unit: str,
    alphas: Mapping[str, Estimate],
    notes: list[str],
    *,
    draws: int,
    seed: int,
    whole: Continuum | None = None,
    lengths: Mapping[str, Continuum] | None = None,
    earlier: float | None = None,
) -> Agreement:
    shares = _estimates(
        ratings,
        {
            "percent": coefficients.percent,
            "kappa": coefficients.kappa,
            "fleiss": coefficients.fleiss,
            "ac1": coefficients.ac1,
        },
        draws,
        seed,
    )
    codes = []
    for code in ratings.codes:
        length = (lengths or {}).get(code)
        codes.append(_code(ratings, code, draws, seed, _unitised(length, draws, seed) if length else None))
    undefined = [
        f"{name} of {one.code} is undefined: {estimate.why}."
        for one in codes
        for name, estimate in one.estimates().items()
        if estimate.value is None
    ]
    undefined += [
        f"{name} of all codes is undefined: {estimate.why}."
        for name, estimate in shares.items()
        if estimate.value is None
    ]
    if draws and ratings.documents == 1:
        undefined.append("No interval: they are drawn over documents, and there is only one.")
    return Agreement(
        unit=unit,
        units=round(ratings.units),
        documents=ratings.documents,
        coders=ratings.coders,
        codes=tuple(codes),
        percent=shares["percent"],
        kappa=shares["kappa"],
        fleiss=shares["fleiss"],
        ac1=shares["ac1"],
        alpha=alphas,
        unitised=_unitised(whole, draws, seed) if whole is not None else None,
        unitised_1995=earlier,
        pairs=_pairs(ratings),
        draws=draws,
        seed=seed,
        notes=tuple(notes + undefined),
    )


def _who_coded(ratings: Ratings) -> tuple[Ratings, list[str]]:
    """Leave out coders who coded nothing, and note each of them and how many units only one coder saw."""
    coded = ratings.who_coded
    notes = [f"{coder} coded nothing, and is left out." for coder in ratings.coders if coder not in coded]
    columns = [ratings.coders.index(coder) for coder in coded]
    kept = replace(ratings, coders=coded, rows=ratings.rows[:, columns])
    alone = round(kept.weights.sum() - kept.units)
    if alone:
        notes.append(f"{counted(alone, 'unit was', 'units were')} seen by one coder only: nothing to compare.")
    return kept, notes


def _code(ratings: Ratings, code: str, draws: int, seed: int, unitised: Estimate | None) -> CodeAgreement:
    own = ratings.code(code)
    found = _estimates(
        own,
        {
            "percent": coefficients.percent,
            "kappa": coefficients.kappa,
            "ac1": coefficients.ac1,
            "positive": coefficients.positive,
            "alpha": _alpha_with(Nominal()),
        },
        draws,
        seed,
    )
    weights = own.weights[0] * (own.given >= 2)
    given = {coder: round(weights[own.rows[:, i] == 1].sum()) for i, coder in enumerate(own.coders)}
    return CodeAgreement(code, given, **found, unitised=unitised)


def _alphas(
    ratings: Ratings, scale: Sequence[str] | None, *, several: bool, draws: int, seed: int
) -> tuple[dict[str, Estimate], list[str]]:
    """Return α at each level of measurement that the values allow, and a note for each level that they do not allow."""
    distances, notes = _distances(ratings, scale, several=several)
    ways: dict[str, Coefficient] = {level: _alpha_with(distance) for level, distance in distances.items()}
    found = _estimates(ratings, ways, draws, seed)
    notes += [f"{level} α is undefined: {one.why}.".capitalize() for level, one in found.items() if one.value is None]
    return found, notes


def _distances(
    ratings: Ratings, scale: Sequence[str] | None, *, several: bool
) -> tuple[dict[Level, Distance], list[str]]:
    """Return a distance for each level of measurement that the values allow, and a note for each that they do not."""
    distances: dict[Level, Distance] = {"nominal": Nominal()}
    notes: list[str] = []
    numbers = ratings.numbers
    if scale is not None:
        place = {frozenset({code}): i for i, code in enumerate(scale)}
        if all(value in place for value in ratings.values):
            distances["ordinal"] = Ordinal(np.array([place[value] for value in ratings.values], dtype=np.float64))
        else:
            notes.append("Ordinal α is left out: units without a code, or with several, have no place on the scale.")
    elif numbers is not None:
        distances["ordinal"] = Ordinal(numbers)
        if np.abs(numbers).max() > _LARGEST:
            notes.append(f"Interval and ratio α are left out: squares of numbers above {_LARGEST:g} cannot be told.")
            return distances, notes
        distances["interval"] = Interval(numbers)
        if numbers.min() < 0:
            notes.append("Ratio α is left out: a ratio needs numbers of 0 or more.")
        elif len(numbers) > _MOST_RATIOS:
            notes.append(f"Ratio α is left out: there are more than {_MOST_RATIOS:,} different numbers.")
        else:
            distances["ratio"] = Ratio(numbers)
    if several or codes_in(ratings.values):
        distances["masi"] = Masi(ratings.values)
    return distances, notes


def _alpha_with(distance: Distance) -> Coefficient:
    return lambda tally: coefficients.alpha(tally, distance)


def _estimates(ratings: Ratings, ways: Mapping[str, Coefficient], draws: int, seed: int) -> dict[str, Estimate]:
    """Return each coefficient with its interval; all intervals come from one set of draws."""
    if not ratings.units:
        return {name: Estimate(None, why=_NO_PAIRS) for name in ways}
    whole = Tally(ratings, ratings.weights)
    values = {name: float(way(whole)[0]) for name, way in ways.items()}
    drawn: dict[str, list[Floats]] = {name: [] for name in ways}
    if draws and ratings.documents != 1:
        for block in ratings.drawn(draws, seed):
            tally = Tally(ratings, block)
            for name, way in ways.items():
                drawn[name].append(way(tally))
    return {name: _estimate(value, drawn[name]) for name, value in values.items()}


def _unitised(lengths: Continuum, draws: int, seed: int) -> Estimate:
    documents = len(lengths.observed)
    if not documents:
        return Estimate(None, why=_NO_PAIRS)
    value = float(lengths.alpha(np.ones((1, documents)))[0])
    drawn = []
    if draws and documents > 1:
        drawn = [lengths.alpha(times.astype(np.float64)) for times in drawn_documents(documents, draws, seed, draws)]
    return _estimate(value, drawn)


def _estimate(value: float, drawn: Sequence[Floats]) -> Estimate:
    if np.isnan(value):
        return Estimate(None, why=_SAME)
    if not drawn:
        return Estimate(value)
    draws = np.concatenate(drawn)
    defined = draws[~np.isnan(draws)]
    if len(defined) < _DEFINED * len(draws):
        return Estimate(value, why="too few draws of documents define it for an interval")
    low, high = np.percentile(defined, _ENDS)
    return Estimate(value, float(low), float(high))


def _pairs(ratings: Ratings) -> tuple[PairAgreement, ...]:
    if len(ratings.coders) < 3:
        return ()
    found = []
    for a, b in combinations(ratings.coders, 2):
        both = ratings.only((a, b))
        told = _estimates(
            both,
            {"percent": coefficients.percent, "kappa": coefficients.kappa, "ac1": coefficients.ac1},
            draws=0,
            seed=0,
        )
        found.append(PairAgreement(a, b, round(both.units), *(one.value for one in told.values())))
    return tuple(found)
