"""`tideturn plan FOLDER`: show what a year could show, before it begins, and what would help most."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands.evaluate import spoken
from tideturn.commands.one_core import where_small
from tideturn.dataset.problems import TideturnError, visible
from tideturn.dataset.wording import capital, in_words, listed

if TYPE_CHECKING:
    from rich.console import Console

    from tideturn.evaluation.planning.judge import OutcomePlan
    from tideturn.evaluation.planning.plan import Help, Plan

_NUMBERS: Final = {
    "answers": (
        "SURVEY/VOICE=N",
        "how many will answer a survey, where you know better; 0 if it will not be asked; give it once for each",
        "how many will answer which survey",
        "partners/stakeholder=60",
    ),
    "interviews": (
        "OUTCOME/VOICE=N",
        "how many will be interviewed about it; VOICE=N: about all that this voice was asked about last time",
        "how many people of a voice will be interviewed",
        "safety/young_person=6",
    ),
    "waiting": (
        "OUTCOME/RATER=N",
        "how many waiting young people will be scored twice, 60 to 270 days apart, to compare with those served; "
        "RATER=N: for every outcome that this rater scored last time",
        "how many waiting young people will be scored for an outcome",
        "safety/worker=12",
    ),
}
"""Each option that takes a number: its form, its help, what it says, and an example."""
_DIGITS: Final = 10
"""Minimum number of digits of a number that counts as a typing slip."""
_MOST: Final = 3
"""Maximum number of an outcome's sources to print; `--json` has all of them."""
_AS_LAST: Final = {
    "matched": "scores",
    "document": "documents",
    "change": "harvested changes",
}


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "plan",
        help="what a year could show, before it begins",
        description="Says which outcomes the coming year could show with what is planned, how small a change each "
        "source could see in four of five years, and the cheapest addition that would help.",
        epilog="Example: tideturn plan our-programme --answers partners/stakeholder=60",
    )
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder, or one workbook")
    sub.add_argument("--year", type=int, metavar="N", help="the year to plan (the first with nothing recorded)")
    for name, (form, says, *_) in _NUMBERS.items():
        sub.add_argument(f"--{name}", action="append", default=[], metavar=form, help=says)
    sub.add_argument("--json", action="store_true", help="everything, for a machine")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read and check the folder, plan the year, and print what it could show."""
    from tideturn.dataset.check import read_checked
    from tideturn.evaluation.planning.plan import plan
    from tideturn.evaluation.planning.stated import Numbers

    numbers = Numbers(**{name: _numbers(getattr(args, name), name) for name in _NUMBERS})
    with where_small(args.folder):
        dataset, _ = read_checked(args.folder)
        found = plan(dataset, year=args.year, numbers=numbers)
    if args.json:
        print(_json(found))
    else:
        _tell(found)
    return 0


def _numbers(given: Iterable[str], name: str) -> dict[tuple[str, str], int]:
    """Parse `partners/stakeholder=60`; `--interviews` and `--waiting` also take `stakeholder=60`.

    Raise TideturnError for anything else, and for the same one twice.
    """
    form, _, says, example = _NUMBERS[name]
    option, bare = f"--{name}", name != "answers"
    shorter = f" or {form.partition('/')[2]}" if bare else ""
    found: dict[tuple[str, str], int] = {}
    for text in given:
        of, _, number = text.rpartition("=")
        first, parted, second = of.rpartition("/")
        named = bool(second and (first or (bare and not parted)))
        if not (named and number.isascii() and number.isdigit() and len(number) < _DIGITS):
            raise TideturnError(
                f"‘{text}’ does not say {says}.",
                place=option,
                mend=f"Write it as {form}{shorter}, such as {example}.",
            )
        if (first, second) in found:
            raise TideturnError(f"‘{of}’ is given twice.", place=option, mend="Give it once.")
        found[first, second] = int(number)
    return found


def _tell(plan: Plan) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    year = plan.coming.year
    console.print()
    _say(console, plan.programme, style="bold")
    known = f"as known on {spoken(plan.coming.known_on)}"
    _say(console, f"Year {year.number}, {spoken(year.start)} to {spoken(year.end)}, {known}")
    if not plan.coming.named:
        _say(
            console,
            "programme.toml does not have this year yet, so we assume that it is as long as the last.",
            style="dim",
        )
    console.print()
    for line in _lead(plan):
        _say(console, line)
    _tell_samples(console, plan)
    for standing, title in (("could", "Could be shown"), ("could_not", "Could not be shown yet")):
        own = [one for one in plan.due if one.standing == standing]
        if own:
            console.print()
            _say(console, title, style="bold")
        for one in own:
            _tell_outcome(console, one)
    later = [one for one in plan.outcomes if one.standing == "not_due"]
    if later:
        console.print()
        _say(console, "Not due", style="bold")
        for due in sorted({one.due_year for one in later}):
            titles = listed([f"“{one.title}”" for one in later if one.due_year == due])
            _say(console, f"Year {due}: {titles}.", indent=2)
    console.print()


def _lead(plan: Plan) -> Iterable[str]:
    """Yield sentences on how much could be shown and what would help most."""
    due = plan.due
    if not due:
        yield f"No outcome is due in Year {plan.coming.year.number}."
        return
    could = sum(one.standing == "could" for one in due)
    are = "outcome is" if len(due) == 1 else "outcomes are"
    rest = len(due) - could
    lack = f"the other {in_words(rest)} {'needs' if rest == 1 else 'need'} more evidence" if rest else "none needs more"
    yield f"{capital(in_words(len(due)))} {are} due. As planned, the year could show {in_words(could)}; {lack}."
    if plan.helps_most:
        yield f"What would help most: {plan.helps_most.name}. {_helps(plan.helps_most)}"
    yield (
        "“Could be shown” means: if every source came out at its best, the rules would call it supported, or say "
        "that it holds. The sizes are those that each source would pick up in four years of five."
    )


def _helps(most: Help) -> str:
    """Return how many outcomes an addition would let the year show, alone and with another, and how many others it
    strengthens.
    """
    said = []
    if most.alone:
        more = f", and with another addition {in_words(most.partly)} more" if most.partly else ""
        said.append(f"That alone would make it possible to show {_outcomes(most.alone)}{more}.")
    elif most.partly:
        said.append(f"With another addition, it would make it possible to show {_outcomes(most.partly)}.")
    if most.others:
        said.append(f"It would also strengthen {_outcomes(most.others)} that could be shown anyway.")
    return " ".join(said)


def _outcomes(number: int) -> str:
    return f"{in_words(number)} {'outcome' if number == 1 else 'outcomes'}"


def _tell_samples(console: Console, plan: Plan) -> None:
    from tideturn.evaluation.units import OF_VOICE

    lines = [f"{sample.name}: {sample.people} ({sample.why})" for sample in plan.samples]
    lines += [
        f"Interviews, {OF_VOICE[voice]}: {number} (the same as in Year {plan.last['interview']})"
        for voice, number in plan.interviewed.items()
    ]
    by_year: dict[int, list[str]] = {}
    stated = {one.kind for one in plan.stated}
    for kind, year in ((kind, year) for kind, year in plan.last.items() if kind != "interview"):
        by_year.setdefault(year, []).append(f"other {_AS_LAST[kind]}" if kind in stated else _AS_LAST[kind])
    lines += [one.says for one in plan.stated]
    lines += [f"{capital(listed(kinds))}: the same as in Year {year}" for year, kinds in sorted(by_year.items())]
    if lines:
        console.print()
        _say(console, "What is expected", style="bold")
    for line in lines:
        _say(console, line, indent=2)


def _tell_outcome(console: Console, one: OutcomePlan) -> None:
    from tideturn.dataset.vocabulary import CONFIDENCE
    from tideturn.evaluation.planning.judge import NOTHING_MORE

    if one.standing == "could":
        sure = CONFIDENCE.terms[one.best.confidence or "very_low"]
        how = f"could hold, with {sure}" if one.claim == "state" else sure
        _say(console, f"{one.title}: {how} confidence at best", indent=2, style="bold")
        if one.no_surer:
            _say(console, one.no_surer, indent=4)
    else:
        _say(console, one.title, indent=2, style="bold")
        _say(console, f"{capital(one.why_not)}.", indent=4)
    shown = one.shown(_MOST)
    for seen in shown:
        _say(console, seen.says, indent=4, sign="- ")
    if more := len(one.seen) - len(shown):
        _say(
            console,
            f"And {in_words(more)} more {'source' if more == 1 else 'sources'}: see --json.",
            indent=4,
            sign="- ",
        )
    if one.advice:
        _say(console, one.said(one.advice), indent=4, sign="> ")
    elif one.standing == "could_not":
        _say(console, NOTHING_MORE[one.standing], indent=4, sign="> ")


def _say(console: Console, text: str, *, indent: int = 0, sign: str = "", style: str = "") -> None:
    """Print the words with control characters made harmless, and indent the lines after the first."""
    from textwrap import fill

    from rich.text import Text

    first = f"{' ' * indent}{sign}"
    wrapped = fill(visible(text), console.width, initial_indent=first, subsequent_indent=" " * len(first))
    console.print(Text(wrapped, style=style), soft_wrap=True)


def _json(plan: Plan) -> str:
    import json

    year = plan.coming.year
    answer = {
        "programme": plan.programme,
        "year": {
            "number": year.number,
            "start": year.start.isoformat(),
            "end": year.end.isoformat(),
            "in_programme": plan.coming.named,
            "known_on": plan.coming.known_on.isoformat(),
        },
        "samples": [
            {"survey": one.survey, "voice": one.voice, "answers": one.people, "why": one.why} for one in plan.samples
        ],
        "stated": [
            {"kind": one.kind, "outcome_id": one.outcome_id, "who": one.who, "number": one.number}
            for one in plan.stated
        ],
        "as_many_as_in": dict(plan.last),
        "interviewed": dict(plan.interviewed),
        "helps_most": plan.helps_most and asdict(plan.helps_most),
        "outcomes": [_outcome(one) for one in plan.outcomes],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2, sort_keys=True)


def _outcome(one: OutcomePlan) -> Mapping[str, Any]:
    advice = one.advice
    return {
        "outcome_id": one.outcome_id,
        "title": one.title,
        "due_year": one.due_year,
        "claim": one.claim,
        "could_be_shown": None if one.standing == "not_due" else one.standing == "could",
        "confidence": one.best.confidence,
        "confidence_reasons": list(one.best.reasons),
        "why_not": one.why_not,
        "sources": [asdict(seen) for seen in one.seen],
        "add": advice
        and {
            "additions": [{"kind": addition.kind, "does": addition.does} for addition in advice.additions],
            "could_be_shown": advice.best.supported,
            "confidence": advice.best.confidence,
            "sees": advice.sees,
            "smaller": advice.smaller and dict(zip(("before", "after"), advice.smaller, strict=True)),
        },
    }
