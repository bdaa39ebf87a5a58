"""How many queries each page takes: as was looked over and written down, and no more where there are more rows."""

import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tideturn.hub.accounts import middleware

from .rows import ASKS, FEW, Rows
from .walk import visits

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]
KEPT = Path(__file__).with_name("queries.toml")
WRITES = "TIDETURN_QUERIES"
MANY = 30
HIGH = 25
"""From so many queries on a page says in a comment what they are."""
KINDS = ("lists", "others")
HEAD = """\
# How many queries each page takes, as a test counts them; see tests/hub/pages/test_queries.py.
# Where a number changed, look at why; if that is as it should be, have the test write the file anew, and read what
# changed in it before it is kept:
#   TIDETURN_QUERIES=write .venv/bin/python -m pytest tests/hub/pages/test_queries.py
#   TIDETURN_QUERIES=write script/postgres .venv/bin/python -m pytest tests/hub/pages/test_queries.py
# A page of `lists` was seen to grow with the rows that there are, one of `others` was not; under `postgresql` stands
# what is another number there.
"""


class Page(NamedTuple):
    is_list: bool
    queries: int


def test_the_queries_of_each_page_are_those_written_down_and_none_grows_with_its_rows(monkeypatch) -> None:
    # That a session was seen is written once a minute: here at its first page alone, however long the test takes.
    monkeypatch.setattr(middleware, "_ANEW", timedelta(days=1))
    rows = Rows()
    rows.fill(FEW)
    clients = {asks: rows.client(asks) for asks in ASKS}
    way = visits(rows, clients)

    def counted() -> dict[str, tuple[int, int]]:
        """Of each page the queries that it takes, and how much there is on it. It was asked for before, by the way."""
        found = {}
        for visit in way:
            with CaptureQueriesContext(connection) as queries:
                answer = clients[visit.asks].get(visit.address)
            assert answer.status_code == 200 or not visit.is_seen, visit
            told = answer.getvalue()
            found[visit.page] = len(queries), told.count(b"<") if visit.is_seen else len(told)
        return found

    few = counted()
    rows.fill(MANY)
    many = counted()
    grown = {page: (before, many[page][0]) for page, (before, _) in few.items() if many[page][0] > before}
    assert not grown, f"With more rows these pages take more queries; no page may: {grown}"
    # A row of a page is at least a tag, and one of a file at least a letter.
    lists = {page for page, (_, much) in few.items() if many[page][1] - much >= MANY - FEW}
    found = {page: Page(page in lists, count) for page, (count, _) in many.items()}
    if os.environ.get(WRITES) == "write":
        write(found)
    kept = as_kept()
    changed = {
        page: (kept.get(page), found.get(page)) for page in kept.keys() | found if kept.get(page) != found.get(page)
    }
    assert not changed, f"Of these pages another thing is written down than was found: {changed}.\n{HEAD}"


def test_a_page_that_takes_many_queries_says_what_they_are() -> None:
    silent = [page for page, (_, count) in as_kept().items() if count >= HIGH and page not in comments()]
    assert not silent, f"From {HIGH} queries on, a page of {KEPT.name} has a comment that says what they are: {silent}"


def as_kept() -> dict[str, Page]:
    """What is written down, for the database of these tests."""
    kept = tomllib.loads(KEPT.read_text()) if KEPT.exists() else {}
    pages = {page: Page(kind == "lists", count) for kind in KINDS for page, count in kept.get(kind, {}).items()}
    others = kept.get(connection.vendor, {})
    return {page: Page(is_list, others.get(page, count)) for page, (is_list, count) in pages.items()}


def comments() -> dict[str, str]:
    """What is said of pages, behind their numbers."""
    return dict(re.findall(r'^"(.+)" = \d+  # (.+)$', KEPT.read_text(), re.MULTILINE)) if KEPT.exists() else {}


def write(found: dict[str, Page]) -> None:
    """On SQLite the numbers, on PostgreSQL those that are other ones there."""
    kept, said = tomllib.loads(KEPT.read_text()) if KEPT.exists() else {}, comments()
    if connection.vendor == "sqlite":
        for kind in KINDS:
            kept[kind] = {page: count for page, (is_list, count) in found.items() if is_list == (kind == "lists")}
    else:
        usual = {page: count for kind in KINDS for page, count in kept[kind].items()}
        kept[connection.vendor] = {page: count for page, (_, count) in found.items() if count != usual.get(page)}
    told = [HEAD]
    for kind, pages in kept.items():
        lines = (f'"{page}" = {count}' + (f"  # {said[page]}" if page in said else "") for page, count in pages.items())
        told.append("\n".join((f"[{kind}]", *sorted(lines), "")))
    KEPT.write_text("\n".join(told))
