"""What a file says never commands the terminal that it is shown in."""

import pytest

from tideturn.dataset.problems import visible


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x07", "\r", "\x7f", "\x9b", "\u202e", "\u2066", "\u2069"])
def test_what_commands_a_terminal_or_turns_its_letters_round_is_shown_as_a_sign(sign):
    assert visible(f"before{sign}after") == "before\N{REPLACEMENT CHARACTER}after"


@pytest.mark.parametrize(
    "text", ["one\ttwo\nthree", "Zoë’s “word” – 14–16", "שלום مرحبا", "\U0001f469\u200d\U0001f680"]
)
def test_other_words_are_shown_as_they_are(text):
    assert visible(text) == text
