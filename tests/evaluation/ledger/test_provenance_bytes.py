"""The SHA-256 of what was read is over the same bytes, however many rows there are."""

from __future__ import annotations

import datetime as dt
import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.evaluation.ledger import provenance
from tideturn.evaluation.ledger.provenance import digest

text = st.none() | st.text(st.characters(exclude_categories=["Cs"]))
number = st.none() | st.floats(-1e9, 1e9)
row = st.tuples(
    text, text, st.none() | st.dates(), st.none() | st.integers(-9, 10**9), number, st.none() | st.booleans()
)
SCHEMA = {"b": pl.String, "a": pl.String, "day": pl.Date, "n": pl.Int64, "x": pl.Float64, "yes": pl.Boolean}


@given(st.lists(row, max_size=5))
def test_few_rows_have_the_digest_that_many_would(rows: list[tuple[object, ...]]) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    few = [digest(frame, ("b", "a")), digest(frame, tuple(SCHEMA))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provenance, "_FEW", -1)
        assert few == [digest(frame, ("b", "a")), digest(frame, tuple(SCHEMA))]


def test_the_bytes_by_hand() -> None:
    frame = pl.DataFrame(
        {"b": ["é\n\x01", None], "a": ['"', "\\"], "day": [dt.date(2019, 9, 1), None], "n": [4.0, 0.5]}
    )
    written = (
        '[{"a":"\\"","b":"é\\n\\u0001","day":"2019-09-01","n":"4"},{"a":"\\\\","b":null,"day":null,"n":"0.5"}]'
    ).encode()
    assert digest(frame, ("n", "day", "b", "a")) == hashlib.sha256(written).hexdigest()
