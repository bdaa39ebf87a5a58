"""By which rules it was judged, with this programme's own numbers, and by which version."""

from __future__ import annotations

import tideturn
from tideturn.dataset.vocabulary import VERDICT
from tideturn.evaluation.rules import Rules
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import number, percent

_ORDER = (
    ("too_early", "The theory of change says that the outcome is due in a later year. Early signs are shown."),
    ("not_measured", "It is due, and nothing was collected about it."),
    ("insufficient", "Every strand of evidence has too little to say anything."),
    (
        "contested",
        "One strand is positive and one negative; or a strand is positive in one place and negative in another.",
    ),
    ("adverse", "At least one strand is negative and none positive."),
    (
        "supported",
        "Positive strands of different kind or voice, from independent origins, at least one of them from outside the "
        "programme’s own staff; none negative, none that shows no change.",
    ),
    ("emerging", "Any other case with a positive strand."),
    ("no_change_observed", "At least one strand could have shown a change and shows none; nothing else speaks."),
    ("mixed", "At least one strand gives no clear answer, and none is positive or negative."),
)
_MEANING = {
    "min_n": "opinions before a survey strand gives a percentage or a reading",
    "min_pairs": "people or places scored twice before a change is read",
    "no_change_margin": "the widest net change that still counts as no change",
    "attrition_mixed": "without a second score, above which a change reads mixed at most",
    "series_baseline": "points before the year from which the limits of a series are set",
    "interview_sources": "people who must support it in interviews",
    "interview_share": "of those who spoke to it in interviews must say the same",
    "asked_share": "of those asked in interviews must have spoken to it",
    "item_share": "of a survey’s questions must read the same",
    "response_rate": "response rate below which confidence falls",
    "attrition_concern": "without a second score, above which confidence falls",
    "agreement_concern": "agreement between coders (Krippendorff’s alpha) below which confidence falls",
    "coherence": "of readings must point one way, or confidence falls",
    "adequacy_sources": "sources below which confidence falls, unless enough answered",
    "adequacy_answers": "answers below which confidence falls, unless there are enough sources",
}


def rules(look: Lookup) -> Section:
    """The ordered rules, the thresholds (a changed one is marked), and the version of Tideturn."""
    steps = tuple(words(f"{i}. {VERDICT.terms[v]}. {text}") for i, (v, text) in enumerate(_ORDER, start=1))
    used, usual = look.evaluation.rules.as_dict(), Rules().as_dict()
    shares = {name for name, value in usual.items() if isinstance(value, float)} - {"agreement_concern"}
    rows = tuple(
        (
            words(text),
            words(percent(used[name]) if name in shares else number(used[name])),
            words("as usual" if used[name] == usual[name] else f"set by this programme (usually {usual[name]:g})"),
        )
        for name, text in _MEANING.items()
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            words(
                "A strand is all evidence of one kind and one voice. Each is read by itself; then the first of these "
                "rules that fits gives the verdict. Nothing is averaged."
            )
        ),
        Bullets(steps),
        DataTable(
            "The numbers that the rules turn on", ("What", "Number", "Where it comes from"), rows, frozenset({1})
        ),
        Paragraph(words(f"Drawn up with Tideturn {tideturn.__version__}."), "quiet"),
    )
    return Section("rules", "The rules by which it was judged", 2, blocks)
