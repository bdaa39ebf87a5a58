"""Words as they are looked for: their stems, and what is no part of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.hub.search.words import FILLING, stem, stems_of, words_of


@pytest.mark.parametrize(
    "forms",
    [
        ("exploit", "exploits", "exploited", "exploiting", "exploitation", "Exploitation's"),
        ("priority", "priorities", "PRIORITY"),
        ("safeguard", "safeguarding", "safeguards"),
        ("Café", "cafe", "Cafe\u0301s"),
        ("Łódź", "lodz"),
        ("O’Brien", "O'Brien", "obrien"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem for form in forms for stem in stems_of(form)}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sixth-form (North): 16–18, and/or “custody” → home", "sixth form north 16 18 custody home"),
        ("the way that it is", "way"),
        ("मराठी עִבְרִית ไทย Центр", "मराठी עברית ไทย центр"),
        (" -& … 'tis", "tis"),
    ],
)
def test_the_words_of_a_text(text: str, words: str) -> None:
    assert " ".join(one.word for one in words_of(text)) == words


@given(st.text(max_size=200))
def test_a_word_stands_where_it_is_said_to_and_has_nothing_that_an_index_would_take_for_a_sign(text: str) -> None:
    for one in words_of(text):
        (again,) = words_of(text[one.start : one.end])
        assert again.word == one.word
        assert one.word not in FILLING
        assert not set(stem(one.word)) & set(" \"'\\&|!()*:<>\0")
