"""Print who for, where and why: what people said works in a context, as a pattern or as an account of few."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.contribution import CAME_ABOUT
from tideturn.evaluation.theory_records import SaidMechanism
from tideturn.evaluation.told import Told, carrying, stated, told, told_list
from tideturn.evaluation.units import OF_VOICE, noun
from tideturn.methods.causal_map import HELPS
from tideturn.report.blocks import Block, DataTable, Paragraph, Quotation, Span, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, listed, plural, sentence

_TITLE: Final = "Who for, where and why"
_IN_BODY: Final = 2
"""Maximum number of patterns in the body."""
_QUOTES: Final = 2
"""Maximum number of quotations under a pattern or an account."""
_NOTE: Final = (
    "Each row is a context, what people said helps there or gets in the way, and the outcome. We count a person only "
    "if they named all of it in a single passage, or in causes that meet. If enough people did, it is a pattern. If "
    "fewer did, it is an account. Neither is proof."
)

_ADULTS: Final = " In a published report we count adults alone."


def mechanisms_in_short(look: Lookup) -> list[Block]:
    """Return the patterns that most people described, or else the first account with a quotation."""
    own = [
        one
        for one in look.evaluation.mechanisms
        if (one.outcome_id, PROGRAMME_SCOPE) in look.verdicts
        and look.verdicts[one.outcome_id, PROGRAMME_SCOPE].standing in CAME_ABOUT
    ]
    patterns = [one for one in own if one.pattern]
    if patterns:
        return [Paragraph(_told(look, one)) for one in patterns[:_IN_BODY]]
    if not own:
        return []
    return [Paragraph(_told(look, own[0])), *_quoted(own[0], 1)]


def mechanisms(look: Lookup) -> list[Block]:
    """Return every pattern and account as a table, then the words of those who agreed to be quoted."""
    found = look.evaluation.mechanisms
    if not found:
        return []
    table = DataTable(
        _TITLE,
        ("Context", "What people named", "What it does", "Outcome", "Who said so", "What that makes"),
        tuple(
            (
                words(verbatim(_context(look, one))),
                words(verbatim(capital(_named(look, one)))),
                words("Helps" if one.effect == HELPS else "Gets in the way"),
                words(look.link(one.outcome_id) if one.outcome_id in look.judged else look.title(one.outcome_id)),
                words(_who(one), _denied(one)),
                words("A pattern" if one.pattern else "An account"),
            )
            for one in found
        ),
    )
    blocks: list[Block] = [Paragraph(words(_NOTE + (_ADULTS if look.release else "")), "quiet"), table]
    for one in found:
        quotes = _quoted(one, _QUOTES)
        if quotes:
            blocks += [Paragraph(words(Span(sentence(f"in {_account(look, one, ',')}"), strong=True))), *quotes]
    return blocks


def _told(look: Lookup, one: SaidMechanism) -> Words:
    """Say one mechanism in a sentence.

    For example: `Five people (4 partners and 1 member of staff) each said of the context “…” that “…” helps “…”.`
    """
    makes = "That is a pattern, not proof." if one.pattern else "So few are no pattern."
    said = told(
        "{who} {each}said of {account}{denied}. {makes}",
        who=_who(one),
        each="each " if one.sources != 1 else "",
        account=_account(look, one, " that"),
        denied=_denied(one),
        makes=carrying(makes, "pattern" if one.pattern else "account", item=one.identity),
    )
    return words(Span(f"{_TITLE}. ", strong=True), said)


def _account(look: Lookup, one: SaidMechanism, then: str) -> str:
    does = "helps" if one.effect == HELPS else "gets in the way of"
    return f"the context “{_context(look, one)}”{then} “{_named(look, one)}” {does} “{look.title(one.outcome_id)}”"


def _who(one: SaidMechanism) -> Told:
    """Return `Four partners` or `Five people (1 member of staff and 4 partners)`.

    If the report does not say which voices they are, return `Nine people`.
    """

    def of(voice: str, form: str = "count") -> Told:
        count = one.by_voice[voice]
        n = stated(f"by_voice.{voice}", count, form, item=one.identity)
        return told("{n} {people}", n=n, people=noun(OF_VOICE[voice], count))

    if len(one.by_voice) == 1:
        return of(next(iter(one.by_voice)), "In words")
    n = stated("sources", one.sources, "In words", item=one.identity)
    people = told("{n} {people}", n=n, people=plural(one.sources or 0, "person"))
    parts = told_list(map(of, one.by_voice))
    return told("{people} ({parts})", people=people, parts=parts) if parts else people


def _denied(one: SaidMechanism) -> Told:
    """Say how many said otherwise about the cause and the outcome, in any context."""
    if one.against == 0:
        return Told("")
    if one.against is None:
        return Told("; how many said otherwise is not shown")
    n = stated("against", one.against, item=one.identity)
    return told("; {n} {people} said otherwise", n=n, people=plural(one.against, "person"))


def _quoted(one: SaidMechanism, most: int) -> list[Quotation]:
    return [Quotation(said.text, said.speaker) for said in one.quotes[:most]]


def _context(look: Lookup, one: SaidMechanism) -> str:
    titles = {row["code"]: row["title"] for row in look.dataset.table("codebook").to_dicts()}
    return titles.get(one.context) or one.context


def _named(look: Lookup, one: SaidMechanism) -> str:
    """Return the mechanism in people's own words, or else the theory's name for it."""
    nodes = {row["node_id"]: row["title"] for row in look.dataset.table("toc_nodes").to_dicts()}
    return listed(one.factors, "or") or nodes.get(one.mechanism, one.mechanism)
