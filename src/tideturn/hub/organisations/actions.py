"""What can be done about organisations, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

ORGANISATION_ADDED: Final = action("organisations.add_organisation", Kind.WRITE, "added an organisation")
ORGANISATION_CHANGED: Final = action("organisations.change_organisation", Kind.WRITE, "changed an organisation")
ORGANISATION_REMOVED: Final = action("organisations.remove_organisation", Kind.WRITE, "removed an organisation")
CONTACT_ADDED: Final = action("organisations.add_contact", Kind.WRITE, "added a contact")
CONTACT_CHANGED: Final = action("organisations.change_contact", Kind.WRITE, "changed a contact")
CONTACT_REMOVED: Final = action("organisations.remove_contact", Kind.WRITE, "removed a contact")
ENGAGEMENT_RECORDED: Final = action(
    "organisations.record_engagement", Kind.WRITE, "recorded how far a partner has come"
)
ENGAGEMENT_CHANGED: Final = action(
    "organisations.change_engagement", Kind.WRITE, "corrected how far a partner had come"
)
ENGAGEMENT_REMOVED: Final = action("organisations.remove_engagement", Kind.WRITE, "removed how far a partner had come")
NOTE_WRITTEN: Final = action("organisations.write_note", Kind.WRITE, "noted something about an organisation")
FILE_ATTACHED: Final = action("organisations.attach_file", Kind.WRITE, "attached a file to an organisation")
MERGED: Final = action("organisations.merge_organisations", Kind.WRITE, "merged two organisations")
MERGE_UNDONE: Final = action("organisations.undo_merge", Kind.WRITE, "undid a merge of organisations")
FOUND_DIFFERENT: Final = action("organisations.tell_apart", Kind.WRITE, "said that two organisations are not the same")
ORGANISATIONS_LISTED: Final = action("organisations.list_organisations", Kind.DISCLOSURE, "saw a list of organisations")
ORGANISATION_READ: Final = action("organisations.read_organisation", Kind.DISCLOSURE, "read about an organisation")
HISTORY_READ: Final = action("organisations.read_history", Kind.DISCLOSURE, "read an organisation’s history")
FILE_TAKEN: Final = action("organisations.take_file", Kind.DISCLOSURE, "took a file about an organisation")
ORGANISATIONS_EXPORTED: Final = action("organisations.export_organisations", Kind.DISCLOSURE, "exported organisations")
PARTNERS_READ: Final = action("organisations.read_partners", Kind.DISCLOSURE, "saw how far partners have come")
