"""A hub whose office has a log-in of its own, in a process of its own: prints what came of each log-in.

The provider is played on an address of this machine, and speaks as much OpenID Connect (Core 1.0, 3.1) as it takes.
"""

import json
import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tideturn.hub.kernel.keys import KeyFolder

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
    from django.core.management import call_command
    from django.test import Client

    from tideturn.hub.accounts.models import User
    from tideturn.hub.accounts.services.recoveries import complete_recovery, recover_on_server
    from tideturn.hub.audit.models import Event

    call_command("migrate", verbosity=0)
    ada = User(email="ada@example.org", name="Ada")
    ada.set_password("three quiet herons")
    ada.save()

    def comes(**claims: object) -> list[object]:
        CLAIMS.clear()
        CLAIMS.update(claims)
        client = Client(headers={"host": "localhost"})
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
        "without an address": comes(sub="4"),
        "password kept": User.objects.get().check_password("three quiet herons"),
        "accounts": User.objects.count(),
        "told": sorted(Event.objects.values_list("action", flat=True)),
    }
    return shown | {"recovered": recovered()}


if __name__ == "__main__":
    sys.exit(main())
