"""A name is found however it was typed, and not by another one."""

import pytest

from tideturn.hub.crypto.blind_index import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "o’brien"),
        ("Zoë", "ZOE"),
        ("Łukasz", "lukasz"),
        ("Søren", "Soren"),
        ("Đặng", "Dang"),
        ("İpek", "ipek"),
        ("Işık", "isik"),
        ("Straße", "STRASSE"),
        ("Æsa", "aesa"),
        ("Anne-Marie", "Annemarie"),
        ("\U0001d400da", "Ada"),
        ("Ｏ’Brien", "obrien"),
        ("محمّد", "محمد"),
    ],
)
def test_a_name_is_one_however_it_was_typed(one: str, other: str) -> None:
    assert normalised(one) == normalised(other) != ""


@pytest.mark.parametrize(("one", "other"), [("कि", "का"), ("நி", "நா"), ("Ada", "Ida")])
def test_other_names_are_others(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_what_is_normalised_stays_as_it_is() -> None:
    every = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code <= 0xDFFF]
    assert [sign for sign in every if normalised(normalised(sign)) != normalised(sign)] == []
