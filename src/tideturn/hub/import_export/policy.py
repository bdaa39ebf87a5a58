"""Permissions and rules for importing and exporting folders. A folder holds pseudonyms, and no young person's
identity.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import EVALUATOR, GOVERNANCE_LEAD, PROGRAMME_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.access.standing import Standing
from tideturn.hub.import_export.models import Export, Import, Kept, Matching, Written

BRING_IN: Final = permission(
    "import_export.bring_in", to="import a programme folder or a spreadsheet", roles=(PROGRAMME_MANAGER,)
)
SEE_IMPORTS: Final = permission(
    "import_export.see_imports",
    to="see which folders were imported",
    roles=(PROGRAMME_MANAGER, EVALUATOR, GOVERNANCE_LEAD),
)
TAKE_OUT: Final = permission(
    "import_export.take_out", to="export the programme folder", roles=(EVALUATOR, GOVERNANCE_LEAD)
)
DECIDE: Final = permission(
    "import_export.decide_export",
    to="approve or refuse exports of the programme folder",
    roles=(PROGRAMME_MANAGER, GOVERNANCE_LEAD),
)
SEE_EXPORTS: Final = permission(
    "import_export.see_exports",
    to="see who exported the programme folder",
    roles=(EVALUATOR, PROGRAMME_MANAGER, GOVERNANCE_LEAD),
)
OPEN: Final = permission(
    "import_export.open_kept",
    to="open a stored folder",
    roles=(PROGRAMME_MANAGER, EVALUATOR, GOVERNANCE_LEAD),
)


def _own(standing: Standing) -> Q:
    return Q(by=standing.user)


IMPORTS: Final = unrestricted(Import, SEE_IMPORTS, refusal=SEE_IMPORTS.refusal)
OWN_IMPORTS: Final = unrestricted(
    Import, BRING_IN, refusal="Only the person who uploaded the file can do that.", also=_own, parts=("file",)
)
BROUGHT: Final = unrestricted(Import, BRING_IN, refusal=BRING_IN.refusal)
"""Rule that lets everybody who may import undo an import, even another person's."""
MATCHINGS: Final = unrestricted(Matching, BRING_IN, refusal=BRING_IN.refusal)
WRITTEN: Final = unrestricted(Written, BRING_IN, refusal=BRING_IN.refusal)
KEPT: Final = unrestricted(Kept, OPEN, refusal=OPEN.refusal, parts=("file",))
EXPORTS: Final = unrestricted(Export, SEE_EXPORTS, refusal=SEE_EXPORTS.refusal)
OWN_EXPORTS: Final = unrestricted(
    Export, TAKE_OUT, refusal="Only the person who requested the export can export the folder.", also=_own
)
DECIDABLE: Final = unrestricted(
    Export,
    DECIDE,
    refusal="A second person decides: you cannot approve or refuse your own export.",
    also=lambda standing: ~Q(by=standing.user),
)
