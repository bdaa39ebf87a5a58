"""Every plain sentence about an outcome is a claim that passes the checks, and a stronger one is stopped."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from tests.worked_example import bare_judged

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.strength import ALLOWED, SHOWS
from tideturn.evaluation.model import Override
from tideturn.evaluation.units import TRAINED
from tideturn.report.blocks import Paragraph, Section
from tideturn.report.plain import AUDIENCES, plain, plain_claims, stopped
from tideturn.report.plain.counts import best_count
from tideturn.report.plain.findings import lines
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE

BOTH = list(product((0, 1), AUDIENCES))


def said_again(claim: Claim, text: str) -> Claim:
    return replace(claim, written=text, text=text, filled=(), unfilled=())


def names(checks) -> set[str]:
    return {check.check for check in checks}


def whole(years, year: int, audience: str, outcome: str):
    one = years[year]
    return next(line for line in lines(one.dataset, one.evaluation, audience) if line.outcome_id == outcome)


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_every_plain_sentence_of_the_example_may_stand(years, year, audience):
    one = years[year]
    claims = plain_claims(one.dataset, one.evaluation, audience)
    assert len(claims) >= 18
    assert stopped(claims, one.dataset, one.evaluation) == ()
    assert all(line.said for line in lines(one.dataset, one.evaluation, audience))


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_every_plain_sentence_of_a_release_may_stand(years, year, audience):
    one = years[year]
    claims = plain_claims(one.released, one.published, audience)
    assert len(claims) >= 18
    assert stopped(claims, one.released, one.published) == ()


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_where_nobody_wrote_findings_the_verdicts_speak(bare_example, years, year, audience):
    evaluation = bare_judged(year + 1)
    assert not evaluation.claims
    claims = plain_claims(bare_example, evaluation, audience)
    assert stopped(claims, bare_example, evaluation) == ()
    assert [claim.outcome_id for claim in claims if "differ" not in claim.claim_id] == [
        line.outcome_id for line in lines(years[year].dataset, years[year].evaluation, audience)
    ]


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_what_a_row_says_is_its_line_and_its_claim(years, year, audience):
    """What counts interviews is proved by its strand; every other sentence is one of the claim."""
    one = years[year]
    said = {line.label: line for line in lines(one.dataset, one.evaluation, audience)}
    rows = [
        row
        for section in plain(one.dataset, one.evaluation, audience).sections
        for row in section.blocks
        if isinstance(row, Section) and row.title in said
    ]
    assert len(rows) == (18 if audience == PARTNERS else 8)
    for row in rows:
        line = said[row.title]
        told = next(block for block in row.blocks if isinstance(block, Paragraph)).words[0].text
        assert told == line.said
        assert line.sure in line.claim.text
        heard = [bound for bound in line.said.bound if bound.item.startswith("strand/") and bound.field == "k"]
        assert heard or line.claim.text == f"{line.mark.word}. {line.sure}".strip() + f" {told}"


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_a_stronger_sentence_is_stopped(years, year, audience):
    one = years[year]
    tried = 0
    for claim in plain_claims(one.dataset, one.evaluation, audience):
        judged = claim.verdict.standing in ("supported", "emerging") and claim.verdict.confidence
        if judged and (claim.verdict.standing == "emerging" or ALLOWED[claim.verdict.confidence] < SHOWS):
            stronger = said_again(claim, f"{claim.text} This shows that it is true.")
            assert "overclaim" in names(stopped([stronger], one.dataset, one.evaluation))
            tried += 1
    assert tried >= 4


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_no_sentence_proves_anything(years, year, audience):
    one = years[year]
    for claim in plain_claims(one.dataset, one.evaluation, audience):
        proven = said_again(claim, f"{claim.text} This proves that it works.")
        assert "overclaim" in names(stopped([proven], one.dataset, one.evaluation))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("outcome", ["relationships", "information_shared", "mental_health", "pathways_consistent"])
def test_that_it_is_better_is_stopped_where_the_verdict_is_another(years, audience, outcome):
    one = years[1]
    claim = whole(years, 1, audience, outcome).claim
    assert claim.verdict.standing in ("no_change_observed", "adverse", "mixed", "too_early")
    wrong = replace(said_again(claim, "Seems true. What we found suggests that this is true."), body=())
    assert "overclaim" in names(stopped([wrong], one.dataset, one.evaluation))


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_a_number_that_is_another_is_stopped(years, year, audience):
    one = years[year]
    changed = 0
    for claim in plain_claims(one.dataset, one.evaluation, audience):
        text = re.sub(r"\b(\d+) of (\d+)\b", lambda found: f"{int(found[1]) - 1} of {found[2]}", claim.text)
        text = re.sub(r"\b(\d+) young people", lambda found: f"{int(found[1]) + 1001} young people", text)
        if text == claim.text:
            continue
        changed += 1
        assert "number_mismatch" in names(stopped([said_again(claim, text)], one.dataset, one.evaluation)), text
    assert changed >= (1 if audience == YOUNG_PEOPLE else 8)


def test_a_contested_outcome_that_tells_one_side_is_stopped(years):
    one = years[1]
    claim = whole(years, 1, PARTNERS, "risk").claim
    assert claim.verdict.standing == "contested"
    sided = said_again(claim, "The programme’s staff say that it is true.")
    assert "dissent_hidden" in names(stopped([sided], one.dataset, one.evaluation))


@pytest.mark.parametrize(
    ("standings", "differ"),
    [
        ({"ldn": "insufficient"}, False),
        ({"ldn": "adverse"}, True),
        ({"ldn": "adverse", "gm": "not_measured"}, True),
        ({"ldn": "withheld"}, False),
    ],
)
def test_places_are_said_to_differ_only_where_one_has_an_answer_of_its_own(years, standings, differ):
    one = years[1].evaluation
    codes = [site.code for site in years[1].dataset.programme.sites]
    places = dict(zip(codes, standings.values(), strict=False))
    outcomes = tuple(
        replace(v, sites_that_differ=tuple(places))
        if (v.outcome_id, v.scope) == ("safety", "programme")
        else replace(v, verdict=Verdict.of(places[v.scope]))
        if v.outcome_id == "safety" and v.scope in places
        else v
        for v in one.outcomes
    )
    said = whole([replace(years[1], evaluation=replace(one, outcomes=outcomes))], 0, PARTNERS, "safety").said
    assert ("Some places differ." in said) == differ
    bindings = Bindings(replace(one, outcomes=outcomes))
    assert not any(bindings.why_not(bound) for bound in said.bound)


def test_a_sentence_that_a_check_would_stop_is_left_out_and_the_verdict_stays(years):
    """An overriding verdict may have no evidence at all."""
    one = years[0]
    outcomes = tuple(
        replace(verdict, override=Override(Verdict.SUPPORTED, "we think so", "lead"))
        if verdict.outcome_id == "information_quality"
        else verdict
        for verdict in one.evaluation.outcomes
    )
    told = lines(one.dataset, replace(one.evaluation, outcomes=outcomes, claims=()), PARTNERS)
    line = next(line for line in told if line.outcome_id == "information_quality")
    assert line.mark.word == "Seems true"
    assert line.said == "Our rules said “Not asked this year”. Someone checked, and chose this answer."


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_verdict_has_a_word_of_its_own_and_a_sentence(small_dataset, small_evaluation, audience):
    told = {line.outcome_id: line for line in lines(small_dataset, small_evaluation, audience)}
    shown = [verdict.says.plain for verdict in Verdict if verdict is not Verdict.HOLDS]
    assert len(set(shown)) == len(shown)
    assert all(shown)
    standing = {
        verdict.outcome_id: verdict.standing for verdict in small_evaluation.outcomes if verdict.scope == "programme"
    }
    for code, line in told.items():
        assert line.mark.verdict == standing[code]
        assert line.mark.word == standing[code].says.plain
    # The others have no evidence of their own here, and so nothing that they may say.
    assert {code for code, line in told.items() if line.said} >= {
        *("supported", "too_early", "insufficient", "not_measured"),
    }


def test_an_override_and_a_negative_early_sign_are_told(small_dataset, small_evaluation):
    told = {line.outcome_id: line.said for line in lines(small_dataset, small_evaluation, YOUNG_PEOPLE)}
    assert told["mixed"].endswith("Our rules said “Mixed”. Someone checked, and chose this answer.")
    assert "one early sign is not good" in told["too_early"]
    assert not any("Our rules said" in said for code, said in told.items() if code != "mixed")


def test_partners_read_where_they_and_staff_differ(years):
    one = years[0]
    told = [claim.text for claim in plain_claims(one.dataset, one.evaluation, PARTNERS) if "differ" in claim.claim_id]
    assert (
        "“Practitioners know what to do with a concern”: 24 of 24 of the programme’s staff (100%) agreed, "
        "but 6 of 59 partners (10%) did."
    ) in told
    # Asked for the first time, about what may change: no reading, but a level on which they differ.
    second = [claim.text for claim in plain_claims(years[1].dataset, years[1].evaluation, PARTNERS)]
    assert (
        "“Pathways fit what young people really face”: 13 of 26 of the programme’s staff (50%) agreed, "
        "but 45 of 55 partners (82%) did."
    ) in second
    # 23 of 30 and 45 of 55 differ by no more than chance.
    assert not any(text.startswith("“I understand how exploitation works") for text in second)
    for one in years:
        claims = plain_claims(one.dataset, one.evaluation, PARTNERS)
        shares = [re.findall(r"(\d+) of (\d+)", claim.text) for claim in claims if "differ" in claim.claim_id]
        apart = [abs(int(k) / int(n) - int(j) / int(m)) for (k, n), (j, m) in shares]
        assert apart == sorted(apart, reverse=True)


@pytest.mark.parametrize(
    ("audience", "outcome", "expected"),
    [
        # Beside those who did better stand the others: as one where few did worse, who could be known.
        (
            PARTNERS,
            "relationships",
            "The last score was the same for 101 of them, better for 10 and worse for 11.",
        ),
        (
            YOUNG_PEOPLE,
            "safety",
            "57 young people scored this at the start and again this year. The last score was better for 41 of them. "
            "For the other 16, it was the same or worse. "
            "By the scores that workers gave, it also went better than for people or places without the project.",
        ),
        (
            PARTNERS,
            "practitioner_understanding",
            "45 of 55 partners (82%) agreed. 28 of 55 did before Year 1, and 41 of 55 did in Year 1. "
            "More people say so than before.",
        ),
        (
            YOUNG_PEOPLE,
            "practitioner_understanding",
            "Most people from other services agreed: 45 of 55. Before the project began, it was 28 of 55.",
        ),
        (PARTNERS, "lasting_practice", "Of 1,172 people who had come by 18 May 2020, 70 were invited and 17 answered."),
        # Both sides of what is contested, each with its number.
        (
            YOUNG_PEOPLE,
            "risk",
            "People see this differently. Most of the project’s workers agreed: 19 of 24. "
            "But 7 people from other services talked to us about this. Only 1 of them said so.",
        ),
        (PARTNERS, "risk", "But only 1 of 7 partners who spoke of it said so."),
        # Those who say the opposite are counted as such.
        (YOUNG_PEOPLE, "information_shared", "48 of 58 people from other services said that it got worse."),
        (PARTNERS, "identification", "Our rules said “Seems true”. Someone checked, and chose this answer."),
        # Two thirds still say so, and fewer than did.
        (PARTNERS, "confidence", "48 of 62 did before Year 1, and 55 of 59 did in Year 1. Fewer people say so than"),
        # Of a state that holds it says that this is no change.
        (YOUNG_PEOPLE, "structures_response", "This is how things are now. We can’t say that they changed."),
        (YOUNG_PEOPLE, "cyp_understanding", "we had no one to compare with. So far this comes only from young people."),
        (YOUNG_PEOPLE, "pathways_suited", "6 people from other services talked to us about this. 5 of them said so."),
    ],
)
def test_a_count_is_told_with_what_it_leaves_out(years, audience, outcome, expected):
    assert expected in whole(years, 1, audience, outcome).said


def test_an_override_leaves_the_rules_confidence_out(years):
    for audience in AUDIENCES:
        line = whole(years, 1, audience, "identification")
        assert line.verdict.confidence == "high"
        assert "sure." not in line.sure
        assert "confidence" not in line.sure


def test_a_count_that_the_verdict_was_not_read_from_is_not_told(years):
    """Answers around a training show no state, and the numbers of another outcome's question are not this one's."""
    said = {line.outcome_id: line.said for line in lines(years[1].dataset, years[1].evaluation, PARTNERS)}
    assert "45 of 55" not in said["pathways_suited"]
    assert "partners (" not in said["information_quality"]
    assert not any("Before the training" in text or "168 people trained" in text for text in said.values())


def test_what_people_trained_answered_stands_beside_what_they_answered_before(years):
    one = years[1].evaluation
    evidence = {item.evidence_id: item for item in one.evidence if item.outcome_id == "practitioner_understanding"}
    strands = [s for s in one.verdict("practitioner_understanding", "programme").strands if s.unit == TRAINED]
    count = best_count(strands, evidence, one.rules, PARTNERS)
    assert count is not None
    assert count.written.endswith("answered “4” or “5”. Before the training, 41 of 168 had. Of 634 people who came, "
        "250 were asked and 168 answered.")  # fmt: skip


def test_scores_of_so_few_young_people_that_they_could_be_known_are_never_told(years):
    one = years[1].evaluation
    verdict = one.verdict("safety", "programme")
    (strand,) = (s for s in verdict.strands if s.voice == "young_person")
    (name,) = strand.evidence
    item = next(item for item in one.evidence if item.evidence_id == name)
    for better, n, shown in ((41, 57, True), (52, 57, False), (51, 57, True), (5, 57, False), (8, 9, False)):
        value = {**item.by_name, "better": better, "same": n - better, "worse": 0}
        count = best_count([strand], {name: replace(item, n=n, value=item.value.of(value))}, one.rules, YOUNG_PEOPLE)
        assert (count is not None) == shown, (better, n)
