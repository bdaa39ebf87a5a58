"""Count our functions that one edit of an organisation runs; `script/counts` prints the result.

Only functions with names count. Whether a comprehension is a call depends on the version of Python, and a generator
expression or a lambda is a part of the function that it is written in.
"""

import os
import sys
from pathlib import Path
from types import FrameType

import pytest
from django.urls import reverse
from sample.partners import organisation
from sample.people import logged_in, person, standing

import tideturn.hub
from tideturn.hub.access.roles import SYSTEMS_LEAD

HUB = Path(tideturn.hub.__file__).parent
SECURITY = {"access", "accounts", "audit", "crypto", "common", "history"}
"""The layers above those that decide on an edit, seal it and tell the audit."""


@pytest.mark.django_db
def test_how_many_functions_an_edit_runs() -> None:
    lead = person((SYSTEMS_LEAD, "london"))
    by = standing(lead)
    browser, one = logged_in(lead), organisation(by)
    address = reverse("organisations:change_organisation", args=[one.pk])
    said = {"sector": "health", "site": "london"}
    for turn in ("first", "traced"):  # the first run loads modules and fills caches
        opened = browser.get(address).context["form"]["opened"].value()
        ran: dict[tuple[str, str], None] = {}

        def seen(frame: FrameType, event: str, _: object, ran: dict[tuple[str, str], None] = ran) -> None:
            path = Path(frame.f_code.co_filename)
            named = not frame.f_code.co_name.startswith("<")
            if event == "call" and named and path.is_relative_to(HUB):
                ran[path.relative_to(HUB).as_posix(), frame.f_code.co_qualname] = None

        sys.setprofile(seen)
        try:
            answer = browser.post(address, said | {"opened": opened, "name": f"Borough Police {turn}"})
        finally:
            sys.setprofile(None)
        assert answer.status_code == 302
    above = [one for one in ran if one[0].split("/")[0] not in SECURITY]
    print(f"\nOne edit runs {len(ran)} of our functions, {len(above)} of them above the security layers.")
    if os.environ.get("TIDETURN_TRACE"):
        print("\n".join(f"{path} {name}" for path, name in ran))
