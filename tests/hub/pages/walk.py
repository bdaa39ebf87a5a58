"""The way through every page, each asked by the first of the people of `rows` who may see it."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from .addresses import addresses
from .rows import Rows

NOT_SEEN = {
    "mfa_login_webauthn": "It answers a script with JSON, and leads anybody else to the log-in.",
    "access:audit_saved": "A file.",
    "health:plain": "Words for a monitor.",
    "jobs:result": "A file.",
    "learning:export_csv": "A file.",
    "learning:export_xlsx": "A file.",
    "local_context:export_csv": "A file.",
    "local_context:export_xlsx": "A file.",
    "plan:export_csv": "A file.",
    "plan:export_xlsx": "A file.",
    "organisations:export_csv": "A file.",
    "organisations:export_xlsx": "A file.",
    "organisations:named": "It answers a script with JSON.",
    "organisations:engagement": "It redirects to the page of the organisation.",
    "organisations:contact": "It redirects to the page of the organisation.",
    "organisations:file": "A file.",
    "theory:box": "It redirects to the next version.",
    "theory:link": "It redirects to the next version.",
    "evaluations:document": "A file.",
}
"""What is asked for and is no page that somebody looks at, each with why."""


@dataclass(frozen=True)
class Visit:
    """A page in a state, by its name and what is said of the state; and whose browser asks for it."""

    page: str
    address: str
    asks: str

    @property
    def is_seen(self) -> bool:
        return self.page not in NOT_SEEN


def visits(rows: Rows, clients: dict[str, Client]) -> tuple[Visit, ...]:
    """Every page that there is, by whoever sees it; addresses to which something is only sent are none."""
    asked, found, missing = rows.asked(), [], []
    for one in addresses():
        states = {page: where for page, where in asked.items() if page.split(" ")[0] == one.name}
        if not one.takes:
            states[one.name] = reverse(one.name)
        elif not states and clients["all_roles"].get(one.of_nothing).status_code != 405:
            missing.append(one.name)
        found += [visit for page, where in states.items() if (visit := _visit(page, where, clients))]
    assert not missing, f"tests/hub/pages/rows.py says in `asked` of what each page is asked; say it of {missing}."
    unknown = asked.keys() - {visit.page for visit in found}
    assert not unknown, f"tests/hub/pages/rows.py names pages that there are not: {unknown}"
    unknown = NOT_SEEN.keys() - {visit.page for visit in found}
    assert not unknown, f"NOT_SEEN of tests/hub/pages/walk.py names pages that there are not: {unknown}"
    return tuple(found)


def _visit(page: str, address: str, clients: dict[str, Client]) -> Visit | None:
    for asks, client in clients.items():
        answer = client.get(address)
        if answer.status_code == 405:
            return None
        seen = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        if page in NOT_SEEN:
            assert not seen, (
                f"{page} is a page that is seen, so that NOT_SEEN of tests/hub/pages/walk.py is not for it."
            )
        if seen or page in NOT_SEEN:
            return Visit(page, address, asks)
    raise AssertionError(
        f"Nobody comes to {page} at {address}. Let tests/hub/pages/rows.py make what it shows, and who may see it; "
        f"if it is no page to be looked at, say why in NOT_SEEN of tests/hub/pages/walk.py."
    )
