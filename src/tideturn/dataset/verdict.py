"""Define the verdicts on an outcome: each with its word, its shape and colour, and its phrases.

It is in this package, below the evaluation, since a folder may override a verdict, and the hub's pages show one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_DISC: Final = "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z"
_RING: Final = "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
_WAVES: Final = "M1.5 6c2.2-3 4.3-3 6.5 0s4.3 3 6.5 0M1.5 11c2.2-3 4.3-3 6.5 0s4.3 3 6.5 0"
_HOURGLASS: Final = "M3 1.8h10M3 14.2h10M4.2 2.4h7.6L8 8l3.8 5.6H4.2L8 8z"


@dataclass(frozen=True, kw_only=True)
class Look:
    """A verdict's word, with a shape and a colour that also tell it apart."""

    word: str
    colour: str
    """Name of the colour in every style sheet."""
    shape: str
    """Name of the shape in the hub's style sheet."""
    solid: str = ""
    outline: str = ""
    """The filled and the drawn part of the shape, as SVG paths within 16 by 16 units."""
    dashed: bool = False
    terminal: str = "dim"
    """Style of the word in a terminal."""


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """The phrases for a verdict in sentences; a phrase is empty if no sentence needs it for this verdict."""

    rule: str = ""
    """Condition on which the rules give the verdict; empty if they never do."""
    means: str
    """Meaning for a reader of the report, as a clause."""
    counted: str = ""
    counted_more: str = ""
    """The phrase for `{n}` outcomes: the first for one, the second for several if that differs."""
    drafted: str = ""
    """Phrase that sums up outcomes in a draft, `{that}` or `{whether}` they came about, with the strongest `{verb}`
    allowed.
    """
    instead: str = "Say that this is not known yet. Or say only what was counted, or who said what."
    """Advice on what to write if a sentence claims more than the verdict allows."""
    plain: str = ""
    """Word in the plain reports."""
    plainly: str = ""
    """Sentence that introduces the outcome in the plain reports; `{}` is the year it is due."""
    sign: str = ""
    drawn: str = ""
    """Caption of its picture on young people's pages, and a description of the picture."""


class Verdict(StrEnum):
    """A verdict by its code in `evaluation.json`, in the order that reports explain them."""

    number: int
    """Number of the rule that gives it; 0 if none does."""
    reads: tuple[str, ...]
    """Readings of the strands that carry it; empty if nothing was judged."""
    look: Look
    says: Phrases

    def __new__(cls, code: str, number: int, reads: tuple[str, ...], look: Look, says: Phrases) -> Verdict:
        """Make a member that is the same as its code."""
        verdict = str.__new__(cls, code)
        verdict._value_ = code
        verdict.number, verdict.reads, verdict.look, verdict.says = number, reads, look, says
        return verdict

    @classmethod
    def of(cls, code: str) -> Verdict:
        """Return the verdict with this code."""
        return next(verdict for verdict in cls if verdict == code)

    @property
    def word(self) -> str:
        """Return the word that pages print."""
        return self.look.word

    @property
    def way(self) -> str:
        """Return the one reading that the evidence must have; empty if it pulls two ways, or nothing was judged."""
        return self.reads[0] if len(self.reads) == 1 else ""

    @property
    def came_about(self) -> bool:
        """Return whether the verdict says that its outcome came about, at least by early signs."""
        return self.way == "positive"

    @property
    def judged(self) -> bool:
        """Return whether the verdict says anything, so that somebody can be sure of it."""
        return bool(self.reads)

    SUPPORTED = (
        "supported",
        6,
        ("positive",),
        Look(word="Supported", colour="supported", shape="disc", solid=_DISC, terminal="bold green"),
        Phrases(
            rule="Two positive strands of different kind or voice that share neither people nor records. At least one "
            "is from outside the programme’s own staff. At least one is measured: compared with an earlier time or "
            "with others. No strand is negative, shows no change or fell. If the outcome claims a state, a survey of "
            "how things are is enough, and the state holds.",
            means="two independent sources of evidence say so; one at least is from outside the programme, and one at "
            "least compares with an earlier time or with others",
            counted="supports {n}",
            drafted="the evidence {verb} {that}",
            plain="Seems true",
            sign="what we found fits",
            drawn="A tick.",
        ),
    )
    HOLDS = (
        "holds",
        0,
        ("positive",),
        Look(word="Holds", colour="supported", shape="square", solid="M2 2h12v12H2z"),
        Phrases(
            means="it is so: a survey of how things are says it, and an independent source says it too; this does not "
            "mean that it changed",
        ),
    )
    """The words for a state instead of *supported*. It changes what pages show, never the verdict."""
    EMERGING = (
        "emerging",
        7,
        ("positive",),
        Look(
            word="Emerging",
            colour="emerging",
            shape="half",
            solid="M8 2a6 6 0 0 1 0 12z",
            outline=_RING,
            terminal="green",
        ),
        Phrases(
            rule="Any other case with a positive strand: early signs, from one side or from two.",
            means="early signs say so, from one side or from two; they are not confirmed, or nothing was compared",
            counted="gives early support to {n}",
            plain="Early signs",
            sign="an early sign",
            drawn="A small plant.",
        ),
    )
    CONTESTED = (
        "contested",
        4,
        ("positive", "negative"),
        Look(
            word="Contested",
            colour="contested",
            shape="split",
            solid="M8 1 1 8l7 7z",
            outline="M8 1l7 7-7 7",
            terminal="bold yellow",
        ),
        Phrases(
            rule="One strand is positive and one negative; or a strand is positive in one place and negative in "
            "another.",
            means="some evidence supports it and some contradicts it; both sides are shown",
            counted="is disputed on {n}",
            drafted="it is contested {whether}",
            plain="People don’t agree",
            sign="people don’t agree",
            drawn="Two speech marks. One holds a tick and one a cross.",
        ),
    )
    MIXED = (
        "mixed",
        9,
        ("mixed",),
        Look(word="Mixed", colour="contested", shape="waves", outline=_WAVES, terminal="yellow"),
        Phrases(
            rule="At least one strand gives no clear answer, and none is positive or negative.",
            means="the evidence gives no clear answer either way",
            counted="is mixed on {n}",
            drafted="the evidence is mixed on {whether}",
            plain="Mixed",
            plainly="What we found does not all go one way.",
            sign="some good, some not",
            drawn="One arrow points up and one points down.",
        ),
    )
    NO_CHANGE = (
        "no_change_observed",
        8,
        ("no_change",),
        Look(word="No change seen", colour="flat", shape="bar-flat", solid="M1.5 6.2h13v3.6h-13z"),
        Phrases(
            rule="At least one strand could have shown a change and shows none; nothing else speaks.",
            means="it was looked for carefully enough, and nothing changed",
            counted="shows no change in {n}",
            drafted="the programme hopes {that}, and no change has been seen so far",
            instead="Say that the programme hoped for this, and that no change has been seen.",
            plain="No change seen",
            plainly="We looked, but saw no change here.",
            sign="no change",
            drawn="Two bars of the same height.",
        ),
    )
    ADVERSE = (
        "adverse",
        5,
        ("negative",),
        Look(word="Adverse", colour="adverse", shape="down", solid="M1.5 3h13L8 14.2z", terminal="bold red"),
        Phrases(
            rule="At least one strand is negative and none positive.",
            means="the evidence contradicts it",
            counted="contradicts {n}",
            drafted="the programme hopes {that}, and the evidence so far {verb} the opposite",
            instead="Say that the programme hoped for this, and that the evidence says the opposite.",
            plain="Seems untrue",
            sign="the wrong way",
            drawn="An arrow points down.",
        ),
    )
    INSUFFICIENT = (
        "insufficient",
        3,
        (),
        Look(word="Not enough evidence", colour="unsure", shape="ring", outline=_RING, dashed=True),
        Phrases(
            rule="Every strand of evidence has too little to say anything.",
            means="it was looked for, but too few people or records answer",
            counted="{n} could not be judged",
            drafted="it is not known {whether}",
            plain="Can’t say yet",
            plainly="We know too little about it so far.",
            sign="we don’t know yet",
            drawn="A question mark.",
        ),
    )
    NOT_MEASURED = (
        "not_measured",
        2,
        (),
        Look(word="Not measured", colour="unsure", shape="crossed", outline="M3 3h10v10H3zM3 13 13 3"),
        Phrases(
            rule="It is due, and nothing was collected under it.",
            means="it was due, and nothing was collected",
            counted="{n} was not measured",
            counted_more="{n} were not measured",
            plain="Not asked this year",
            plainly="We collected nothing about this, so we can’t say.",
            sign="we don’t know yet",
            drawn="A question mark.",
        ),
    )
    TOO_EARLY = (
        "too_early",
        1,
        (),
        Look(word="Too early to tell", colour="early", shape="hourglass", outline=_HOURGLASS, terminal="blue"),
        Phrases(
            rule="The theory of change says that the outcome is due in a later year. Early signs are shown.",
            means="the theory of change expects it in a later year; early signs are shown",
            drafted="it is too early to say {whether}",
            instead="Say that it is too early to judge. Or say only what was counted, or who said what.",
            plain="Too early to tell",
            plainly="We will say more in Year {}.",
            sign="too early to say",
            drawn="An hourglass.",
        ),
    )
    WITHHELD = (
        "withheld",
        0,
        (),
        Look(word="Not shown", colour="unsure", shape="box", outline="M3 3h10v10H3z"),
        Phrases(
            means="it was judged, and the verdict would tell too much of numbers that are too small to be shown",
            counted="the verdict on {n} is not shown",
            counted_more="the verdicts on {n} are not shown",
            plain="We keep this private",
            plainly="The numbers are so small that this could tell who someone is.",
            sign="kept private",
            drawn="A lock.",
        ),
    )
    """The replacement in a release for a verdict that would narrow the possible values of a hidden count."""


BY_RULE: Final = tuple(sorted((one for one in Verdict if one.number), key=lambda one: one.number))
"""The verdicts that the rules can give, in the order that they try them."""
