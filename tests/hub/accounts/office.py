"""A hub whose office has a log-in of its own, in a process of its own: prints what came of each log-in.

The provider is played on an address of this machine, and speaks as much OpenID Connect (Core 1.0, 3.1) as it takes.
"""

import json
import os
import sys
import tempfile
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tideturn.hub.crypto.keys import KeyFolder

CLAIMS: dict[str, object] = {}


class Provider(BaseHTTPRequestHandler):
    def answer(self, told: dict[str, object]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if "well-known" in self.path:
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "me"}
            self.answer({"issuer": here, "jwks_uri": f"{here}/keys"} | {k: f"{here}/{v}" for k, v in ends.items()})
        else:
            self.answer(CLAIMS)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "planted-token", "token_type": "Bearer"})

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "data").mkdir()
        KeyFolder(Path(place) / "keys").create()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tideturn.hub.config.settings",
            "TIDETURN_DATA": f"{place}/data",
            "TIDETURN_KEYS": f"{place}/keys",
            "TIDETURN_OPENID": f"http://127.0.0.1:{server.server_address[1]}",
            "TIDETURN_OPENID_CLIENT": "hub",
            "TIDETURN_OPENID_SECRET": "secret",
        }
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        print(json.dumps(outcomes()))


def outcomes() -> dict[str, object]:
    from allauth.socialaccount.models import SocialAccount
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from tideturn.hub.accounts.models import User
    from tideturn.hub.accounts.services.recoveries import complete_recovery, recover_on_server
    from tideturn.hub.audit.models import Event
    from tideturn.hub.common import clock

    call_command("migrate", verbosity=0)

    def somebody(name: str, **given: object) -> User:
        user = User(email=f"{name.lower()}@example.org", name=name, **given)
        user.set_password("three quiet herons")
        user.save()
        return user

    ada = somebody("Ada")
    somebody("Gone", ends_on=clock.today() - timedelta(days=1))

    def browser() -> Client:
        return Client(headers={"host": "localhost"}, raise_request_exception=False)

    def failures() -> int:
        return Event.objects.filter(action="accounts.fail_log_in").count()

    def begun_and_refused() -> int:
        client = browser()
        sent = client.post("/account/oidc/openid/login/")
        state = parse_qs(urlsplit(sent["Location"]).query)["state"][0]
        return client.get("/account/oidc/openid/login/callback/", {"error": "any", "state": state}).status_code

    def flooded() -> dict[str, object]:
        """What somebody without an account writes into the audit."""
        answers = {browser().get("/account/oidc/openid/login/callback/").status_code for _ in range(20)}
        by_itself = failures()
        begun = {begun_and_refused() for _ in range(8)}
        return {"by itself": [*answers, by_itself], "begun here": [*begun, failures()]}

    def at(server: str) -> None:
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = server

    def elsewhere() -> list[object]:
        """Another provider, whose first person is not the first person of the one before."""
        other = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        threading.Thread(target=other.serve_forever, daemon=True).start()
        before = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"]
        at(f"http://127.0.0.1:{other.server_address[1]}")
        came = [comes(sub="1", email="eve@example.org"), comes(sub="7", email=ada.email)]
        other.shutdown()
        other.server_close()
        came.append(browser().post("/account/oidc/openid/login/").status_code)
        at(before)
        return came

    def comes(**claims: object) -> list[object]:
        CLAIMS.clear()
        CLAIMS.update(claims)
        client = browser()
        sent = client.post("/account/oidc/openid/login/")
        state = parse_qs(urlsplit(sent["Location"]).query)["state"][0]
        back = client.get("/account/oidc/openid/login/callback/", {"code": "any", "state": state})
        return [back.status_code, client.get("/account/").status_code, "invitation" in back.content.decode()]

    def recovered() -> list[object]:
        """Who is let in again comes by the link alone, and what linked the office's account is gone."""
        linked = SocialAccount.objects.count()
        made = recover_on_server(email=ada.email)
        shut = [comes(sub="1", email=ada.email), comes(sub="1", email="ada.new@example.org")]
        complete_recovery(token=made.address.rstrip("/").rsplit("/", 1)[1], password="three quiet herons")
        ended = Event.objects.get(action="accounts.recover_on_server").details["office_log_ins"]
        return [linked, ended, SocialAccount.objects.count(), shut, comes(sub="1", email=ada.email)]

    page = Client(headers={"host": "localhost"}).get("/account/log-in/").content.decode()
    shown = {
        "offered": "Log in with your office" in page,
        "known": comes(sub="1", email="ADA@example.org"),
        "known again, by another address": comes(sub="1", email="ada.new@example.org"),
        "unknown": comes(sub="2", email="eve@example.org"),
        "unchecked": comes(sub="3", email="ada@example.org", email_verified=False),
        "unchecked, in text": comes(sub="3", email="ada@example.org", email_verified="false"),
        "to whom the address passed on": comes(sub="5", email="ada@example.org"),
        "without an address": comes(sub="4"),
        "without a number": comes(email="ada@example.org"),
        "of an account that has ended": comes(sub="6", email="gone@example.org"),
        "to link": [browser().post(f"/account/oidc/openid/login/?process={p}").status_code for p in ("connect", "x")],
        "password kept": User.objects.get(pk=ada.pk).check_password("three quiet herons"),
        "accounts": User.objects.count(),
        "told": sorted(Event.objects.values_list("action", flat=True)),
    }
    shown |= {"flooded": flooded(), "elsewhere": elsewhere()}
    return shown | {"recovered": recovered()}


if __name__ == "__main__":
    sys.exit(main())
