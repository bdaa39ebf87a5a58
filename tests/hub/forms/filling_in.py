"""Forms as somebody fills them in without a script: the page is loaded, read, and sent."""

from django.test import Client
from lxml import html

from tideturn.hub.common.record_ids import record_id
from tideturn.hub.crypto.disclosure import opening
from tideturn.hub.forms.models import Draft


class Filled:
    """A page in somebody's browser, with what stands in its form."""

    def __init__(self, client: Client, address: str, answer=None) -> None:
        self.client, self.address = client, address
        self.answer = client.get(address) if answer is None else answer
        self.told = self.answer.content.decode()
        (form,) = html.fromstring(self.told).xpath("//form[@data-draft]")
        self.keeps = form.get("data-draft")
        self.sent: dict[str, list[str] | str] = {}
        for name, told in form.form_values():
            value = told.removeprefix(
                "\n"
            )  # with which a long text begins in a page, and which no browser takes for it
            had = self.sent.get(name)
            self.sent[name] = value if had is None else [*([had] if isinstance(had, str) else had), value]

    def send(self, client: Client | None = None, **typed):
        return (client or self.client).post(self.address, self.sent | typed)

    def keep(self, client: Client | None = None, **typed):
        sent = self.sent | typed
        return (client or self.client).post(self.keeps, sent, headers={"Accept": "application/json"})

    def again(self, **typed) -> "Filled":
        """The page that comes back where it is not done."""
        return Filled(self.client, self.address, self.send(**typed))


def words_of(draft: Draft) -> str:
    with opening([record_id(draft).special]):
        return Draft.objects.get(pk=draft.pk).typed
