"""`tideturn check --ask` at a terminal: what it asks again, and what it saves when it is stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.commands.asking import CTRL_C, ITEMS, NO_TEXT, asked, at_a_terminal, talk

from tideturn import stopping
from tideturn.cli import main
from tideturn.commands.check_ask import ask
from tideturn.dataset.check import examined
from tideturn.dataset.check.reasons import role_fault


def test_an_answer_is_a_code_or_its_number_and_is_asked_again_where_it_is_neither(folder: Path) -> None:
    given, said = talk(asked(folder), ["2", "levels", "level"])
    assert [one.answer for one in given] == ["change", "level"]
    assert any("none of the answers" in line for line in said)


def test_enter_leaves_a_question_open_and_a_full_stop_ends(folder: Path) -> None:
    given, _ = talk(asked(folder), ["", "level", "."])
    assert [(one.about.key, one.answer) for one in given] == [("q1|O2", "level")]


@pytest.mark.parametrize("by", ["PM", "Head of service 2", "q.a_lead-1", "Évaluatrice"])
def test_a_role_may_hold_letters_digits_spaces_hyphens_dots_and_underscores(by: str) -> None:
    assert role_fault(by) == ""


def test_the_role_is_asked_once_and_an_asterisk_spares_the_rows_with_the_same_value(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["Seen early", "Jo Smith", "TM", "Seen early too"])
    assert [(one.answer, one.by) for one in given] == [("Seen early", "TM"), ("Seen early too", "TM")]
    assert sum("role code" in line for line in said) == 3  # asked twice, and once told why
    given, _ = talk(reasons, ["* Seen early", "TM", "never asked"])
    assert [(one.about.key, one.answer) for one in given] == [("*", "Seen early")]


def test_an_asterisk_alone_is_no_reason(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["*", "* *", "* Seen early", "TM"])
    assert [(one.about.key, one.answer) for one in given] == [("*", "Seen early")]
    assert said.count("A reason is needed after the *.") == 2


def test_one_reason_is_asked_for_a_value_that_several_rules_query(folder: Path) -> None:
    reason = next(question for question in asked(folder) if question.is_reason)
    other = replace(reason, rule="another", what="It is odd too.")
    given, said = talk([reason, other], ["Seen early", "TM", "never asked"])
    assert [one.answer for one in given] == ["Seen early"]
    assert said[-1] == "Your reason answers this too: It is odd too."


def test_a_reason_with_a_control_character_is_asked_for_again(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["See\x1bn", "Seen\tearly", "TM", "."])
    assert [(one.answer, one.by) for one in given] == [("Seen\tearly", "TM")]
    assert "It holds U+001B (escape), which nobody can see. Write it without that character." in said


def test_at_ctrl_c_it_says_what_would_be_lost_and_a_full_stop_still_saves(folder: Path) -> None:
    warning = "Not saved yet: 2 answers. Write . to save, or press Ctrl-C again to discard."
    given, said = talk(asked(folder), ["level", "change", CTRL_C, "."])
    assert [one.answer for one in given] == ["level", "change"]
    assert warning in said
    given, said = talk(asked(folder), ["level", "change", CTRL_C, "level", CTRL_C, "."])
    assert len(given) == 3
    assert warning.replace("2", "3") in said
    for lines in ([CTRL_C], ["level", CTRL_C, CTRL_C]):
        with pytest.raises(KeyboardInterrupt):
            talk(asked(folder), lines)


def test_after_ctrl_c_and_a_full_stop_the_command_ends_as_any_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["level", CTRL_C, "."])

    def read(_prompt: str) -> str:
        if (line := next(lines)) == CTRL_C:
            stopping._interrupt(0, None)
        return line

    monkeypatch.setattr("builtins.input", read)
    assert main(["check", str(folder), "--ask"]) == 1
    assert 'q1,O1,"x, y",yes,no,level' in (folder / "surveys/s/items.csv").read_text()
    assert not stopping.asked()


def test_a_letter_that_is_no_text_is_asked_for_again(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, [NO_TEXT, "caf\udce9", "Seen early", "P\udce9", "PM", "."])
    assert [(one.answer, one.by) for one in given] == [("Seen early", "PM")]
    assert sum("not in UTF-8" in line for line in said) == 3


def test_a_full_stop_for_a_role_ends_and_says_what_is_not_saved(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["Seen early", "."])
    assert given == []
    assert said[-1] == "Your last reason is not saved, since nobody answers for it."


def test_where_nothing_is_open_it_says_so() -> None:
    assert talk([], [])[1] == ["There is nothing to ask."]


def test_an_asterisk_before_a_choice_gives_it_to_the_next_questions_like_it(folder: Path) -> None:
    given, said = talk(asked(folder), ["level", "*2", "."])
    assert [(one.about.key, one.answer) for one in given] == [
        ("q1|O1", "level"),
        ("q1|O2", "change"),
        ("q2|O1", "change"),
    ]
    assert "Which (begin with * to give it to the next 2 questions too)? " in said
    assert "Which (begin with * to give it to the next question too)? " in said


@pytest.mark.parametrize("lines", [["", "", "*level", "level"], [*[""] * 3, "*same", "same"]])
def test_an_asterisk_is_refused_where_no_question_like_it_follows_or_each_has_its_own(
    folder: Path, lines: list[str]
) -> None:
    given, said = talk(asked(folder), lines)
    assert [one.answer for one in given] == lines[-1:]
    assert sum("is none of the answers" in line for line in said) == 1


def test_questions_that_are_alike_stand_together_under_their_topic(folder: Path) -> None:
    _, said = talk(asked(folder), [])
    assert "What survey questions measure (3 questions)" in said
    topics = list(dict.fromkeys(question.topic for question in asked(folder)))
    assert topics == ["What survey questions measure", "What answers mean", "What stays as it is, and why"]
    assert [question.topic for question in asked(folder)] == [topics[0]] * 3 + [topics[1]] * 3 + [topics[2]] * 2


def test_an_answer_that_fits_no_longer_at_the_end_costs_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["", "", "change", "same", "."])

    def read(_prompt: str) -> str:
        ends = iter((",measures", ",level", ",level", ","))
        (folder / "surveys/s/items.csv").write_text("".join(f"{row}{next(ends)}\n" for row in ITEMS.splitlines()))
        return next(lines)

    monkeypatch.setattr("builtins.input", read)
    ask(folder, lambda: examined(folder), None)
    assert "q2,O1,z,4|5,1|2,change\n" in (folder / "surveys/s/items.csv").read_text()
    assert "Look at each again:\n  surveys/s/responses.csv, column q1: same\n" in capsys.readouterr().out


def test_what_somebody_changed_while_it_was_asked_is_looked_at_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["change", "."])

    def read(_prompt: str) -> str:
        items = ITEMS.replace("q1,O1", "q0,O1,,yes,no\r\nq1,O1", 1)
        (folder / "surveys/s/items.csv").write_bytes(items.encode())
        return next(lines)

    monkeypatch.setattr("builtins.input", read)
    ask(folder, lambda: examined(folder), None)
    assert b'q1,O1,"x, y",yes,no,change\r\n' in (folder / "surveys/s/items.csv").read_bytes()
