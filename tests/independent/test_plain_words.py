"""What a plain report says of an outcome, below a picture or of a site is refused where the folder gives another."""

from __future__ import annotations

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .printed import Printed
from .reading import Document, Passage

ALONE = "But scores often get better by themselves, and we could not compare these with anyone else’s."
ALONE_YOUNG = "But scores often get better by themselves, and we had no one to compare with."
UNDERSTAND = "45 of 55 partners (82%) agreed."
WAVES = "28 of 55 did before Year 1, and 41 of 55 did in Year 1."
CONFIDENT = "38 of 55 partners (69%) agreed. 48 of 62 did before Year 1, and 55 of 59 did in Year 1."
LEADERS = "45 of 55 partners (82%) agreed."
OWN = "{} young people scored this at the start and again this year. The last score was better for {} of them."
RISKS = f"{OWN.format(55, 35)} The other 20 scored the same or worse."
SAFE = f"{OWN.format(57, 41)} The other 16 scored the same or worse."
SAFE_YOUNG = f"{OWN.format(57, 41)} For the other 16, it was the same or worse."
HOLDS = "By {}, it also holds when compared with people or places where the work had not begun."
WENT = "By {}, it also went better than for people or places without the project."
SCORES, SCORES_YOUNG, RECORDS = "workers’ scores", "the scores that workers gave", "the records"
STILL = "This is how things are now. We can’t say that they changed."
FRIENDS = "Workers scored 122 young people at the start and again this year. The last score was"
KNOW = "Most people from other services agreed: {} of 55. Before the project began, it was {} of 55."
TALKED = "6 people from other services talked to us about this. {} of them said so."
PARTNERS, YOUNG = "plain-partners", "plain-young-people"

TRUE = (
    (PARTNERS, "practitioner_understanding", f"{UNDERSTAND} {WAVES} More people say so than before."),
    (PARTNERS, "confidence", f"{CONFIDENT} Fewer people say so than at an earlier time."),
    (PARTNERS, "structures_response", f"{LEADERS} {STILL}"),
    (PARTNERS, "cyp_understanding", f"{RISKS} {ALONE}"),
    (PARTNERS, "safety", f"{SAFE} {HOLDS.format(SCORES)}"),
    (PARTNERS, "pathways_suited", HOLDS.format(RECORDS)),
    (PARTNERS, "pathways_suited", "5 of 6 partners who spoke of it said so."),
    (PARTNERS, "relationships", f"{FRIENDS} the same for 101 of them, better for 10 and worse for 11."),
    (PARTNERS, "information_shared", "48 of 58 partners said that it got worse."),
    (YOUNG, "practitioner_understanding", KNOW.format(45, 28)),
    (YOUNG, "safety", f"{SAFE_YOUNG} {WENT.format(SCORES_YOUNG)}"),
    (YOUNG, "pathways_suited", f"{TALKED.format(5)} {WENT.format(RECORDS)}"),
    (
        YOUNG,
        "risk",
        "Most of the project’s workers agreed: 19 of 24. But 7 people from other services talked to us about this. "
        "Only 1 of them said so.",
    ),
    (YOUNG, "information_shared", "48 of 58 people from other services said that it got worse."),
)
UNTRUE = (
    (PARTNERS, "practitioner_understanding", f"{UNDERSTAND} 29 of 55 did before Year 1, and 41 of 55 did in Year 1."),
    (PARTNERS, "practitioner_understanding", f"{UNDERSTAND} 28 of 55 did before Year 1, and 41 of 56 did in Year 1."),
    (PARTNERS, "practitioner_understanding", f"{UNDERSTAND} 28 of 55 did in Year 1, and 41 of 55 did in Year 1."),
    (PARTNERS, "practitioner_understanding", f"{UNDERSTAND} 28 of 55 did before Year 1."),
    (PARTNERS, "practitioner_understanding", UNDERSTAND),
    (PARTNERS, "practitioner_understanding", f"45 of 55 partners (81%) agreed. {WAVES}"),
    (PARTNERS, "practitioner_understanding", f"{UNDERSTAND} {WAVES} Fewer people say so than at an earlier time."),
    (PARTNERS, "practitioner_understanding", STILL),
    (PARTNERS, "structures_response", "More people say so than before."),
    (PARTNERS, "safety", f"{SAFE} {ALONE}"),
    (PARTNERS, "cyp_understanding", RISKS),
    (PARTNERS, "access", HOLDS.format(SCORES)),
    (PARTNERS, "pathways_suited", "6 of 6 partners who spoke of it said so."),
    (PARTNERS, "relationships", f"{FRIENDS} better for 10 of them. The other 112 scored the same or worse."),
    (PARTNERS, "information_shared", "47 of 58 partners said that it got worse."),
    (YOUNG, "practitioner_understanding", KNOW.format(44, 28)),
    (YOUNG, "practitioner_understanding", KNOW.format(45, 29)),
    (YOUNG, "practitioner_understanding", "Most people from other services agreed: 45 of 55."),
    (YOUNG, "safety", f"{OWN.format(57, 41)} For the other 15, it was the same or worse."),
    (YOUNG, "cyp_understanding", f"{OWN.format(55, 35)} For the other 20, it was the same or worse."),
    (YOUNG, "pathways_suited", TALKED.format(6)),
    (YOUNG, "access", WENT.format(SCORES_YOUNG)),
    # Their own scores were compared with nobody’s.
    (YOUNG, "safety", f"{SAFE_YOUNG} {WENT.format('the scores that you gave')}"),
    # Of 26 it is no more than half.
    (YOUNG, "pathways_understood", "Most of the project’s workers agreed: 13 of 26."),
)
CAPTIONS = (
    (f"{SAFE_YOUNG} {WENT.format(SCORES_YOUNG)}", "about 7 in 10 got better", True),
    (f"{SAFE_YOUNG} {WENT.format(SCORES_YOUNG)}", "about 8 in 10 got better", False),
    (f"{SAFE_YOUNG} {WENT.format(SCORES_YOUNG)}", "7 in 10 got better", False),
    (KNOW.format(45, 28), "from about 5 in 10 to about 8 in 10", True),
    (KNOW.format(45, 28), "from about 8 in 10 to about 5 in 10", False),
    (TALKED.format(5), "5 of 6 said so", True),
    (TALKED.format(5), "6 of 6 said so", False),
)


def made(document: str, outcome: str, kind: str, text: str) -> Passage:
    ids = (f"outcome-{outcome}",)
    return Passage(document, "plain", (document, *ids), ("plain", *ids), kind, text)


def failures(printed: Printed, document: str, *passages: Passage) -> list[str]:
    text = " ".join(each.text for each in passages)
    ledger = printed.placing.place(Document(document, passages, (), frozenset(), text))
    return [str(each) for each in ledger.failures]


@pytest.mark.parametrize(("document", "outcome", "text"), TRUE)
def test_what_the_folder_gives_is_placed(printed: dict[int, Printed], document: str, outcome: str, text: str) -> None:
    assert not failures(printed[2], document, made(document, outcome, "paragraph", text))


@pytest.mark.parametrize(("document", "outcome", "text"), UNTRUE)
def test_what_it_does_not_give_is_refused(printed: dict[int, Printed], document: str, outcome: str, text: str) -> None:
    assert failures(printed[2], document, made(document, outcome, "paragraph", text))


@pytest.mark.parametrize(("text", "caption", "holds"), CAPTIONS)
def test_a_picture_shows_the_number_beside_it(
    printed: dict[int, Printed], text: str, caption: str, holds: bool
) -> None:
    """Those that do not hold are refused below the picture, whatever stands beside it."""
    outcome = "safety" if "got better" in caption else "pathways_suited" if "said so" in caption else ""
    outcome = outcome or "practitioner_understanding"
    beside, below = (made(YOUNG, outcome, *piece) for piece in (("paragraph", text), ("caption", caption)))
    found = failures(printed[2], YOUNG, beside, below)
    assert bool(found) != holds
    assert all("caption" in each for each in found)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (
            "The team saw 61 young people, trained 154 people at 8 events, made 47 onward referrals and carried out "
            "38 other activities.",
            True,
        ),
        (
            "The team saw 61 young people, trained 154 people at 9 events, made 47 onward referrals and carried out "
            "38 other activities.",
            False,
        ),
        ("The team saw 61 young people and carried out 38 other activities.", False),
    ],
)
def test_a_sites_work_is_told_whole(printed: dict[int, Printed], text: str, holds: bool) -> None:
    passage = Passage(PARTNERS, "plain", (PARTNERS, "site-london"), ("plain", "site-london"), "caption", text)
    assert bool(failures(printed[2], PARTNERS, passage)) != holds
