"""An erasure, as a room may have it: whoever puts an older copy back finds it done."""

from django.db import transaction

from sample.models import Child, Visit
from tideturn.hub.crypto import ledger
from tideturn.hub.crypto.ledger import ledger_kind
from tideturn.hub.history.erasing import erase_versions


@transaction.atomic
def erase(child: Child) -> None:
    ledger.enter(ERASED, subject=child.pk, details={})
    _erased(child.pk, {})


def _erased(pk, details) -> bool:
    Visit.objects.filter(child=pk).delete()
    gone, _ = Child.objects.filter(pk=pk).delete()
    erase_versions([pk])
    return bool(gone)


ERASED = ledger_kind("sample.erased", told="erasures of a sample", again=_erased)
