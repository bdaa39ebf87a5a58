"""The pages of the theory of change, as they are asked for and sent."""

import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from sample.learning import learnt
from sample.outcomes import outcome
from sample.people import logged_in, person, standing
from sample.places import site
from sample.theory import begun, box, changed_box, first_version, link, of_next, version

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.theory.models import Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import FROM_LATEST, FROM_TEMPLATE

pytestmark = pytest.mark.django_db
NOW, NEXT, COMPARE = "theory:now", "theory:next", "theory:compare"


@pytest.fixture
def manager():
    return person((PROGRAMME_MANAGER, ALL_SITES))


def drawing(page: str) -> ElementTree.Element:
    """The drawing of a page, which is well-formed."""
    (found,) = re.findall(r"<svg role=\"img\".*?</svg>", page, re.DOTALL)
    return ElementTree.fromstring(found)


def test_an_empty_hub_begins_from_a_template_or_from_nothing(manager):
    browser = logged_in(manager)
    page = browser.get(reverse(NOW)).content.decode()
    assert "Start from the template" in page
    assert "Start from scratch" in page
    answer = browser.post(reverse("theory:begin"), {"from_what": "template"})
    assert answer.headers["Location"] == reverse(NEXT)
    page = browser.get(reverse(NEXT)).content.decode()
    assert "One-to-one support for young people" in page
    assert len(drawing(page).findall("g[@data-box]")) == WorkingNode.objects.count() == 13
    assert "Edit next version" in browser.get(reverse(NOW)).content.decode()


def test_what_is_altered_is_drawn_at_once(manager):
    by = standing(manager)
    begun(by)
    browser = logged_in(manager)
    assert "It has no boxes yet." in browser.get(reverse(NEXT)).content.decode()
    for title, kind in (("Training", "activity"), ("They know the signs", "output")):
        answer = browser.post(reverse("theory:add_box"), {"title": title, "kind": kind, "outcome": ""}, follow=True)
    page = answer.content.decode()
    assert len(drawing(page).findall("g[@data-box]")) == 2
    assert "It has no links yet." in page
    start, end = of_next("Training"), of_next("They know the signs")
    given = {"from_node": start.pk, "to_node": end.pk, "assumption": "They come", "rivals": "A film\r\n\r\n A book "}
    page = browser.post(reverse("theory:add_link"), given, follow=True).content.decode()
    assert WorkingLink.objects.get().rivals == "A film|A book"
    assert "What else might explain it: A film; A book" in page
    assert "Assumption: They come" in page
    assert len(drawing(page).findall("path[@marker-end]")) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"to_node": "the same"}, "A box cannot lead to itself."),
        ({"to_node": "turned"}, "The links would run in a ring"),
        ({"to_node": ""}, "Answer the question: To which box?"),
        ({"rivals": "A film | a book"}, "Leave out the sign |"),
    ],
)
def test_a_link_that_cannot_be_is_told_at_its_field_and_nothing_is_lost(manager, given, told):
    by = standing(manager)
    begun(by)
    one, two, three = (box(by, title, "outcome") for title in ("One", "Two", "Three"))
    link(by, one, two)
    ends = {"the same": str(two.pk), "turned": str(one.pk), "": "", "third": str(three.pk)}
    sent = {"from_node": str(two.pk), "to_node": "third", "assumption": "Kept words"} | given
    answer = logged_in(manager).post(reverse("theory:add_link"), sent | {"to_node": ends[sent["to_node"]]})
    page = answer.content.decode()
    assert (answer.status_code, WorkingLink.objects.count()) == (422, 1)
    assert page.count(told) >= 2
    assert "Kept words" in page


def test_a_version_needs_a_reason_or_a_learning_point(manager):
    by = standing(manager)
    begun(by, FROM_TEMPLATE)
    browser, address = logged_in(manager), reverse("theory:add_version")
    page = browser.post(address, {"on": "2026-01-05", "reason": "", "point": ""}).content.decode()
    assert page.count("Write a reason, or choose the learning point") >= 2
    answer = browser.post(address, {"on": "2026-01-05", "reason": "Agreed with the board", "point": ""})
    assert answer.headers["Location"] == reverse("theory:version", args=[Version.objects.get().pk])
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Agreed with the board" in page
    assert not Working.objects.exists()


def test_two_versions_are_compared_in_words_and_in_the_drawing(manager):
    by = standing(manager)
    first_version(by)
    begun(by, FROM_LATEST)
    changed_box(by, "Training", title="Training for the police")
    box(by, "Advice")
    page = logged_in(manager).get(reverse(NEXT)).content.decode()
    assert "1 box added, 1 box changed." in page
    version(by)
    reader = logged_in(person((CASEWORKER, "london")))
    page = reader.get(reverse(COMPARE), {"earlier": "1", "later": "2"}).content.decode()
    for words in ("From version 1 to version 2", "Training for the police", "+ New:", "~ Changed:"):
        assert words in page
    marks = ["".join(text.itertext()) for text in drawing(page).iter("text") if text.get("class") == "mark"]
    assert sorted(marks) == ["+ New", "~ Changed"]
    assert "No differences." in reader.get(reverse(COMPARE), {"earlier": "2", "later": "2"}).content.decode()
    assert reader.get(reverse(COMPARE), {"earlier": "9", "later": "2"}).status_code == 422
    assert reader.get(reverse(COMPARE)).status_code == 200


def test_a_box_that_is_taken_out_takes_its_links_with_it_and_the_page_says_so(manager):
    by = standing(manager)
    begun(by)
    one, two = box(by, "Training"), box(by, "Known", "output")
    link(by, one, two)
    browser, address = logged_in(manager), reverse("theory:remove_box", args=[one.pk])
    assert "and with it: Training → Known" in browser.get(address).content.decode()
    browser.post(address, {"version": "1"})
    assert [found.title for found in WorkingNode.objects.all()] == ["Known"]


def test_what_is_thrown_away_is_asked_about_once(manager):
    begun(standing(manager))
    browser, address = logged_in(manager), reverse("theory:throw_away")
    assert "Discard the next version?" in browser.get(address).content.decode()
    assert Working.objects.exists()
    assert browser.post(address).headers["Location"] == reverse(NOW)
    assert not Working.objects.exists()
    assert browser.get(reverse(NEXT)).status_code == 404
    assert browser.get(reverse("theory:add_box")).status_code == 404


def test_two_managers_who_alter_one_box_are_shown_both_texts(manager):
    by = standing(manager)
    begun(by)
    one = box(by, "Training")
    browser, address = logged_in(manager), reverse("theory:change_box", args=[one.pk])
    (sealed,) = re.findall(r'name="opened" value="([^"]+)"', browser.get(address).content.decode())
    changed_box(by, "Training", title="Training for schools")
    sent = {"opened": sealed, "title": "Training for the police", "kind": "activity", "outcome": ""}
    answer = browser.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Training for schools" in page
    assert "Training for the police" in page
    assert of_next("Training for schools").version == 2


def test_who_only_reads_is_offered_nothing_to_alter(manager):
    made = first_version(standing(manager))
    begun(standing(manager), FROM_LATEST)
    browser = logged_in(person((CASEWORKER, "london")))
    for page in (reverse(NOW), reverse("theory:version", args=[made.pk])):
        told = browser.get(page).content.decode()
        assert "They know the signs" in told
        for offer in ("next version", "Begin", "Start from", "Remove", "Publish this"):
            assert offer not in told.split("<main")[1].split('class="page-help"')[0]


def test_words_that_a_page_could_run_are_words(manager):
    by = standing(manager)
    begun(by)
    box(by, '<script>alert("x")</script> & “more”')
    page = logged_in(manager).get(reverse(NEXT)).content.decode()
    assert "<script>alert" not in page
    assert "<script>alert" in " ".join(drawing(page).itertext()).replace("< script", "<script")


def test_a_learning_point_says_which_version_it_led_to(manager):
    by = standing(manager)
    site(by, "london", "London")
    point = learnt(by)
    begun(by)
    box(by, "Training")
    made = version(by, reason="", point=point.pk)
    told = logged_in(manager).get(reverse("learning:point", args=[point.pk])).content.decode()
    assert "The theory of change was altered: version 1" in told
    address = reverse("theory:version", args=[made.pk])
    assert address in told
    assert reverse("learning:point", args=[point.pk]) in logged_in(manager).get(address).content.decode()


def test_a_box_leads_to_the_outcome_that_it_stands_for(manager):
    by = standing(manager)
    safety = outcome(by)
    begun(by)
    box(by, "Safer", "outcome", outcome=safety.pk)
    told = logged_in(manager).get(reverse(NEXT)).content.decode()
    assert f'<a href="{reverse("outcomes:outcome", args=[safety.pk])}">Young people are safer</a>' in told
