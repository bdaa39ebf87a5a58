"""`number_mismatch`: every number in a sentence, in digits or words, is one of the claim's own evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from tideturn.dataset.vocabulary import VOICE
from tideturn.evaluation.claims.amounts import HARDLY_ANY, NEARLY_ALL, VAST
from tideturn.evaluation.claims.around import Around, around, voice_named
from tideturn.evaluation.claims.checks.corrected import corrected
from tideturn.evaluation.claims.checks.exposure import YOUNG
from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.checks.moved import wrong_multiple
from tideturn.evaluation.claims.checks.reported import filled, reported
from tideturn.evaluation.claims.checks.scale import is_of_scale, wrong_scale
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import FAIL, Claim
from tideturn.evaluation.claims.proof.answers import scale_answers
from tideturn.evaluation.claims.proof.causes import NAMED
from tideturn.evaluation.claims.proof.clause import Clause, all_proved
from tideturn.evaluation.claims.proof.facts import facts_of
from tideturn.evaluation.claims.quotation import QUOTED
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.evaluation.claims.values.model import DERIVED, Pair, Value, Values
from tideturn.evaluation.ledger.counts.plan import PieceCounts
from tideturn.evaluation.model import COUNT
from tideturn.evaluation.rounding import percent, round_half_up

PART_WITHIN: Final = 0.02
"""Tolerance for halves, thirds, quarters, fifths and tenths (METHODS, section 5)."""
ABOUT_WITHIN: Final = 0.05
"""Tolerance for the same after about, roughly or around."""
HEDGED_WITHIN: Final = 0.05
"""Tolerance of `about`, as a share of a count; for a percentage, see `PART_WITHIN`."""
_EPSILON: Final = 1e-9
_SAYING: Final = ("k", "better", "same", "disagree", "worse", "met")
_DID: Final = Gated(
    r"[^.;:]{0,60}?\b(?:said|agreed|felt|answered|reported|told|thought|believed|improved|rated|disagreed|mentioned|"
    r"received|had|did|were|was|got|changed|knew|understood)\b"
)
"""What `all partners` did, which shows that it counts them and is not a hope or a rule."""
_ALL: Final = Gated(r"\ball (?:of )?(?:the )?$")
_MORE: Final = Gated(r"\s(?:\w+ )?(?:more|fewer|less|above|below|beyond|short|over|under)\b")
_REST: Final = Gated(r"\bthe (?:other|remaining) $")
"""Words beside a difference."""
_RANGE: Final = Gated(r"\b(?:range|interval|limits)\b")
_PERIODS: Final = Gated(r"\b(?:month|quarter)(?:s|ly)?\b")
"""Periods of a series."""
_PLACES: Final = frozenset({"site", "sites", "city", "cities", "place", "places", "area", "areas"})


def number_mismatch(
    claim: Claim,
    values: Values,
    clauses: Sequence[Clause] = (),
    prove: Callable[[Claim], Sequence[Clause]] = lambda _: (),
) -> Iterator[Finding]:
    """Fail numbers that are not in the evidence, or count something else there; query numbers typed by hand.

    `clauses` are the claim's sentences, compared word by word by `prove`. A number is also queried if it is in the
    evidence but the words around it do not say what it counts.
    """
    for at, clause in enumerate(clauses):
        wrong = [against for against in clause.against if not against.whom]
        right = corrected(claim, at, clause, prove) if wrong else ""
        for against in wrong:
            why = f"“{against.text}” is contradicted: {against.fact.item.evidence_id} has {against.holds}."
            write = f"Write: “{right}” Or" if right else f"Write {against.holds}, or"
            yield fail(why, f"{write} say what the number counts.")
    yield from wrong_scale(claim)
    if all_proved(clauses):
        return
    for why in claim.unfilled:
        yield fail(f"a reference is not filled: {why}", "Correct the reference, or add the evidence to the claim.")
    if any(unicodedata.category(character) == "Cf" for character in claim.text):
        yield fail("it holds a character that is not seen, which could hide a number.", "Type the sentence anew.")
    every = numbers_said(claim.text)
    own = values.that(lambda field: field not in DERIVED)
    answers = [*scale_answers(claim.text, [edge.item for edge in claim.evidence if edge.item is not None])]
    named = [*_named(claim, clauses)]
    typed = [said for said in every if not filled(said, claim)]
    for said in every:
        if reported(claim, said) or any(start <= said.start and said.end <= end for start, end in (*answers, *named)):
            continue
        if is_of_scale(claim, said) or (said.kind == "count" and _is_difference(claim, said)):
            continue
        words = around(claim.text, said, every)
        meant = values.that(words.may_mean)
        if said not in typed:
            # Words of a quoted answer reverse nothing: “Disagree” may be the answer that is counted.
            yield from _turned(said, values, meant, values.that(around(_unquoted(claim.text), said, every).may_mean))
            yield from _of_others(said, meant, words)
            continue
        if said.kind == "multiple":
            yield from wrong_multiple(claim, said)
        found = tuple(_held(said, meant, words))
        if not any(one.status == FAIL for one in found):
            yield from (*found, *_of_others(said, meant, words))
        elif clauses and (_both_held(said, own) or all(one.status != FAIL for one in _held(said, own, words))):
            yield query(
                f"“{said.text.strip()}” is in the evidence, but the words around it do not say what it counts.",
                "Say who is counted and what they did, in the words of the evidence.",
            )
        else:
            yield from found
    if any(said.kind == "percent" for said in typed) and not any(s.kind in ("of", "count") for s in every):
        yield query(
            "it gives a percentage without how many people it is of.",
            "Say it as “13 of 17 people (76%; 53% to 90%)”.",
        )


def _is_difference(claim: Claim, said: Said) -> bool:
    """Return whether a number is the difference between two counts of one piece of evidence: `four more than planned`.

    Counts are those of its facts, and of a piece of work what was planned and delivered.
    """
    compared = _MORE.match(claim.text, said.end) or _REST.search(claim.text[: said.start])
    for item in (edge.item for edge in claim.evidence if edge.item is not None) if compared else ():
        piece = item.value_if(PieceCounts)
        counts: list[float | None] = [item.population.asked, item.population.answered]
        counts += [piece.planned, piece.delivered] if piece else []
        counts += [one for fact in facts_of(item) for one in (fact.k, fact.n)]
        if any(said.value == abs(a - b) for a, b in combinations({one for one in counts if one is not None}, 2)):
            return True
    return False


def _named(claim: Claim, clauses: Iterable[Clause]) -> Iterator[tuple[int, int]]:
    """Yield the spans that say how many people named a cause: these are counted over everybody interviewed."""
    for bond in (bond for clause in clauses for bond in clause.bonds if bond.field == NAMED):
        start = claim.text.find(bond.text)
        if start >= 0:
            yield start, start + len(bond.text)


def _unquoted(text: str) -> str:
    """Return the text with its quotations blanked, at the same length."""
    return QUOTED.sub(lambda quoted: f"{quoted[0][0]}{' ' * (len(quoted[0]) - 2)}{quoted[0][-1]}", text)


def _turned(said: Said, values: Values, *meant: Values) -> Iterator[Finding]:
    """Yield a fault for a reference that the sentence reverses: `{k:…} of {n:…} disagreed`, where k agreed.

    `meant` holds the values that the words around the number may mean. The reference is reversed where none of them has
    the number.
    """
    pair = (int(said.value), said.whole)
    held, *left = (any((p.k, p.n) == pair for p in several.pairs) for several in (values, *meant))
    if said.kind == "of" and held and not any(left):
        yield fail(
            f"“{said.text.strip()}” is told the other way round: it counts those who agreed or got better.",
            "Say what they answered, or count those who did not.",
        )


def _of_others(said: Said, values: Values, words: Around) -> Iterator[Finding]:
    """Yield a fault for a right number of the wrong people: `18 of 22 partners`, where they are programme staff."""
    named = voice_named(words.after.strip())
    if not named:
        return
    if said.kind == "of":
        ids = {pair.evidence_id for pair in values.pairs if (pair.k, pair.n) == (int(said.value), said.whole)}
    elif said.kind == "count" and not said.bound:
        ids = {value.evidence_id for value in values.counts if value.number == said.value}
    elif said.kind == "percent" and said.beside is None and not said.bound:
        ids = {value.evidence_id for value in values.shares if _matches(said, value.number)}
    else:
        return
    # People who said so are counted over every source, so their count has no id.
    voices = {v for i in ids for v in ([values.voices.get(i, named)] if i else values.voices.values())}
    if not voices or named in voices:
        return
    whose = " and ".join(sorted(VOICE.terms[voice] for voice in voices))
    yield fail(f"“{said.text.strip()} {said.noun}” is a count of {whose}.", "Say whose answers they are.")


def _held(said: Said, values: Values, words: Around) -> Iterator[Finding]:
    match said.kind:
        case "percent":
            yield from _percent(said, values)
        case "part":
            yield from _part(said, values, words)
        case "of":
            yield from _of(said, values, words)
        case "majority" | "vast majority" | "nearly all" | "hardly any" | "minority":
            yield from _amount(said, values)
        case "few":
            yield from _few(said)
        case "plenty":
            yield from _plenty(said, values)
        case "multiple":
            yield query(
                f"“{said.text.strip()}” compares two numbers; say both.",
                "Give the numbers, as “40 in Year 1 and 81 in Year 2”.",
            )
        case "relative":
            yield from _among(said, values.changes, "change", _matches)
        case "every" | "none":
            yield from _all_or_none(said, values, words)
        case "points":
            moved = [value for value in values.numbers if value.field == "median_change"]
            if not any(value.number == round(said.value * 100, 9) for value in moved):
                yield from _among(said, values.differences, "difference", _points)
        case "decimal":
            own = (*values.numbers, *(share for share in values.shares if said.value < 1))
            yield from _among(said, own, "average, median or rate", _rounded)
        case _:
            yield from _count(said, values, words)


def _percent(said: Said, values: Values) -> Iterator[Finding]:
    if said.beside is not None:
        k, n = said.beside
        own = [pair for pair in values.pairs if (pair.k, pair.n) == (k, n)]
        ids = {pair.evidence_id for pair in own}
        near = [value for value in values.shares if value.evidence_id in ids]
        ends = [value.number for value in near if value.field == "interval"]
        if n and any(_matches(said, share) for share in (ends if said.ranged else [k / n])):
            return
        if n and said.ranged:
            yield _no(said, [value for value in near if value.field == "interval"], "end of an interval")
        elif n:
            is_ = f"{k} of {n} is {percent(k / n, said.places)}, not {said.text.strip()}."
            yield fail(is_, f"Write {percent(k / n, said.places)}.")
        return
    held = [value for value in values.shares if (value.field == "interval") == said.ranged]
    yield from _among(said, held, "end of an interval" if said.ranged else "share", _matches)


def _part(said: Said, values: Values, words: Around) -> Iterator[Finding]:
    if said.value == 1 / 2 and not said.bound and _RANGE.search(words.sentence):
        return  # `the range takes in a half`: what a range is compared with
    shares = [value for value in values.shares if value.field != "interval"]
    if said.whole is not None and any(
        (pair.k * said.whole, pair.n) == (said.value * said.whole * pair.n, pair.n) for pair in values.pairs
    ):
        return  # `3/5` and `one in five` may be the count itself, where there are too few people for a percentage
    if said.bound in ("more", "less", "nearly"):
        if not any(said.admits(value.number, PART_WITHIN) for value in shares):
            yield _no(said, shares, "share")
        return
    within = ABOUT_WITHIN if said.bound == "about" else PART_WITHIN
    yield from _among(said, shares, "share", lambda s, share: abs(s.value - share) <= within + _EPSILON)


def _of(said: Said, values: Values, words: Around) -> Iterator[Finding]:
    k, n = int(said.value), said.whole
    same = [pair for pair in values.pairs if (pair.k, pair.n) == (k, n)]
    if not same and words.is_rate and any(value.number == k for value in values.numbers):
        return  # `the middle answer was seven out of ten`: a score, and the top of its scale
    if same:
        if same[0].field in ("k", "better"):
            identity = same[0].evidence_id
            yield query(
                f"“{said.text}” is typed by hand, and is in the evidence.",
                f"Write {{k:{identity}}} of {{n:{identity}}}, so that it follows the data.",
            )
        return
    held = (value.number for value in values.counts if value.field not in DERIVED)
    counts = {int(number) for number in held if float(number).is_integer()}
    if {k, n} <= counts:
        why = f"“{said.text}” joins two counts that belong to different evidence."
        yield fail(why, f"The evidence says {_pairs(values.pairs)}.")
        return
    told = _pairs(values.pairs)
    yield fail(
        f"“{said.text}” is no count of the claim’s evidence.", f"The evidence says {told}." if told else _NO_COUNTS
    )


def _both_held(said: Said, values: Values) -> bool:
    """Return whether both numbers of `k of n` are counts of the evidence, though none says that one is in the other."""
    return said.kind == "of" and {said.value, float(said.whole or 0)} <= {value.number for value in values.counts}


_AMOUNTS: Final[Mapping[str, tuple[str, Callable[[float], bool]]]] = {
    "majority": ("more than half", lambda share: share > 1 / 2),
    "vast majority": ("at least three quarters", lambda share: share >= VAST),
    "nearly all": ("at least nine tenths", lambda share: share >= NEARLY_ALL),
    "hardly any": ("at most one tenth", lambda share: share <= HARDLY_ANY),
    "minority": ("less than half", lambda share: 0 < share < 1 / 2),
}
"""Meaning of words of amount, and the share that supports them."""


def _few(said: Said) -> Iterator[Finding]:
    if set(said.noun.lower().split()) & YOUNG:
        return  # for young people and families, the disclosure check asks for these words
    yield query(
        f"“{said.text.strip()}” is a number too; say how many.",
        "Give the count, as “3 of 17 people”, if it may be shown.",
    )


def _amount(said: Said, values: Values) -> Iterator[Finding]:
    # People in the middle, or who gave no answer, are not a majority for anything.
    saying = [pair for pair in values.pairs if pair.field in _SAYING or pair.field.startswith("sources")]
    means, fits = _AMOUNTS[said.kind]
    if any(fits(pair.k / pair.n) for pair in saying if pair.n):
        return
    told = _pairs(values.pairs)
    yield fail(
        f"“{said.text.strip()}” means {means}, and no share of the claim’s evidence is.",
        f"The evidence says {told}." if told else "Say how many said so, of how many who were asked.",
    )


def _plenty(said: Said, values: Values) -> Iterator[Finding]:
    """Yield a finding for `dozens of` and the like: a fault if no count of the evidence is so high, else a query."""
    least = int(said.value)
    if least and not any(value.number >= least for value in values.counts):
        most = max((int(value.number) for value in values.counts), default=0)
        yield fail(
            f"“{said.text.strip()}” means {least} or more, and no count of the claim’s evidence is so high.",
            f"The highest is {most}." if most else _NO_COUNTS,
        )
        return
    yield query(f"“{said.text.strip()}” is a number too; say how many.", "Give the count.")


def _all_or_none(said: Said, values: Values, words: Around) -> Iterator[Finding]:
    """Yield a finding for `all of those asked` and the like, if no count of the evidence shows it.

    It is a fault where people are counted and the sentence says what they did; else it is a query.
    """
    wanted = 1.0 if said.kind == "every" else 0.0
    if any(pair.n and pair.k == wanted * pair.n for pair in values.pairs):
        return
    told = _pairs(values.pairs)
    meant = "everyone" if wanted else "nobody"
    why = f"“{said.text.strip()}” says {meant}, which no count of the claim’s evidence shows."
    counted = any(pair.n for pair in values.pairs) and _DID.match(words.after) is not None
    yield (fail if counted else query)(why, f"The evidence says {told}." if told else "Say how many, of how many.")


def _count(said: Said, values: Values, words: Around) -> Iterator[Finding]:
    if {word.lower() for word in said.noun.split()} & _PLACES and not said.bound:
        if int(said.value) in values.places or any(value.number == said.value for value in values.counts):
            return
        yield fail(
            f"“{said.text}” is not how many places the claim’s evidence is from.",
            "Say which places, or correct the number.",
        )
        return
    fields = ("mean", "rate") if _PERIODS.search(words.sentence) else ("mean",)
    means = [value.number for value in values.numbers if value.field.startswith(fields)]
    if words.is_rate and any(_rounded(said, mean) for mean in means):
        return  # `six on average, where it had been four`
    if _ALL.search(words.before) and any(pair.k == pair.n == said.value for pair in values.pairs):
        return  # `all 24` of an earlier wave
    held = (*values.counts, *values.numbers) if words.is_rate else values.counts
    yield from _among(said, held, "count", _counts)


def _among(said: Said, held: Sequence[Value], what: str, same: Callable[[Said, float], bool]) -> Iterator[Finding]:
    """Yield a finding for a number that equals none of the evidence's values.

    A number that equals one passes; a query offers the reference, if there is one.
    """
    matching = [value for value in held if same(said, value.number)]
    if not matching:
        yield _no(said, held, what)
        return
    if any(value.field.startswith("sources") for value in matching):
        return  # no reference counts people who said something
    reference = next((value.reference for value in matching if value.reference), "")
    if reference and not said.bound:
        yield query(
            f"“{said.text}” is typed by hand, and is in the evidence.",
            f"Write {reference}, so that it follows the data.",
        )


def _no(said: Said, held: Sequence[Value], what: str) -> Finding:
    told = _listed(held, what)
    mend = f"The evidence holds {told}." if told else f"The claim’s evidence holds no {what} at all."
    return fail(f"“{said.text}” is no {what} of the claim’s evidence.", mend)


def _counts(said: Said, count: float) -> bool:
    return said.admits(count, HEDGED_WITHIN * said.value) or (not said.bound and count == said.value)


def _rounded(said: Said, number: float) -> bool:
    return round_half_up(number, said.places) == round_half_up(said.value, said.places)


def _points(said: Said, difference: float) -> bool:
    told = round_half_up(said.value * 100, said.places)
    # `1.3 points` may be points of a score.
    of_a_score = said.places > 0 and told == round_half_up(difference, said.places)
    return of_a_score or told == round_half_up(difference * 100, said.places)


def _matches(said: Said, share: float) -> bool:
    if said.bound:
        return said.admits(share, PART_WITHIN)
    return round_half_up(share * 100, said.places) == round_half_up(said.value * 100, said.places)


def _pairs(pairs: Iterable[Pair]) -> str:
    told = [
        f"{pair.k} of {pair.n}" for pair in pairs if pair.field in ("k", "better", "responses", "sources (supports)")
    ]
    return ", ".join(list(dict.fromkeys(told))[:_SHOWN])


def _listed(held: Sequence[Value], what: str) -> str:
    """Return a list such as `72% (for it), 0% (against it)`: each number with what it counts.

    The number that the evidence is about is first.
    """
    held = sorted(held, key=lambda value: not value.reference)
    all_ = {"n": "all that are counted"} if all(value.evidence_id.startswith(f"{COUNT}/") for value in held) else {}
    if what in ("share", "end of an interval"):
        told = [(percent(value.number, 0), value.field) for value in held]
    elif what == "difference":
        told = [(f"{round_half_up(value.number * 100, 0)} points", value.field) for value in held]
    else:
        own = [value for value in held if not value.field.startswith("counts.")]
        told = [(f"{value.number:,.{4 if value.number < 1000 else 12}g}", value.field) for value in own]
    named = list(dict.fromkeys(f"{number} ({all_.get(field) or _called(field)})" for number, field in told))
    return ", ".join(named[:_SHOWN]) + (" and others" if len(named) > _SHOWN else "")


def _called(field: str) -> str:
    """Return the name of what a number of the evidence counts."""
    name, _, answer = field.partition(".")
    return f"“{answer}”" if name in ("counts", "shares") and answer else _CALLED.get(field, field.replace("_", " "))


_CALLED: Final = {
    "k": "for it",
    "share": "for it",
    "disagree": "against it",
    "neutral": "neither for nor against it",
    "n": "all who gave an opinion, or were scored",
    "chose": "chose it",
    "others": "all others",
    "dont_know": "gave no opinion",
    "missing": "gave no answer",
    "too_early": "too early to tell",
    "interval": "an end of its range",
}
"""Names for what numbers of evidence count, where their own field names do not say it."""
_SHOWN: Final = 6
_NO_COUNTS: Final = "The claim’s evidence holds no such counts; leave the number out, or add the evidence it is from."
