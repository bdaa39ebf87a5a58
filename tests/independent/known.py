"""Sentences that are known not to hold, until they are mended: the aim is that there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .placing import Failure


@dataclass(frozen=True)
class Known:
    """A sentence (and, where given, what failed in it) that does not hold, and why."""

    pattern: str
    reason: str
    years: tuple[int, ...] = (1, 2)
    plain: bool = False  # of the plain reports, which are read where poppler is


# Outcomes about which a survey asks several questions.
_SEVERAL = "confident to identify|Policies, cultures|work together more|Better information"

KNOWN_WRONG: tuple[Known, ...] = (
    Known(
        r"(?s)Practice changes and stays changed.*(?:people came; |people were asked|“follow-up” \()",
        "“Asked” is everyone who came to an event of which anybody answered (310), though invited.csv says "
        "that 70 were invited; and at National 108 people of 4 events came, where both years' 9 events had "
        "219: places do "
        "not add up.",
        (2,),
    ),
    Known(
        rf"(?s)(?:{_SEVERAL}).*gave an opinion”",
        "Where a strand has several questions the number is that of one of them, not of the people who gave "
        "an opinion.",
    ),
    Known(
        rf"(?s)(?:{_SEVERAL}).*too soon to tell”",
        "Where a strand has several questions the number is that of one of them, not of the people who said so.",
    ),
    Known(
        r"“I understand how exploitation works, and its forms\.” is not what they were asked",
        "The answers of people trained stand under the partners' question; theirs was “How well do you understand "
        "exploitation? (1 to 5)”.",
    ),
    Known(
        r"they were asked 1, and how it was answered is told of in 2 ways",
        "People trained were asked one question before and after: “2 of 2 questions” counts the change and "
        "the level of it.",
    ),
    Known(
        r"new: printed “56”, recomputed 59",
        "Of 169 pairs told of, 71 were not told of before; of 59 both ends had answered then. 56 leaves out "
        "three that one end alone told of in the later wave.",
        (2,),
    ),
    Known(
        r"“both supports and contradicts it\.”\s+reading: 9 better, 0 worse",
        "Nine of twelve got better and nobody got worse: nothing contradicts. That most were lost is why it "
        "reads mixed.",
        (2,),
    ),
    Known(
        r"“5[04]\.2”, recomputed 5[04]\.25",
        "Rates of 54.25 and 50.25 are printed as 54.2 and 50.2: half to even, where shares are rounded half up.",
    ),
    Known(
        r"documents read, and quoted under the outcomes”\s+n: printed",
        "Of the nine quoted documents eight are of Year 2; one is of Year 1 and quoted there.",
        (2,),
    ),
    Known(
        r"“The full report has 1 more point”",
        "The full report has two more points: one that says “three young people” is left out here, and is not counted.",
        (2,),
        plain=True,
    ),
    # Implementation, pathways, change over time, what changed since the year before.
    Known(
        r"(?s)came next: how often.*\nAppropriate adult attends\n(47|53)\n",
        "The box counts who took the step without the place where it fairly differs; the arrows into it are with it.",
    ),
    Known(
        r"did better, the largest share[\s\S]*there is a larger share in the table",
        "The table below has larger shares of fewer than ten young people, and of places, which are not drawn.",
    ),
    Known(
        r"adds a kind or voice of evidence",
        "14 outcomes gain a kind, or a voice; 16 gain a kind and voice together that they had not.",
        (2,),
    ),
)


# What does not hold of the second programme's folder.
SECOND_WRONG: tuple[Known, ...] = (
    Known(
        r"Cwm Tawe”, column “On what evidence”",
        "At Cwm Tawe the partners' survey said too little in Year 1; “mixed” was the survey of people trained.",
        (2,),
    ),
    Known(
        r"(?s)notice the early signs.*(?:gweithdy|people trained|looked back|people came|with enough|question "
        r"that reads)",
        "Where one survey holds answers before, after and months later, the last of them is taken for the "
        "answer after: 22 of 27 “gave a better answer afterwards”, where all 26 who answered after the day did.",
    ),
    Known(
        r"gave an opinion”\s+n: printed",
        "Where a strand has several questions the number is that of one of them, not of the people who gave "
        "an opinion.",
    ),
    Known(
        r"documents read, and quoted under the outcomes”\s+n: printed",
        "Of the four quoted documents two are of Year 2; two are of Year 1 and quoted there.",
        (2,),
    ),
    Known(
        r"“both supports and contradicts it\.”\s+reading: \d+ agree, 0 disagree",
        "Nobody disagreed: nothing contradicts. The range of the share is wide.",
    ),
)


def known(failure: Failure, year: int, table: tuple[Known, ...] = KNOWN_WRONG) -> Known | None:
    """Return the entry that a failure belongs to, if it is known."""
    told = str(failure)
    return next((each for each in table if year in each.years and re.search(each.pattern, told)), None)
