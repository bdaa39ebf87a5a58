"""Sentences that explain how to read the report: their numbers are ends of a scale, or words and no counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .expected import Holds
from .folder import Year
from .registering import Said, explains, states
from .rules import rule
from .shares import wilson

explains(
    r"area-|by-place",
    "The theory does not link the two directly.",
    "and nobody outside confirms it yet",
    "that none of those asked disputes",
    "those with a first one",
)
explains(
    "method",
    "α is Krippendorff’s: 1 is full agreement, 0 what chance alone would give, and it is taken over "
    "every character of the "
    "text, including text that nobody coded.",
    "Positive agreement is twice what both coders gave a code, divided by the sum of what each coder gave it.",
    "α, with its 95% range",
    "two independent sources of evidence say so; one at least is from outside the programme, and one at least compares "
    "with an earlier time or with others",
    "early signs say so, from one side or from two;",
    "some evidence supports it and some contradicts it; both sides are shown",
    "it starts from how the evidence was compared, and falls one step, down to very low, for each serious concern",
    "a 95% Wilson interval",
    "In brackets is the 95% range: a year that only goes on as before seldom lies outside it, about once in twenty "
    "times",
)
explains(
    "rules",
    "A strand is all evidence of one kind and one voice.",
    "One strand is positive and one negative; or a strand is positive in one place and negative in another.",
    "At least one strand is negative and none positive.",
    "Two positive strands of different kind or voice that share neither people nor records. At least one is from "
    "outside the programme’s own staff. At least one is measured:",
    "Any other case with a positive strand: early signs, from one side or from two.",
    "At least one strand could have shown a change and shows none; nothing else speaks.",
    "At least one strand gives no clear answer, and none is positive or negative.",
    "1 is perfect",
    "Share of readings that must point one way",
    "Difference between two waves, within which",
    "to be one of the two sources of “supported”",
)
explains(
    "plain",
    "one early sign is not good",
    "We collected nothing to answer this, so we can’t say.",
    "Learnt in one place, of use in others",
)
explains("to-collect", "the same questions before and three months later")
explains("findings", "No other strand of evidence reads otherwise.")
explains(
    "area-system",
    "are not counted as none",
    "the share that they reported: it says how many work together and not how well, and a larger network is nearly "
    "always a thinner one.",
    "How closely those who work together do so, from 1 to 5, in their own judgement",
    "Of the ties reported between two organisations that both answered, the share that both reported: it says how "
    "far accounts agree and not which of the two is right.",
    "Pairs of which both say that they work together, beside those of which either says so",
    "a tie to someone who did not answer can be confirmed by nobody",
    "0 if all are named equally often and 1 if everyone names the same one",
    "0 if all name equally many and 1 if only one names everyone",
    "Ties to other groups less ties within one’s own, over both, from −1 to 1",
    "Of the ties in either of two waves, the share that are in both",
    "among those who answered both waves: its interval",
    "How alike the two waves’ patterns of ties are, from −1 to 1",
    "The two patterns are more alike than chance gives",
    "The share of the shortest ways between two others that lead through an organisation",
    "so none of these stands for another",
    "A line joins two organisations",
    "Difference (95%)",
    "Change of density (95%)",
    "Answered both",
)


@states(
    "method", r"^(?P<k>\d+) of (?P<n>\d+) people \((?P<share>\d+%); (?P<low>\d+%) to (?P<high>\d+%)\)$", kind="fact"
)
def example(year: Year, said: Said) -> dict[str, Any]:
    k, n = int(said["k"]), int(said["n"])
    if k > n:
        return {"k": Holds(False, "more than all agree")}
    low, high = wilson(k, n)
    return {"k": k, "n": n, "share": Fraction(k, n), "low": low, "high": high}


@states(
    "method",
    r"(?P<k>\d+) of the (?P<n>\d+) who gave an opinion agree, which is (?P<share>\d+%)\. Had more people "
    r"been asked in the "
    r"same way, the share would probably lie between (?P<low>\d+%) and (?P<high>\d+%)",
)
def example_told(year: Year, said: Said) -> dict[str, Any]:
    return example(year, said)


@states("method", r"Where fewer than (?P<least>\d+) answered, no percentage is given")
def least(year: Year, said: Said) -> dict[str, Any]:
    return {"least": rule(year.folder, "min_n")}


@states("method", r"^Evidence (?P<n>\d+)$", kind="fact")
def example_evidence(year: Year, said: Said) -> dict[str, Any]:
    return {"n": Holds(True)}


@states("method", r"p = (?P<p>[\d.]+) is (?:once in twenty)")
def once_in(year: Year, said: Said) -> dict[str, Any]:
    return {"p": Fraction(1, 20)}
