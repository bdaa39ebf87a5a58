"""Words can be read, edges seen, and what differs in meaning differs to who sees fewer colours, in both schemes."""

import re
from itertools import combinations

import pytest

from .palette import SEEN, SHEET, contrast, distance, schemes

SCHEMES = schemes()
GROUNDS = ("paper", "sheet", "tide-wash")
VERDICTS = ("supported", "emerging", "flat", "unsure", "contested", "adverse", "early")
WORDS = [
    *((word, ground) for word in ("ink", "quiet", "tide", "tide-deep", "wrong", *VERDICTS) for ground in GROUNDS),
    *((word, ground) for word in ("ink", "tide") for ground in ("wrong-wash", "care-wash")),
    *(("wrong", "wrong-wash"), ("wrong-deep", "wrong-wash"), ("care", "care-wash"), ("care", "paper")),
    *(("on-tide", "tide"), ("on-tide", "tide-deep"), ("on-wrong", "wrong"), ("on-wrong", "wrong-deep")),
]
"""What is written in which colour on which ground."""
EDGES = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("tide", "line"),
    ("focus", "ink"),
    ("wrong", "paper"),
    ("wrong", "sheet"),
]
"""What is no word and has to be seen: a box, a bar on its ground, the ring of what has the focus."""


@pytest.fixture(params=SCHEMES)
def colours(request) -> dict[str, str]:
    return SCHEMES[request.param]


@pytest.mark.parametrize(("word", "ground"), WORDS)
def test_words_can_be_read(colours, word: str, ground: str) -> None:
    assert contrast(colours[word], colours[ground]) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(colours, edge: str, ground: str) -> None:
    ring = edge == "focus" and contrast(colours["focus"], colours["paper"]) >= 3  # in the dark it is seen by itself
    assert ring or contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize(("one", "other"), [*combinations(VERDICTS, 2), ("tide", "wrong"), ("tide", "care")])
def test_what_differs_in_meaning_differs_to_whoever_sees_it(colours, one: str, other: str, seen: str) -> None:
    assert distance(colours[one], colours[other], seen) >= 12


def test_every_colour_that_a_sheet_names_is_one_of_the_palette() -> None:
    """None is written where it is used, where no test would find it; shadows and paper's white apart."""

    known = set(SCHEMES["light"])
    sizes = set(re.findall(r"--([\w-]+):", SHEET.read_text(encoding="utf-8"))) | {"c"}
    for sheet in SHEET.parent.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert set(re.findall(r"var\(--([\w-]+)\)", text)) <= known | sizes, sheet.name
        if sheet != SHEET:
            assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= {"#fff"}, sheet.name


# The measures themselves, by values that others published.


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_red_and_green_are_far_apart_to_most_and_near_without_the_cones_for_medium_waves() -> None:
    assert distance("#b03030", "#508030", "by all") > 60
    assert distance("#b03030", "#508030", "deuteranopia") < 25
    assert distance("#808080", "#808080", "protanopia") == 0
