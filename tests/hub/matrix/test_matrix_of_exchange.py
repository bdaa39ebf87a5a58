"""Every address of the way in and out × every role: what comes of each, written down by hand. None is at a site."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from sample.folders import CASES, folder, sent, zipped
from sample.people import logged_in, person, standing
from sample.sheets import sheet_matched, sheet_sent

from tideturn.hub.access.roles import ALL_SITES, EVALUATOR, PROGRAMME_MANAGER
from tideturn.hub.import_export import actions, pages

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
SEES = {"programme_manager", "evaluator", "governance_lead"}
BRINGS_IN = {"programme_manager"}
TAKES_OUT = {"evaluator", "governance_lead"}
DECIDES = {"programme_manager", "governance_lead"}
MATCHES = ("table", "columns", "rest")
ADDRESSES = [
    *(("GET", one) for one in ("exchange", "send", "send_sheet", *MATCHES, "import", "ask", "export", "decide")),
    *(("POST", one) for one in ("send", "send_sheet", *MATCHES, "bring_in", "leave", "take_back", "ask", "decide")),
    ("POST", "make"),
]


def expected(method: str, address: str, who: str) -> int:
    """What is done to what others sent and asked for: nobody of the matrix did."""
    done = 302 if method == "POST" else 200
    match address:
        case "send" | "send_sheet":
            return done if who in BRINGS_IN else 404
        case "ask":
            return done if who in TAKES_OUT else 404
        case "decide" if who in SEES:
            return done if who in DECIDES else 403
        case "table" | "columns" | "rest":
            return 403 if who in SEES else 404  # it is somebody else's
        case "bring_in" | "leave" | "make":
            return 403  # for all: it is somebody else's
        case "take_back":
            return 409 if who in BRINGS_IN else 403  # it has not come in
    return 200 if who in SEES else 404


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    by, evaluator = standing(person((PROGRAMME_MANAGER, ALL_SITES))), standing(person((EVALUATOR, ALL_SITES)))
    one, asked = sent(by, zipped(folder())), actions.ask_export(by=evaluator, why="For Plantedville")
    sheet = sheet_matched(by, sheet_sent(by, CASES.encode(), "cases.csv"), "cases")
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        of = [asked.pk] if address in ("export", "decide", "make") else [one.pk]
        of = [sheet.pk] if address in MATCHES else of
        url = reverse(
            f"import_export:{address}", args=[] if address in ("exchange", "send", "send_sheet", "ask") else of
        )
        given = {
            "send": {"file": SimpleUploadedFile("programme.zip", zipped(folder()))},
            "send_sheet": {"file": SimpleUploadedFile("cases.csv", b"case_id,site\r\nC1,manchester\r\n")},
            "ask": {"why": "For the report"},
            "decide": {"decision": "refuse"},
        }.get(address, {})
        answer = client.get(url) if method == "GET" else client.post(url, given)
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who), (method, address)
        if answer.status_code in (403, 404):
            assert "Plantedville" not in answer.content.decode()


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in pages.urlpatterns}
