"""Pictures on the young people's pages show the number that stands beside them, and nothing where none may be shown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from tests.worked_example import engine_claims, example, judged

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.rounding import in_ten, tens
from tideturn.report.blocks import Picture, Section
from tideturn.report.charts import theme
from tideturn.report.charts.draw import draw
from tideturn.report.charts.pictures import Levels, Sign, Talking, Ten
from tideturn.report.plain import plain
from tideturn.report.plain.findings import lines
from tideturn.report.plain.phrases import YOUNG_PEOPLE
from tideturn.report.plain.scenes import about, sign


def filled(svg: str, colour: str = theme.TIDE) -> int:
    return len(re.findall(rf'<path [^>]*fill="{re.escape(colour)}"', svg))


def scene_of(outcome: str, year: int = 2):
    return next(one.scene for one in lines(example(), judged(year), YOUNG_PEOPLE) if one.outcome_id == outcome)


@pytest.mark.parametrize(
    ("share", "count"),
    [(0, 0), (1, 10), (0.001, 1), (0.04, 1), (0.05, 1), (0.15, 2), (0.72, 7), (0.75, 8), (0.949, 9), (0.999, 9)],
)
def test_a_share_is_so_many_of_ten_and_all_or_none_only_where_it_is(share, count):
    assert tens(share) == count
    assert in_ten(share) == f"{count} in 10"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        *((0.7, "7 in 10"), (0.72, "about 7 in 10"), (0.02, "fewer than 1 in 10"), (0.97, "more than 9 in 10")),
        *((0.0, "0 in 10"), (1.0, "10 in 10")),
    ],
)
def test_a_share_is_said_as_nearly_as_it_is_drawn(share, said):
    told = about(share, "k/n", "survey/s/q/staff/programme/1")
    assert told == said
    assert [bound.printed for bound in told.bound] == [in_ten(share)]


@pytest.mark.parametrize("count", range(11))
def test_ten_people_are_drawn_and_so_many_filled(count):
    svg = draw(Ten(count))
    assert svg.count("<path") == 20  # a head and a body each
    assert filled(svg) == 2 * count
    assert filled(draw(Ten(count, worse=True)), theme.ADVERSE) == 2 * count


@pytest.mark.parametrize(("said", "of"), [(0, 1), (1, 1), (5, 6), (8, 8), (7, 9), (12, 12)])
def test_a_speech_mark_is_drawn_for_each_person(said, of):
    svg = draw(Talking(said, of))
    assert svg.count("<path") == of
    assert filled(svg) == said


def test_two_levels_are_as_high_as_their_shares():
    heights = [
        float(rect.get("height")) for rect in ET.fromstring(draw(Levels(0.25, 0.75))) if rect.tag.endswith("rect")
    ]
    frame, before, _, now = heights
    assert (before / frame, now / frame) == pytest.approx((0.25, 0.75))


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.HOLDS])
def test_every_verdict_has_a_sign_that_its_words_tell(verdict):
    scene = sign(verdict)
    assert scene.drawing == Sign(verdict)
    assert scene.caption
    assert scene.alt.endswith(".")
    ET.fromstring(draw(Sign(verdict)))


def test_the_pictures_of_the_example_show_its_numbers():
    safety = scene_of("safety")
    assert safety.drawing == Ten(7)  # 41 of 57
    assert safety.caption == "about 7 in 10 got better"
    access = scene_of("access")
    assert access.drawing == Levels(23 / 45, 39 / 51)
    assert access.caption == "from about 5 in 10 to about 8 in 10"
    assert scene_of("pathways_suited").drawing == Talking(5, 6)
    assert scene_of("information_shared").drawing == Ten(8, worse=True)  # 48 of 58
    # One number would not show that people do not agree, or that it goes both ways.
    assert scene_of("risk").drawing == Sign("contested")
    assert scene_of("mental_health").drawing == Sign("mixed")
    assert scene_of("victims").drawing == Sign("too_early")


def test_a_picture_of_another_number_is_left_out():
    """What stands below a picture is bound to the evidence like a sentence, and it goes where it does not hold."""
    one = judged(2)
    name = "matched/safety/young_person/programme/2"
    evidence = tuple(
        replace(item, value=item.value.of({**item.by_name, "better": 20})) if item.evidence_id == name else item
        for item in one.evidence
    )
    report = plain(example(), one, YOUNG_PEOPLE)
    claims = engine_claims(report, Bindings(replace(one, evidence=evidence), dataset=example()))
    assert "about 7 in 10 got better" in {claim.text for claim in claims if claim.why_not}


def test_every_thing_has_a_picture_and_every_picture_words(years):
    for one in years:
        report = plain(one.released, one.published, YOUNG_PEOPLE)
        things = [block for part in report.sections for block in part.blocks if isinstance(block, Section)]
        assert things
        for thing in things:
            picture = thing.blocks[0]
            assert isinstance(picture, Picture)
            assert all("".join(span.text for span in said) for said in (picture.caption, picture.alt))
