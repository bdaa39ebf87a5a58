"""The page of a search: as it is asked for, what stands on it, and the field in the head of every other page."""

from html import unescape
from urllib.parse import quote

import pytest
from sample.learning import learnt
from sample.partners import organisation
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, FUNDER, PROGRAMME_MANAGER

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("sample.urls")]
FIELD = 'id="search-everything"'


@pytest.fixture
def manager():
    user = person((PROGRAMME_MANAGER, ALL_SITES))
    site(standing(user), "london", "London")
    return user


def page(user, path: str) -> str:
    answer = logged_in(user).get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_what_was_found_is_marked_and_nothing_that_was_written_is_taken_for_the_page(manager):
    learnt(standing(manager), point="Herons <script>nest</script>", source="By the river")
    answer = logged_in(manager).get("/search/?q=nests").content.decode()
    assert "Herons &lt;script&gt;<mark>nest</mark>&lt;/script&gt;" in answer
    assert "1 found" in answer
    assert "Learning point · London · Noted" in answer
    assert 'name="q" value="nests"' in answer


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Organisations and the people in them"),
        ("?q=", "Type a word"),
        ("?q=the+of", "“the of” has no word that tells"),
        ("?q=zzzz", "Nothing that you may see has this word: zzzz. Try another word"),
        ("?q=zzzz+herons", "has all of these words: zzzz, herons. Try fewer words"),
        ("?q=heorns", "“heorns” was not found. These words were looked for instead: herons."),
        ("?q=herons&kind=milestone", "Nothing of that kind has herons. See 21 found elsewhere"),
        ("?q=herons&kind=nonsense&site=nowhere&order=x&page=x", "21 found, page 1 of 2"),
        ("?q=herons&page=2&order=newest", "page 2 of 2"),
        ("?q=" + "x" * 201, "There is a problem"),
        ("?q=" + quote("herons \" ' * ( ) : & | ! < > \\ NEAR AND OR"), "has all of these words: herons, near."),
    ],
)
def test_what_is_said(manager, asked, said):
    for number in range(21):
        learnt(standing(manager), point=f"Herons {number}")
    told = " ".join(page(manager, f"/search/{asked}").replace("</p>", "").split())
    for tag in ("<p>", "</a>", '<a href="?q=herons">'):
        told = told.replace(tag, "")
    assert said in told


def test_the_choices_say_how_many_there_are_of_each(manager):
    by = standing(manager)
    learnt(by, point="Herons nest")
    organisation(by, "Heron Trust")
    found = page(manager, "/search/?q=heron&kind=learning&order=newest")
    assert '<option value="learning" selected>Learning points (1)</option>' in found
    assert '<option value="organisation">Organisations (1)</option>' in found
    assert (
        '<option value="london">London (2)</option>' in found or '<option value="london">London (1)</option>' in found
    )
    assert "Milestones" not in found.split("</form>")[2]


def test_the_field_stands_in_the_head_of_every_page_of_who_finds_something(manager):
    assert FIELD in page(manager, "/")
    assert FIELD in page(person((CASEWORKER, "london")), "/notices/")
    assert FIELD not in page(manager, "/search/")  # which has a field of its own
    for user in (person(), person((FUNDER, ALL_SITES))):
        assert FIELD not in page(user, "/")
        assert logged_in(user).get("/search/?q=x").status_code == 404


def test_a_page_leads_to_the_next_and_back(manager):
    for number in range(21):
        learnt(standing(manager), point=f"Herons {number}")
    first = page(manager, "/search/?q=herons&order=newest")
    assert '<a href="?q=herons&order=newest&page=2" rel="next">' in first
    assert 'rel="prev"' not in first
    second = page(manager, "/search/?q=herons&order=newest&page=9")
    assert '<a href="?q=herons&order=newest&page=1" rel="prev">' in second
    assert 'rel="next"' not in second
