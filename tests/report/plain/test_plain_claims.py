"""Every plain sentence about an outcome is a claim that passes the checks, and a stronger one is stopped."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from tests.worked_example import bare_judged

from tideturn.dataset.vocabulary import STANDING
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.strength import ALLOWED, INDICATES, SHOWS, SUGGESTS, strength_of
from tideturn.evaluation.model import Override
from tideturn.evaluation.units import TRAINED
from tideturn.report.blocks import Paragraph, Section, VerdictLine
from tideturn.report.plain import AUDIENCES, plain, plain_claims, stopped
from tideturn.report.plain.counts import best_count
from tideturn.report.plain.findings import lines
from tideturn.report.plain.phrases import MARKS, PARTNERS, YOUNG_PEOPLE, supported

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
    assert all(claim.text.partition(". ")[2] for claim in claims if "differ" not in claim.claim_id)


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
def test_what_a_row_says_is_its_claim_word_for_word(years, year, audience):
    one = years[year]
    claims = {claim.text for claim in plain_claims(one.dataset, one.evaluation, audience)}
    rows = [
        row
        for section in plain(one.dataset, one.evaluation, audience).sections
        for row in section.blocks
        if isinstance(row, Section)
    ]
    assert len(rows) == 18
    for row in rows:
        verdict, said = row.blocks
        assert isinstance(verdict, VerdictLine)
        assert isinstance(said, Paragraph)
        first = f"{verdict.mark.word}, {verdict.note}." if verdict.note else f"{verdict.mark.word}."
        assert f"{first} {said.words[0].text}" in claims


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_a_stronger_sentence_is_stopped(years, year, audience):
    one = years[year]
    stronger = {SUGGESTS: ("suggests that this", "shows that this"), INDICATES: ("points to this", "shows this")}
    tried = set()
    for claim in plain_claims(one.dataset, one.evaluation, audience):
        verb = strength_of(claim.text).verb
        if verb not in stronger or "this" not in claim.text:
            continue
        weak, strong = stronger[verb]
        if weak not in claim.text or ALLOWED[claim.verdict.confidence] == SHOWS:
            continue
        assert "overclaim" in names(
            stopped([said_again(claim, claim.text.replace(weak, strong))], one.dataset, one.evaluation)
        )
        tried.add(verb)
    assert SUGGESTS in tried


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
    wrong = replace(said_again(claim, f"Seems true. {supported(SUGGESTS)}"), body=())
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


def test_it_says_no_more_than_the_reports_own_sentences(years):
    one = years[1]
    safety = whole(years, 1, PARTNERS, "safety")
    assert safety.claim.verdict.confidence == "high"
    assert strength_of(safety.claim.text).verb == SHOWS
    timid = tuple(
        replace(claim, text="Some answers suggest that young people may be safer.", summary_of=())
        if claim.outcome_id == "safety"
        else claim
        for claim in one.evaluation.claims
    )
    again = lines(one.dataset, replace(one.evaluation, claims=timid), PARTNERS)
    said = next(line for line in again if line.outcome_id == "safety").said
    assert strength_of(said).verb == SUGGESTS


@pytest.mark.parametrize(
    ("standings", "told"),
    [
        ({"ldn": "insufficient"}, "In some places we know too little to say."),
        ({"ldn": "adverse"}, "Taken alone, some places have a different answer."),
        (
            {"ldn": "adverse", "gm": "not_measured"},
            "Taken alone, some places have a different answer. In others we know too little to say.",
        ),
        ({"ldn": "withheld"}, ""),
    ],
)
def test_where_places_know_too_little_they_are_not_said_to_have_found_something_else(years, standings, told):
    one = years[0].evaluation
    codes = [site.code for site in years[0].dataset.programme.sites]
    places = dict(zip(codes, standings.values(), strict=False))
    outcomes = tuple(
        replace(v, sites_that_differ=tuple(places))
        if (v.outcome_id, v.scope) == ("safety", "programme")
        else replace(v, verdict=places[v.scope])
        if v.outcome_id == "safety" and v.scope in places
        else v
        for v in one.outcomes
    )
    said = whole([replace(years[0], evaluation=replace(one, outcomes=outcomes))], 0, YOUNG_PEOPLE, "safety").said
    elsewhere = re.findall(r"(?:Taken alone, some places|In some places|In others)[^.]*\.", said)
    assert " ".join(elsewhere) == told
    assert ("places" in said) == bool(told)
    assert ("a different answer" in said) == ("adverse" in standings.values())
    bindings = Bindings(replace(one, outcomes=outcomes))
    assert not any(bindings.why_not(bound) for bound in said.bound)


def test_a_sentence_that_a_check_would_stop_is_left_out_and_the_verdict_stays(years):
    """An overriding verdict may have no evidence at all."""
    one = years[0]
    outcomes = tuple(
        replace(verdict, override=Override("supported", "we think so", "lead"))
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
    assert set(MARKS) == set(STANDING.codes)
    assert len(set(MARKS.values())) == len(MARKS)
    standing = {
        verdict.outcome_id: verdict.standing for verdict in small_evaluation.outcomes if verdict.scope == "programme"
    }
    for code, line in told.items():
        assert line.mark.verdict == standing[code]
        assert line.mark.word == MARKS[standing[code]]
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
    ("year", "audience", "outcome", "expected"),
    [
        # Beside those who did better stand the others: as one where few did worse, who could be known.
        (1, PARTNERS, "relationships", "The last score was better for 10 of them, the same for 101 and worse for 11."),
        (1, YOUNG_PEOPLE, "safety", "41 gave a better score the last time. The other 16 scored the same or worse."),
        (
            1,
            PARTNERS,
            "practitioner_understanding",
            "This says how things are now. More people say so than before. 45 of 55 partners (82%) agreed with "
            "“I understand how exploitation works, and its forms”. "
            "28 of 55 did before Year 1, and 41 of 55 did in Year 1.",
        ),
        (
            1,
            PARTNERS,
            "lasting_practice",
            "Of 1,172 people who had come by 18 May 2020, 70 were invited and 17 answered.",
        ),
        # Partners were divided in the survey: it is those interviewed who say that it did not fall.
        (
            1,
            PARTNERS,
            "risk",
            "workers’ scores say that it is true. But partners who were interviewed say that it is not.",
        ),
        # A person set the verdict: the rules' confidence is not in it.
        (1, PARTNERS, "identification", "First good signs. What we found suggests"),
        # Two thirds still say so, and fewer than did.
        (1, PARTNERS, "confidence", "48 of 62 did before Year 1, and 55 of 59 did in Year 1."),
        (1, YOUNG_PEOPLE, "confidence", "Fewer people say so than at an earlier time."),
        (1, YOUNG_PEOPLE, "safety", "It also holds when compared with people or places where this work had not begun."),
        (1, YOUNG_PEOPLE, "cyp_understanding", "we could not compare these with anyone else’s."),
    ],
)
def test_a_count_is_told_with_what_it_leaves_out(years, year, audience, outcome, expected):
    one = years[year]
    (said,) = (
        c.text for c in plain_claims(one.dataset, one.evaluation, audience) if c.claim_id == f"y2-{outcome}-{audience}"
    )
    assert expected in said


def test_a_count_that_the_verdict_was_not_read_from_is_not_told(years):
    """A first wave shows no change, and answers around a training show no state: neither stands beside a verdict."""
    said = {line.outcome_id: line.said for line in lines(years[1].dataset, years[1].evaluation, PARTNERS)}
    assert "Pathways fit" not in said["pathways_suited"]
    assert "comes in time" not in said["information_quality"]
    assert not any("Before the training" in text or "168 people trained" in text for text in said.values())


def test_what_people_trained_answered_stands_beside_what_they_answered_before(years):
    one = years[1].evaluation
    items = [item for item in one.evidence if item.unit == TRAINED and item.outcome_id == "practitioner_understanding"]
    assert best_count([item for item in items if item.scope == "programme"], PARTNERS, one.rules).endswith(
        "answered “4” or “5”. Before the training, 41 of 168 had. "
        "Of 634 people who came, 250 were asked and 168 answered."
    )
