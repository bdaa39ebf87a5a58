"""No sentence says what the money was worth; quotations, denials and what was spent are left alone."""

import pytest

from tideturn.evaluation.claims.checks.worth import worth

STOPPED = [
    "Every £1 invested returned £4.20.",
    "For every pound spent, the programme saved four.",
    "Each £1 that we put in brought £3 of benefits.",
    "The programme saved the council £400,000.",
    "It saved the local council 400,000 a year.",
    "The work saves public money.",
    "Early help led to savings for the police.",
    "Casework was cost-effective.",
    "The programme offers good value for money.",
    "Its cost effectiveness was clear.",
    "The social return on investment was high.",
    "The SROI was 3.4 to 1.",
    "The programme gave a return on its investment.",
    "The pilot paid for itself within a year.",
    "At £95 for each professional, training was worth the money.",
    "It was money well spent.",
    "A cost-benefit ratio of 1 to 4 was found.",
    "Partners told us that it saved the council money.",
    # Words of denial that deny something else, or nothing.
    "There is no doubt that it was value for money.",
    "It was not only popular but also cost-effective.",
    "It was not only cost-effective.",
    "No session was missed, and it was value for money.",
    "It was not cheap and was value for money.",
    "No other programme is as cost-effective.",
    "We did not ask families; the work saved the council £20,000.",
    "It is cost-effective, but not everywhere.",
    "It cannot be denied that it was cost-effective.",
]
PASSES = [
    "We give no return on investment.",
    "These figures say what was spent, not what it was worth: we give no return on investment.",
    "We cannot say whether it was value for money.",
    "Whether the programme was cost-effective is not known.",
    "Value for money was not measured.",
    "Cost-effectiveness is too early to judge.",
    "Nobody has measured what it saved the council in money.",
    "The evaluation doesn’t say that it saved public money.",
    "Was it value for money?",
    "One partner said: “It saved the council £400,000 and is value for money.”",
    "A manager called it ‘cost-effective’.",
    "The programme spent £412,300 in Year 2.",
    "That is £95 for each of the 634 outside professionals who came to training.",
    "Training cost £59,411.",
    "Meeting online saved time.",
    "A young person saved a friend’s life.",
    "Staff value young people’s own words.",
    "In return, partners shared their records.",
    "The cost of travel fell when sessions moved online.",
    "Every pound that was spent is in costs.csv.",
]


@pytest.mark.parametrize("text", STOPPED)
def test_what_the_money_was_worth_is_stopped(text: str) -> None:
    (found,) = worth(text)
    assert found.status == "fail"
    assert "says what the money was worth" in found.why


@pytest.mark.parametrize("text", PASSES)
def test_quotations_denials_and_what_was_spent_pass(text: str) -> None:
    assert list(worth(text)) == []


def test_overclaim_stops_it_whatever_the_verdict(maker) -> None:
    claim = maker.claim("The programme was good value for money.", maker.survey(13, 17), verdict=None)
    check = maker.checks(claim)["overclaim"]
    assert check.status == "fail"
    assert "Say what was spent and on what" in check.mend
    said = maker.claim("We give no return on investment.", maker.survey(13, 17), verdict=None)
    assert maker.status("overclaim", said) == "pass"
