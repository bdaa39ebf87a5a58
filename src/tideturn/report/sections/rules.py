"""The rules that judged the year, with this programme's own numbers, and the version that applied them."""

from __future__ import annotations

import tideturn
from tideturn.dataset.verdict import BY_RULE
from tideturn.evaluation.rounding import in_points
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import explained, stated, stated_noun, told
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph, Section, Span, verbatim, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import number, percent

_MEANING = {
    "min_n": "Opinions that it takes before a survey gives a percentage or a reading",
    "min_pairs": "People, or places, scored twice that it takes before a change is read",
    "no_change_margin": "Net change, better less worse, within which the whole range must lie to read as no change",
    "level_margin": "Difference between two waves, within which the whole range must lie to read as no change",
    "attrition_mixed": "Share without a second score, above which a change reads mixed at most",
    "series_years": "Earlier whole years that a series is compared with, at most",
    "interview_sources": "People who must say the same in interviews",
    "interview_share": "Share of those who spoke to it in interviews who must say the same",
    "density_margin": "Change of a network’s density within which the whole range must lie to read as no change",
    "interview_supported": "People who must have spoken for interviews to be one of the two sources of “supported”",
    "interview_supported_share": "Share of them who must say so, for that",
    "asked_share": "Share of those asked in interviews who must have spoken to it",
    "item_share": "Share of a survey’s questions that must read the same way",
    "response_rate": "Response rate below which confidence falls",
    "attrition_concern": "Share without a second score, above which confidence falls",
    "agreement_concern": "Agreement between coders (Krippendorff’s alpha, 1 is perfect) below which confidence falls",
    "coherence": "Share of readings that must point one way, or confidence falls",
    "share_width": "Width of a share’s range above which confidence falls",
    "difference_width": "Width of a difference’s range above which confidence falls",
}

_IN_POINTS = ("no_change_margin", "level_margin", "density_margin", "share_width", "difference_width")
_WAVES = told(
    "Two waves of a question are compared by Newcombe’s interval, in which {alike} answers are worth one: people of "
    "one organisation, team or place answer alike. If a share is lower than in only one of two earlier waves, it fell "
    "only if a {surer} range says so too.",
    alike=explained("1.1"),
    surer=explained("97.5%"),
)


def rules(look: Lookup) -> Section:
    """Return the ordered rules, the thresholds (a changed one is marked), and the version of Tideturn."""
    steps = tuple(words(Span(f"{one.word}. ", strong=True), one.says.rule) for one in BY_RULE)
    used, usual = look.evaluation.rules.as_dict(), Rules().as_dict()
    rows = tuple((words(text), words(_threshold(name, used[name], usual[name]))) for name, text in _MEANING.items())
    blocks: tuple[Block, ...] = (
        Paragraph(
            words(
                "A strand is all evidence of one kind and one voice. Each is read by itself; then the first of these "
                "rules that fits gives the verdict. Nothing is averaged. A place has its own verdict only if "
                "it clearly differs from the others."
            )
        ),
        Bullets(steps, numbered=True),
        DataTable("The numbers that the rules turn on", ("What", "Number"), rows, frozenset({1})),
        Paragraph(words(_WAVES)),
        *_not_shown(look),
        Paragraph(words("Drawn up with Tideturn ", verbatim(tideturn.__version__), f".{_files(look)}"), "quiet"),
    )
    return Section("rules", "How the rules judged it", 2, (Annex(tuple(blocks)),))


def _not_shown(look: Lookup) -> tuple[Block, ...]:
    """Say which rule hid small counts of young people in a release, and how many are hidden."""
    if look.release is None:
        return ()
    thresholds, counts = look.evaluation.rules, look.release.shown
    own = f"shown/{look.evaluation.year.number}"
    said = told(
        "Of {counts} of young people and families and the totals over them, {hidden} are not shown. Hidden first is "
        "every count from {one} to {few}, and every one that leaves so few of a total that is shown ({zero}); then as "
        "many others as it takes, so that nobody can work those out from this report and earlier ones.",
        counts=stated_noun("counts", len(counts), "count", item=own),
        hidden=stated("hidden", sum(count is None for count in counts.values()), item=own),
        one=explained("1"),
        few=stated("small_count", thresholds.small_count, item="rules"),
        zero="a count of none is shown" if thresholds.show_zero else "a count of none is hidden too",
    )
    return (Section("not-shown", "What is not shown", 3, (Paragraph(words(said)),)),)


def _files(look: Lookup) -> str:
    if look.release is None:
        return ""
    return (
        " The fingerprints of every file of this release, and of the dataset behind it, are in release.json beside it."
    )


def _threshold(name: str, used: float, usual: float) -> str:
    """Return a rule's number, with the usual one if this programme has set its own."""
    form = number if name == "agreement_concern" else in_points if name in _IN_POINTS else percent
    both = [form(value) if isinstance(value, float) else number(value) for value in (used, usual)]
    return both[0] if used == usual else f"{both[0]}, set by this programme (usually {both[1]})"
