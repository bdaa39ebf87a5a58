"""Test that a key figure cites the evidence of each number in it."""

from __future__ import annotations

import re

from tests.worked_example import example, judged

from tideturn.report import render_evidence, render_html


def test_the_number_referred_cites_the_count_of_referrals() -> None:
    page, evidence = (render(example(), judged(1)).decode() for render in (render_html, render_evidence))
    (said,) = (one for one in re.findall(r"<li>.*?</li>", page) if "were referred in the year" in one)
    titles = [
        re.findall(rf'id="{cited}"><summary>(.*?)</summary>', evidence)
        for cited in re.findall(r"evidence\.html#(e\d+)", said)
    ]
    assert [len(one) for one in titles] == [1, 1]
    assert "session that went ahead" in titles[0][0]
    assert "referred in the year" in titles[1][0]
