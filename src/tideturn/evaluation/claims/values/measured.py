"""The numbers of one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, combinations
from typing import Any, Final

from tideturn.evaluation.claims.earlier_years import years_since
from tideturn.evaluation.claims.references import share_of
from tideturn.evaluation.claims.values.model import Pair, Value
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.units import TRAINED

_COUNTS: Final = [
    "k",
    "disagree",
    "neutral",
    "chose",
    "dont_know",
    "too_early",
    "missing",
    "responses",
    "invited",
    "better",
    "same",
    "worse",
    "due",
    "lost",
    "count_year",
    "count_before",
    "programme",
    "comparison",
]
_PARTS: Final = ("k", "disagree", "neutral", "chose", "better", "same", "worse")
_CARRIED: Final = ("_before", "_after", "_low", "_high")
"""How the names of what ties carry end: their amount, quality, trust and worth, in either wave."""
_NUMBERS: Final = ("mean", "median", "rate_year", "rate_before", "low", "high", "count_year", "count_before")


def measured(
    item: EvidenceItem,
    counts: list[Value],
    shares: list[Value],
    pairs: list[Pair],
    differences: list[Value],
    numbers: list[Value],
) -> None:
    """Add the numbers of a piece of evidence to those of its kinds."""
    value: Mapping[str, Any] = item.value or {}
    identity = item.evidence_id
    if item.kind == COUNT:
        _of_a_count(item, value, counts, shares, pairs, numbers)
        return
    if "density_after" in value:
        _of_a_network(item, value, counts, shares, pairs, differences, numbers)
        return
    if "met_before" in value:
        _of_a_pathway(item, value, counts, shares, pairs, differences)
        return
    if item.n is not None:
        counts.append(Value(item.n, identity, "n", f"{{n:{identity}}}"))
    for name in _COUNTS:
        number = value.get(name)
        if isinstance(number, int | float) and float(number).is_integer():
            reference = f"{{k:{identity}}}" if name in ("k", "chose", "better", "count_year") else ""
            counts.append(Value(int(number), identity, name, reference))
    turnout = _turnout(item)
    steps = [
        Pair(int(later.number), int(earlier.number), identity, later.field)
        for earlier, later in combinations(turnout, 2)
    ]
    counts += turnout
    pairs += steps
    shares += [Value(step.k / step.n, identity, step.field) for step in steps if step.n]
    if "count_year" in value:
        _of_a_series(value, identity, counts, shares, pairs)
    if item.unit == TRAINED:
        before = (value.get("agreed_before") or {}).values()
        pairs += [Pair(own["k"], own["n"], identity, "agreed before") for own in before]
        shares += [Value(own["k"] / own["n"], identity, "agreed before") for own in before if own["n"]]
    for wave in item.waves:
        _of_a_wave(wave, identity, shares, pairs, differences)
    # What a release hides is None.
    answers: dict[str, int] = {a: c for a, c in (value.get("counts") or {}).items() if c is not None}
    counts += [Value(number, identity, f"counts.{answer}") for answer, number in answers.items()]
    for given in (answers, value.get("before") or {}, value.get("after") or {}):
        counts += [Value(number, identity, "levels") for number in _levels(given)]
    for answer, share in (value.get("shares") or {}).items():
        if share is not None:
            shares.append(Value(float(share), identity, f"shares.{answer}"))
    share = share_of(item)
    if share is not None:
        shares.append(Value(share, identity, "share", f"{{share:{identity}}}"))
    n = item.n or 0
    parts = {name: int(value[name]) for name in _PARTS if value.get(name) is not None}
    main = parts.get("k", parts.get("chose", parts.get("better")))
    if n and main is not None:
        parts["others"] = n - main
        counts.append(Value(n - main, identity, "others"))
    if item.n is not None:
        pairs += [Pair(part, n, identity, name) for name, part in parts.items()]
        pairs += [Pair(int(number), n, identity, f"counts.{answer}") for answer, number in answers.items()]
    if n and share is not None:
        shares += [Value(part / n, identity, name) for name, part in parts.items()]
    for part, whole in (("responses", "invited"), ("lost", "due")):
        if value.get(part) is not None and value.get(whole):
            pairs.append(Pair(int(value[part]), int(value[whole]), identity, part))
            shares.append(Value(value[part] / value[whole], identity, part))
    if value.get("attrition") is not None:
        shares.append(Value(float(value["attrition"]), identity, "attrition"))
    if item.interval is not None:
        ends = [Value(end, identity, "interval", f"{{interval:{identity}}}") for end in item.interval]
        if "better" in value:
            differences += ends
        else:
            shares += ends
    for name in ("difference", "net", "net_low", "net_high"):
        if value.get(name) is not None:
            differences.append(Value(float(value[name]), identity, name))
    if value.get("count_before") and value.get("exposure_before") and value.get("exposure_year"):
        as_long = value["count_before"] * value["exposure_year"] / value["exposure_before"]
        numbers.append(Value(as_long, identity, "mean of as long before"))
    for name, number in _years_before(value):
        counts.append(Value(int(number), identity, name))
    for name in _NUMBERS:
        if isinstance(value.get(name), int | float) and not ("better" in value and name in ("low", "high")):
            numbers.append(Value(float(value[name]), identity, name))
    # The means of ranked answers are means of ranks: no proof of a number, and no contradiction either.
    for name in ("mean_before", "mean_after", "median_change"):
        if value.get(name) is not None:
            numbers.append(Value(float(value[name]), identity, name))


def _of_a_series(
    value: Mapping[str, Any], identity: str, counts: list[Value], shares: list[Value], pairs: list[Pair]
) -> None:
    """Add the denominators of a count, this year and last, and the same count elsewhere."""
    totals = value.get("totals") or {}
    there = totals.get("elsewhere") or {}
    counts += [Value(int(there[name]), identity, f"elsewhere.{name}") for name in ("year", "last") if there.get(name)]
    count, exposure = value["count_year"], value.get("exposure_year")
    for name in ("exposure_year", "exposure_before"):
        if value.get(name) and float(value[name]).is_integer():
            counts.append(Value(int(value[name]), identity, name))
    if value.get("rate_before") and value["rate_before"] < 1:
        shares.append(Value(float(value["rate_before"]), identity, "rate_before"))
    if count is not None and exposure and count <= exposure and float(exposure).is_integer():
        pairs.append(Pair(int(count), int(exposure), identity, "count_year"))
        shares.append(Value(count / exposure, identity, "rate_year"))
        shares += [Value(float(rate), identity, "totals.last") for rate in [totals.get("last")] if rate and rate <= 1]


def _years_before(value: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """How many a series counted in each of the whole years that the year is held against."""
    for at, year in enumerate((value.get("totals") or {}).get("years", ())):
        if float(year["count"]).is_integer():
            yield f"totals.years.{at}.count", year["count"]
    for back, count in years_since(value).items():
        if float(count).is_integer():
            yield f"rates, {back} before", count
    rates = value.get("rates") or ()
    if rates and all(float(rate).is_integer() for rate in rates):
        before = rates[: len(rates) - int(value.get("exposure_year") or 0)]
        yield "periods", len(rates)
        for part in filter(None, (before, rates[len(before) :])):
            yield from (("extremes", rate) for rate in (min(part), max(part)))


def _of_a_wave(
    wave: Mapping[str, Any], identity: str, shares: list[Value], pairs: list[Pair], differences: list[Value]
) -> None:
    """How many agreed in an earlier wave, and now at the same sites, and by how much these differ."""
    for k, n, share in (("k", "n", "share"), ("k_now", "n_now", "share_now")):
        pairs.append(Pair(wave[k], wave[n], identity, f"waves.{k}"))
        shares.append(Value(wave[share], identity, f"waves.{share}"))
    for name in ("difference", "difference_low", "difference_high"):
        differences.append(Value(wave[name], identity, f"waves.{name}"))


def _levels(given: Mapping[str, int]) -> Iterator[int]:
    """Yield how many gave each score of a scale or a higher one, and that score or a lower one."""
    if not all(score.isdigit() for score in given):
        return
    in_order = [given[score] for score in sorted(given, key=int)]
    yield from accumulate(in_order)
    yield from accumulate(reversed(in_order))


def _turnout(item: EvidenceItem) -> list[Value]:
    """How many came to training, how many of them were asked, and how many answered, where that is known."""
    covered = item.population
    steps = {"came": covered.reached, "were asked": covered.asked, "answered": covered.answered}
    return [Value(count, item.evidence_id, step) for step, count in steps.items() if count is not None]


def _of_a_count(
    item: EvidenceItem,
    value: Mapping[str, Any],
    counts: list[Value],
    shares: list[Value],
    pairs: list[Pair],
    numbers: list[Value],
) -> None:
    """Each field of a count of work by its own name; those that are part of the whole, as pairs with it."""
    identity = item.evidence_id
    if item.n is not None:
        counts.append(Value(item.n, identity, "n", f"{{n:{identity}}}"))
    for name, held in value.items():
        if name in ("k", "share") or held is None:
            continue
        whole = float(held).is_integer()
        (counts if whole else numbers).append(Value(held, identity, name, f"{{{name}:{identity}}}"))
    k, share = value.get("k"), share_of(item)
    if k is not None and item.n is not None:
        pairs.append(Pair(int(k), item.n, identity, "k"))
    if share is not None:
        shares.append(Value(share, identity, "share", f"{{share:{identity}}}"))


def _of_a_network(
    item: EvidenceItem,
    value: Mapping[str, Any],
    counts: list[Value],
    shares: list[Value],
    pairs: list[Pair],
    differences: list[Value],
    numbers: list[Value],
) -> None:
    """Ties of all possible ties, in either wave; how many organisations; and what ties carry, which is no count."""
    identity = item.evidence_id
    if item.n is not None:
        counts.append(Value(item.n, identity, "n", f"{{n:{identity}}}"))
        if value.get("asked") is not None:
            pairs.append(Pair(item.n, int(value["asked"]), identity, "n"))
    for name in ("asked", "possible", "ties_before", "ties_after", "kept", "new", "ended"):
        if value.get(name) is not None:
            reference = f"{{k:{identity}}}" if name == "ties_after" else ""
            counts.append(Value(int(value[name]), identity, name, reference))
    for name in ("ties_before", "ties_after"):
        if value.get(name) is not None and value.get("possible"):
            pairs.append(Pair(int(value[name]), int(value["possible"]), identity, name))
    for name in ("kept", "ended"):
        if value.get(name) is not None and value.get("ties_before"):
            pairs.append(Pair(int(value[name]), int(value["ties_before"]), identity, name))
    for name in ("density_before", "density_after", "jaccard"):
        if value.get(name) is not None:
            reference = f"{{share:{identity}}}" if name == "density_after" else ""
            shares.append(Value(float(value[name]), identity, name, reference))
    if value.get("density") is not None:
        differences.append(Value(float(value["density"]), identity, "density"))
    differences += [Value(end, identity, "interval", f"{{interval:{identity}}}") for end in item.interval or ()]
    for name, held in value.items():
        if held is not None and name.endswith(_CARRIED) and not name.startswith(("ties", "density")):
            numbers.append(Value(float(held), identity, name))


def _of_a_pathway(
    item: EvidenceItem,
    value: Mapping[str, Any],
    counts: list[Value],
    shares: list[Value],
    pairs: list[Pair],
    differences: list[Value],
) -> None:
    """Cases that met the whole pathway on either side of the comparison, then what became of each step and rule."""
    identity = item.evidence_id
    there = value.get("elsewhere") or {}
    for met, cases, share in (("met", "cases", "share"), ("met_before", "cases_before", "share_before")):
        own = share == "share"
        _part(there, met, cases, identity, counts, pairs)
        if there.get(share) is not None:
            shares.append(Value(float(there[share]), identity, f"elsewhere.{share}"))
        _part(value, met, cases, identity, counts, pairs, f"{{k:{identity}}}" if own else "")
        if value.get(share) is not None:
            shares.append(Value(float(value[share]), identity, share, f"{{share:{identity}}}" if own else ""))
        if value.get(cases) is not None:
            counts.append(Value(int(value[cases]), identity, cases, f"{{n:{identity}}}" if own else ""))
    if value.get("difference") is not None:
        differences.append(Value(float(value["difference"]), identity, "difference"))
    differences += [Value(end, identity, "interval", f"{{interval:{identity}}}") for end in item.interval or ()]
    for step in value.get("steps") or ():
        for name in ("taken", "skipped", "out_of_order"):
            part: dict[str, Any] = {f"{name}.{step['step']}": step[name], "cases": step["cases"]}
            _part(part, f"{name}.{step['step']}", "cases", identity, counts, pairs)
            if step["cases"]:
                shares.append(Value(step[name] / step["cases"], identity, f"{name}.{step['step']}"))
    for rule in value.get("constraints") or ():
        settled = rule["satisfied"] + rule["violated"]
        for name in ("satisfied", "violated"):
            part = {f"{name}.{rule['name']}": rule[name], "settled": settled}
            _part(part, f"{name}.{rule['name']}", "settled", identity, counts, pairs)
            if settled:
                shares.append(Value(rule[name] / settled, identity, f"{name}.{rule['name']}"))


def _part(
    value: Mapping[str, Any],
    part: str,
    whole: str,
    identity: str,
    counts: list[Value],
    pairs: list[Pair],
    reference: str = "",
) -> None:
    """A count, and with its whole the pair of both; what a release hides is None."""
    if value.get(part) is not None:
        counts.append(Value(int(value[part]), identity, part, reference))
        if value.get(whole) is not None:
            pairs.append(Pair(int(value[part]), int(value[whole]), identity, part))
