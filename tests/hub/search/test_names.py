"""A name is compared as people write it who lack the keys for it."""

import pytest

from tideturn.hub.search.names import plain


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("St. Mary’s  Hospital", "st marys hospital"),
        ("Sixth-Form College (North) & Sons, Ltd.", "sixth form college north sons ltd"),
        ("Café Łódź", "cafe lodz"),
        ("Æbelø Straße", "aebelo strasse"),
        ("Центр 12", "центр 12"),
        (" -& ", ""),
    ],
)
def test_a_name_as_it_is_compared(name: str, compared: str) -> None:
    assert plain(name) == compared
