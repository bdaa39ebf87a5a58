"""Read a strand of words: what sources say in interviews, documents and harvested changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tideturn.evaluation.readings import Reading, at_least
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, needed, stated, stated_noun, stated_of, told

FEWEST_DOCUMENTS: Final = 2
"""Minimum documents of different origin that must say so; a reading of fewer documents, or changes, is imprecise."""
FEWEST_SPEAKERS: Final = 5
"""Minimum people who spoke; a reading of fewer is imprecise."""


@dataclass(frozen=True)
class Spoken:
    """How many sources said what about an outcome, each counted once, and how many were asked about it."""

    asked: int
    supports: int = 0
    contradicts: int = 0
    no_change: int = 0
    too_early: int = 0
    mixed: int = 0

    @property
    def spoke(self) -> int:
        """Return how many said anything about it; those who said “too early” or both also spoke."""
        return self.supports + self.contradicts + self.no_change + self.too_early + self.mixed


def read_interviews(said: Spoken, rules: Rules, *, written: int = 0) -> Reading:
    """Read what sources say: enough of them, enough of those who spoke, and enough of those asked.

    `written` counts passages of answers written in a survey. They are quoted beside interviews and are not sources.
    """
    asked, spoke = said.asked, said.spoke
    if asked == 0 and written:
        passages = "passage of an answer" if written == 1 else "passages of answers"
        quoted = told(
            f"Nobody was interviewed about it; {{n}} {passages} written in a survey {'is' if written == 1 else 'are'} "
            "quoted, and not counted here.",
            n=stated("written", written),
        )
        return Reading("insufficient", quoted, needs=_more_speakers(spoke, rules))
    if asked == 0:
        mentioned = "Nobody was asked. People mentioned it, but did not say which way it went."
        return Reading("insufficient", mentioned, needs=_more_speakers(spoke, rules))
    if spoke == 0:
        why = told(
            f"{{asked}} {'was' if asked == 1 else 'were'} asked, and none spoke of it.",
            asked=stated_of("asked", asked, "sources"),
        )
        return Reading("silent", why)
    return replace(_read(said, rules), imprecise=_few_speakers(spoke))


def _read(said: Spoken, rules: Rules) -> Reading:
    """Read what people said; at least one spoke."""
    views = _views(said)
    if _speaks(said.too_early, said, rules):
        return Reading("insufficient", told("{views}.", views=views))
    ways = {"positive": said.supports, "negative": said.contradicts, "no_change": said.no_change}
    carried = [way for way, count in ways.items() if _speaks(count, said, rules)]
    if len(carried) == 1:
        way = carried[0]
        noticed = told("what {n} would notice", n=stated_of("n", said.spoke, "sources"))
        smallest = noticed if way == "no_change" else ""
        return Reading(way, told("{views}.", views=views), smallest_change=smallest)
    if said.spoke < rules.interview_sources:
        least = stated("interview_sources", rules.interview_sources, item="rules")
        why = told("{views}; it takes {least} sources.", views=views, least=least)
        return Reading("insufficient", why, needs=_more_speakers(said.spoke, rules))
    short = "" if at_least(rules.asked_share, said.spoke, said.asked) else ", fewer than it takes"
    return Reading("mixed", told("{views}{short}.", views=views, short=short))


def may_support(said: Spoken, rules: Rules) -> bool:
    """Return whether enough spoke, and enough of them for it, to be one of the two strands of *supported*."""
    enough = said.spoke >= rules.interview_supported
    return enough and at_least(rules.interview_supported_share, said.supports, said.spoke)


def read_documents(*, supporting: int, contradicting: int, documents: int, both: int = 0) -> Reading:
    """Read documents: `supporting` and `contradicting` count different origins, `both` extracts that say both."""
    said = told(
        "{documents}: {supporting} in support, {contradicting} against",
        documents=stated_of("documents", documents, "documents"),
        supporting=stated_noun("origins.supports", supporting, "origin"),
        contradicting=stated("origins.contradicts", contradicting),
    )
    whole = told("{said}.", said=said)
    few = ""
    if documents < FEWEST_DOCUMENTS:
        few = told("It rests on {n} alone.", n=stated_of("documents", documents, "documents"))
    if supporting >= FEWEST_DOCUMENTS and not contradicting and not both:
        return Reading("positive", whole, imprecise=few)
    if contradicting >= FEWEST_DOCUMENTS and not supporting and not both:
        return Reading("negative", whole, imprecise=few)
    if contradicting or both:
        return Reading("mixed", told("{said}; not all of it is in support.", said=said), imprecise=few)
    least = stated("documents", FEWEST_DOCUMENTS, item="method")
    return Reading(
        "insufficient",
        told("{said}; it takes {least} of different origin.", said=said, least=least),
        needs=told(
            "{more} of another origin that says how it went",
            more=needed(FEWEST_DOCUMENTS - supporting, "more document"),
        ),
        imprecise=few,
    )


def read_changes(*, better: int, worse: int, disputed: int, reported: int, undone: int = 0) -> Reading:
    """Read harvested changes: confirmed as better or worse, disputed by somebody, only reported, undone since."""
    harvested = better + worse + disputed + reported + undone
    parts = [
        told("{n} reported", n=stated_of("evidence", harvested, "changes")),
        told(": {n} confirmed for the better", n=stated("said.supports", better)),
    ]
    others = (
        ("said.contradicts", worse, "for the worse"),
        ("said.mixed", disputed, "disputed"),
        ("reported", reported, "not confirmed or not yet adopted"),
        ("reversed", undone, "reversed since and not counted"),
    )
    parts += [told(", {n} {what}", n=stated(field, n), what=what) for field, n, what in others if n]
    said = told("{parts}.", parts=joined(parts))
    counting = better + worse + disputed
    few = ""
    if counting < FEWEST_DOCUMENTS:
        fields = "said.supports+said.contradicts+said.mixed"
        few = told("It rests on {n} alone.", n=stated_of(fields, counting, "changes"))
    if disputed or (better and worse):
        return Reading("mixed", said, imprecise=few)
    if better or worse:
        return Reading("positive" if better else "negative", said, imprecise=few)
    needs = "an independent person’s view of an adopted change: of its description, and of the programme’s part in it"
    return Reading("insufficient", said, needs=needs, imprecise=few)


def _speaks(count: int, said: Spoken, rules: Rules) -> bool:
    return (
        count >= max(rules.interview_sources, 1)
        and at_least(rules.interview_share, count, said.spoke)
        and at_least(rules.asked_share, said.spoke, said.asked)
    )


def _few_speakers(spoke: int) -> str:
    if spoke >= FEWEST_SPEAKERS:
        return ""
    return told("Only {n} spoke of it.", n=stated_of("n", spoke, "sources"))


def _views(said: Spoken) -> Told:
    """Return what people said, the view that most hold first, then how many of those asked spoke."""
    views = (
        ("supports", said.supports, "supports it", "support it"),
        ("contradicts", said.contradicts, "contradicts it", "contradict it"),
        ("no_change", said.no_change, "says that nothing changed", "say that nothing changed"),
        ("too_early", said.too_early, "says that it is too early", "say that it is too early"),
        ("mixed", said.mixed, "says both", "say both"),
    )
    held = sorted((view for view in views if view[1]), key=lambda view: -view[1])
    most, *others = [
        (stated(f"said.{way}", count), one if count == 1 else several) for way, count, one, several in held
    ]
    rest = joined((told("{n} {words}", n=count, words=words) for count, words in others), ", ")
    return told(
        "{most} of {spoke} who spoke of it {words}{others}; {again} of {asked} asked spoke",
        most=most[0],
        spoke=stated_of("n", said.spoke, "sources"),
        words=most[1],
        others=told(" ({rest})", rest=rest) if others else "",
        again=stated("n", said.spoke),
        asked=stated("asked", said.asked),
    )


def _more_speakers(spoke: int, rules: Rules) -> str:
    """Return how many more people must speak about it before it can be read; never which way."""
    more = max(rules.interview_sources - spoke, 1)
    return told("{more} to say how they see it", more=needed(more, "more person", "more people"))
