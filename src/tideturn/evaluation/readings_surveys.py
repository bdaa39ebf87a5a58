"""Read a survey question.

A question asks how things are (a level) or how they changed; an outcome claims a state or a change. A level shows a
change only when compared with an earlier wave. Shares have Wilson's interval (1927).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from tideturn.evaluation.answered import AGREEING, Answers
from tideturn.evaluation.model import CHANGE, STATE
from tideturn.evaluation.readings import HALF, Reading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import MEASURED, UNCOMPARED
from tideturn.evaluation.told import Told, explained, joined, needed, sentence, stated, stated_of, told
from tideturn.evaluation.units import NOUNS
from tideturn.evaluation.waves import FELL, NEXT_WAVES, ROSE, SAME, Wave, could_show, in_year, moved
from tideturn.methods.intervals import wilson

LEVEL: Final = "level"
"""What a question measures if it asks how things are, not how they changed."""

FEW: Final = "few"
UNPLACED: Final = "unplaced"
EARLY: Final = "early"
UNSAID: Final = "unsaid"
OF_CHANGE: Final = "of_change"
FIRST_WAVE: Final = "first_wave"
UNCLEAR: Final = "unclear"
SHOWN: Final = "shown"
"""Reasons why a question reads insufficient; `shown` is a level around a training, which is not read at all."""


@dataclass(frozen=True)
class Counted:
    """What people answered to a question: `n` gave an opinion and `k` of them agree; `too_early` are not among them."""

    n: int
    k: int
    disagree: int = 0
    same: int = 0
    worse: int = 0
    too_early: int = 0


@dataclass(frozen=True)
class ItemReading(Reading):
    """A question's reading, with how it moved between waves."""

    meaning: str = ""
    """What follows from its share, as a clause that leaves the share out."""
    cause: str = ""
    """Why it reads insufficient, a key such as `few`; empty where it reads something."""
    enough: bool = True
    """Whether each wave that it compares has `min_n` opinions, whatever it reads."""
    design: str = UNCOMPARED
    rose: bool = False
    fell: bool = False
    width: float = 0.0
    """Width of the interval that its reading rests on."""
    compares: bool = False
    """Whether that interval is of a difference, not of a share."""


@dataclass(frozen=True)
class _Asked:
    """A question with the answers to it, while it is read."""

    said: Counted
    rules: Rules
    unit: str
    choices: Answers
    waves: tuple[Wave, ...]
    evidence: str

    @property
    def enough(self) -> bool:
        return self.said.n >= max(self.rules.min_n, 1)

    @property
    def agreeing(self) -> Told:
        """Return `13 of 17 partners agree (76%; 53% to 90%)`; without the share if there are few answers."""
        does, predicate = self.choices.for_it, self.choices.predicates[0]
        if self.enough:
            return _share("k", self.said.k, self.said.n, self.unit, does, predicate)
        k, n = stated("k", self.said.k, predicate=predicate), stated_of("n", self.said.n, self.unit)
        return told("{k} of {n} {does}", k=k, n=n, does=does)

    @property
    def others(self) -> Told:
        """Return how many answered against it, `; 4 disagree`; empty if no answer counts against it."""
        against = self.choices.against_it
        many = stated("disagree+worse", self.said.disagree + self.said.worse, predicate=self.choices.predicates[1])
        return told("; {n} {against}", n=many, against=against) if against else Told("")

    def quiet(self, cause: str, meaning: str, needs: str = "") -> ItemReading:
        why = told("{share}; {meaning}.", share=self.agreeing, meaning=meaning)
        return replace(self.read("insufficient", why, meaning), cause=cause, needs=needs)

    def read(self, reading: str, why: Told, meaning: str, low: float = 0.0, high: float = 0.0) -> ItemReading:
        how = moved(self.waves)
        return ItemReading(
            reading,
            why,
            meaning=meaning,
            enough=self.enough,
            rose=how.rose,
            fell=how.fell,
            width=high - low,
        )


def read_item(
    said: Counted,
    *,
    measures: str,
    claim: str,
    rules: Rules,
    unit: str,
    choices: Answers = AGREEING,
    waves: Sequence[Wave] = (),
    evidence: str = "",
) -> ItemReading:
    """Read one question, by what it measures and what its outcome claims.

    `waves` are the earlier waves that it is compared with. `evidence` is the id of the evidence that holds how small a
    rise a next wave could show.
    """
    asked = _Asked(said, rules, unit, choices, tuple(waves), evidence)
    if said.too_early > said.k:
        early = stated("too_early", said.too_early)
        return asked.quiet(EARLY, told("more people said that it is too soon to tell ({early})", early=early))
    if measures not in (LEVEL, CHANGE):
        meaning = "items.csv does not say whether this asks how things are or whether they changed"
        return asked.quiet(UNSAID, meaning, "an entry under measures in items.csv that says which of the two it asks")
    if (measures, claim) == (CHANGE, STATE):
        meaning = "it asks about change, and the outcome is a state"
        return asked.quiet(OF_CHANGE, meaning, "a question that asks how things are")
    if not asked.enough:
        return _too_few(asked)
    if measures == CHANGE:
        return _change(asked)
    return _state(asked) if claim == STATE else _between_waves(asked)


def _too_few(asked: _Asked) -> ItemReading:
    least = max(asked.rules.min_n, 1)
    meaning = told("it takes {least} opinions to read a share", least=stated("min_n", least, item="rules"))
    one, many = (f"more {name}" for name in NOUNS[asked.unit])
    missing = least - asked.said.n
    does = "answers" if missing == 1 else "answer"
    return asked.quiet(FEW, meaning, told("{more} who {does}", more=needed(missing, one, many), does=does))


def _state(asked: _Asked) -> ItemReading:
    """Read a level of a state: most agree, or most do not; most, but fewer than before, reads mixed."""
    low, high = _ends(asked.said.k, asked.said.n)
    how = movement(asked.waves)
    tail = told("; {how}", how=how) if how else Told("")
    share = asked.agreeing
    if low > HALF and moved(asked.waves).fell:
        return _fewer(asked)
    if low > HALF:
        why = told("{share}, and the lower bound is above half{tail}.", share=share, tail=tail)
        return asked.read("positive", why, "the whole range is above half", low, high)
    if high < HALF:
        why = told("{share}, and the upper bound is below half{tail}.", share=share, tail=tail)
        return asked.read("negative", why, "the whole range is below half", low, high)
    why = told(
        "{share}, and the lower bound is not above half{others}{tail}.", share=share, others=asked.others, tail=tail
    )
    return asked.read("mixed", why, "the range is not all above half, nor all below it", low, high)


def _fewer(asked: _Asked) -> ItemReading:
    """Say that most agree, but fewer than before: never one without the other."""
    at, wave = next((at, wave) for at, wave in enumerate(asked.waves) if wave.moved == FELL)
    meaning = told(
        "most {agree} ({now}), but fewer than before ({then})",
        agree=asked.choices.for_it,
        now=stated(f"waves.{at}.share_now", wave.share_now, "share"),
        then=stated(f"waves.{at}.share", wave.share, "share"),
    )
    why = sentence(told("{meaning}: {how}", meaning=meaning, how=movement(asked.waves)))
    return replace(asked.read("mixed", why, meaning), **_measured(wave))


def _between_waves(asked: _Asked) -> ItemReading:
    """Read a level of an outcome that claims a change: only its movement between waves gives a reading."""
    if not asked.waves:
        return asked.quiet(FIRST_WAVE, "a single wave cannot show a change", _next(asked))
    how, against = moved(asked.waves), next(wave for wave in asked.waves if wave.reference)
    share, moves = asked.agreeing, movement(asked.waves)
    why = told("{share}; {moves}.", share=share, moves=moves)
    half = stated(f"waves.{asked.waves.index(against)}.least_shown", against.least_shown, "in points")
    if how.rose or against.moved == FELL:
        reading = "positive" if how.rose else "negative"
        return replace(asked.read(reading, why, f"the share {against.moved}"), **_measured(against))
    if how.same:
        smallest = told("{half} more or fewer who {agree}", half=half, agree=asked.choices.for_it)
        same = asked.read("no_change", why, "the share stayed much the same")
        return replace(same, smallest_change=smallest, **_measured(against))
    since = {SAME: "it stayed much the same", ROSE: "it rose"}.get(against.moved, "neither a rise nor a fall is shown")
    before = "fell" if how.fell else "rose" if any(wave.moved == ROSE for wave in asked.waves) else ""
    shown = Told(f"it {before} since the wave before, and since the first of them {since}" if before else since)
    if against.moved != ROSE and not any(wave.lower and wave.moved != FELL for wave in asked.waves):
        # If a fall is too small for a test of two waves, more than half the interval did not show.
        unseen = told("a change of less than {half} would not have shown", half=half)
        moves = told("{moves}; {unseen}", moves=moves, unseen=unseen)
        shown = told("{shown}, and {unseen}", shown=shown, unseen=unseen)
    # How large a rise it could show depends on the wave that it is compared with; a plan says so.
    more = told("another wave, with more answers from {who}", who=NOUNS[asked.unit][1])
    quiet = asked.quiet(UNCLEAR, moves, more)
    return replace(quiet, meaning=shown, **_measured(against))


def _measured(wave: Wave) -> dict[str, Any]:
    return {"design": MEASURED, "compares": True, "width": wave.difference_high - wave.difference_low}


def _change(asked: _Asked) -> ItemReading:
    """Read whether most say that it changed for the better, for the worse, or not at all."""
    said, share = asked.said, asked.agreeing
    low, high = _ends(said.k, said.n)
    if low > HALF:
        why = told("{share}, and the lower bound is above half.", share=share)
        return asked.read("positive", why, "the whole range is above half", low, high)
    for reading, field, count, does in (
        ("negative", "worse", said.worse, "say that it got worse"),
        ("no_change", "same", said.same, "say that it stayed the same"),
    ):
        ends = _ends(count, said.n)
        if ends[0] > HALF:
            meaning = _share(field, count, said.n, asked.unit, does, "")
            return asked.read(reading, told("{m}, and the lower bound is above half.", m=meaning), meaning, *ends)
    ends = _ends(said.same + said.disagree, said.n)
    if ends[0] > HALF:
        most = _share("same+disagree", said.same + said.disagree, said.n, asked.unit, "say so", "")
        meaning = told(
            "most say that it did not improve; the question cannot show whether it stayed the same or got worse: "
            "{most}",
            most=most,
        )
        return asked.read("no_change", sentence(meaning), meaning, *ends)
    why = told("{share}, and the lower bound is not above half{others}.", share=share, others=asked.others)
    return asked.read("mixed", why, "the range is not all above half", low, high)


def movement(waves: Sequence[Wave]) -> Told:
    """Return how the share moved since each wave, the reference first, as clauses."""
    own = sorted(enumerate(waves), key=lambda pair: not pair[1].reference)
    return joined((_moved(wave, f"waves.{place}.") for place, wave in own), "; ")


def _moved(wave: Wave, at: str) -> Told:
    def number(field: str, form: str = "count") -> Told:
        return stated(f"{at}{field}", getattr(wave, field), form)

    ends = {"low": number("difference_low", "points"), "high": number("difference_high", "in points")}
    by = told("a difference of {d} ({low} to {high})", d=number("difference", "in points"), **ends)
    word = stated(f"{at}moved", wave.moved, "words", predicate=f"{wave.moved} between waves")
    so = {
        ROSE: told(", so the share {word}", word=word),
        FELL: told(", so the share {word}", word=word),
        SAME: told(", so it stayed much the {word}", word=word),
    }.get(wave.moved, Told(_TOO_LITTLE if wave.lower else ", so neither a rise nor a fall is shown"))
    own = told(
        "{k} of {n} did ({share})",
        k=number("k"),
        n=number("n"),
        share=number("share", "share"),
    )
    if any(wave.elsewhere):
        own = told(
            "{own}, and at the same sites {k} of {n} do now ({share})",
            own=own,
            k=number("k_now"),
            n=number("n_now"),
            share=number("share_now", "share"),
        )
    if wave.pairs:
        by = told(
            "among {pairs} who answered both times {gained} do only now and {lost} did only then, {by} ({p})",
            pairs=number("pairs"),
            gained=number("gained"),
            lost=number("lost"),
            by=by,
            p=number("p_sign", "p"),
        )
    return told(
        "{when}, {own}; {by}{so}" if wave.pairs else "{when}, {own}, {by}{so}",
        when=in_year(wave.year),
        own=own,
        by=by,
        so=so,
    )


_TOO_LITTLE: Final = ", too little to show a fall where the share is compared with two earlier waves"


def _next(asked: _Asked) -> Told:
    """Return what it could show: `another wave: 30 partners would show a rise of 34 points …`."""
    found = [(size, rise) for size, rise in could_show(asked.said.k, asked.said.n).items() if rise is not None]
    who = NOUNS[asked.unit][1]
    if not found:
        template = (
            "a question that fewer agree with: so many agree now that even {most} {who} would hardly show a "
            "further rise"
        )
        return told(template, most=explained(str(NEXT_WAVES[-1])), who=who)
    rises = [stated(f"could_show.{size}", rise, "in points", item=asked.evidence) for size, rise in found]
    first = told("{size} {who} would show a rise of {rise}", size=explained(found[0][0]), who=who, rise=rises[0])
    more = (
        told("and {size} a rise of {rise}", size=explained(size), rise=r)
        for (size, _), r in zip(found[1:], rises[1:], strict=True)
    )
    return told("another wave: {all}", all=joined((first, *more), ", "))


def _ends(k: int, n: int) -> tuple[float, float]:
    interval = wilson(k, n)
    return (interval.low, interval.high) if interval else (0.0, 1.0)


def _share(field: str, k: int, n: int, unit: str, does: str, predicate: str) -> Told:
    low, high = _ends(k, n)
    return told(
        "{k} of {n} {does} ({share}; {low} to {high})",
        k=stated(field, k, predicate=predicate),
        n=stated_of("n", n, unit),
        does=does,
        share=stated(f"{field}/n", k / n, "share"),
        low=stated(f"{field}/n:low", low, "share"),
        high=stated(f"{field}/n:high", high, "share"),
    )
