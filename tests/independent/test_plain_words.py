"""A plain report's earlier waves and comparisons are refused where the folder gives others."""

from __future__ import annotations

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .printed import Printed
from .reading import Document, Passage

ALONE = "But scores often get better by themselves, and we could not compare these with anyone else’s."
UNDERSTAND = "45 of 55 partners (82%) agreed with “I understand how exploitation works, and its forms”."
WAVES = "28 of 55 did before Year 1, and 41 of 55 did in Year 1."
CONFIDENT = "38 of 55 partners (69%) agreed with “I am confident to recognise exploitation”."
LEADERS = "45 of 55 partners (82%) agreed with “Leaders here expect us to look beyond the family”."
OWN = "Of {} young people who scored this at the start and again this year, {} gave a better score the last time."
RISKS = f"{OWN.format(55, 35)} The other 20 scored the same or worse."
SAFE = f"{OWN.format(57, 41)} The other 16 scored the same or worse."
HOLDS = "It also holds when compared with people or places where the work had not begun."

TRUE = (
    ("practitioner_understanding", f"More people say so than before. {UNDERSTAND} {WAVES}"),
    (
        "confidence",
        f"Fewer people say so than at an earlier time. {CONFIDENT} "
        "48 of 62 did before Year 1, and 55 of 59 did in Year 1.",
    ),
    ("structures_response", f"This says how things are now, and not that they changed. {LEADERS}"),
    ("cyp_understanding", f"{RISKS} {ALONE}"),
    ("safety", f"{HOLDS} {SAFE}"),
    ("pathways_suited", HOLDS),
)
UNTRUE = (
    ("practitioner_understanding", f"{UNDERSTAND} 29 of 55 did before Year 1, and 41 of 55 did in Year 1."),
    ("practitioner_understanding", f"{UNDERSTAND} 28 of 55 did before Year 1, and 41 of 56 did in Year 1."),
    ("practitioner_understanding", f"{UNDERSTAND} 28 of 55 did in Year 1, and 41 of 55 did in Year 1."),
    ("practitioner_understanding", f"{UNDERSTAND} 28 of 55 did before Year 1."),
    ("practitioner_understanding", UNDERSTAND),
    ("practitioner_understanding", f"Fewer people say so than at an earlier time. {UNDERSTAND} {WAVES}"),
    ("practitioner_understanding", "This says how things are now, and not that they changed."),
    ("structures_response", f"{LEADERS} 15 of 31 did in Year 1."),
    ("structures_response", "More people say so than before."),
    ("safety", f"{SAFE} {ALONE}"),
    ("cyp_understanding", RISKS),
    ("access", HOLDS),
)


def failures(printed: Printed, outcome: str, text: str) -> list[str]:
    ids = (f"outcome-{outcome}",)
    passage = Passage("plain-partners", "plain", ("plain-partners", *ids), ("plain", *ids), "paragraph", text)
    ledger = printed.placing.place(Document("plain-partners", (passage,), (), frozenset(), text))
    return [str(each) for each in ledger.failures]


@pytest.mark.parametrize(("outcome", "text"), TRUE)
def test_what_the_folder_gives_is_placed(printed: dict[int, Printed], outcome: str, text: str) -> None:
    assert not failures(printed[2], outcome, text)


@pytest.mark.parametrize(("outcome", "text"), UNTRUE)
def test_what_it_does_not_give_is_refused(printed: dict[int, Printed], outcome: str, text: str) -> None:
    assert failures(printed[2], outcome, text)
