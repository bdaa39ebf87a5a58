"""A verdict equals its code, and has every phrase that pages use for it."""

from __future__ import annotations

import json

from tideturn.dataset.verdict import BY_RULE, Verdict


def test_a_verdict_is_written_and_read_as_its_code() -> None:
    assert json.dumps({verdict: verdict for verdict in (Verdict.NO_CHANGE,)}) == (
        '{"no_change_observed": "no_change_observed"}'
    )
    assert all(Verdict.of(str(verdict)) is verdict for verdict in Verdict)


def test_each_rule_gives_one_verdict_and_says_when() -> None:
    assert [verdict.number for verdict in BY_RULE] == list(range(1, 10))
    assert {verdict for verdict in Verdict if verdict.says.rule} == set(BY_RULE)


def test_no_two_verdicts_look_alike() -> None:
    assert (
        len({verdict.word for verdict in Verdict}) == len({verdict.look.shape for verdict in Verdict}) == len(Verdict)
    )
    assert all(verdict.look.solid or verdict.look.outline for verdict in Verdict)
