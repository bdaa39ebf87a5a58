"""Audit actions on access, each with the words that the audit shows."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

HUB_FOUNDED: Final = action("access.found_hub", Kind.WRITE, "became the hub's first administrator")
ROLE_GRANTED: Final = action("access.grant_role", Kind.WRITE, "granted a role")
GRANT_WITHDRAWN: Final = action("access.withdraw_grant", Kind.WRITE, "withdrew a role")
ABSENCE_COVERED: Final = action("access.cover_absence", Kind.WRITE, "had an absent colleague covered")
AUTHORITY_GIVEN: Final = action("access.give_authority", Kind.WRITE, "gave the authority to grant a role")
AUTHORITY_WITHDRAWN: Final = action("access.withdraw_authority", Kind.WRITE, "withdrew the authority to grant a role")
AUTHORITY_CONFIRMED: Final = action("access.confirm_authority", Kind.WRITE, "confirmed the authority to grant a role")
STAFF_SESSION_BEGUN: Final = action("access.begin_staff_session", Kind.WRITE, "began a staff session")
STAFF_SESSION_ENDED: Final = action("access.end_staff_session", Kind.WRITE, "ended a staff session")
GLASS_BROKEN: Final = action("access.break_glass", Kind.WRITE, "opened a record by break-glass")
RECORD_RESTRICTED: Final = action("access.restrict_record", Kind.WRITE, "restricted a record to named people")
PERSON_NAMED: Final = action("access.name_person", Kind.WRITE, "named somebody for a restricted record")
NAME_WITHDRAWN: Final = action("access.withdraw_name", Kind.WRITE, "took somebody off a restricted record")
RESTRICTION_SHOWN: Final = action("access.show_restriction", Kind.DISCLOSURE, "saw how a record is restricted")
RESTRICTION_LIFTED: Final = action("access.lift_restriction", Kind.WRITE, "lifted a record's restriction")
REFUSED: Final = action("access.refuse_request", Kind.REFUSAL, "was refused")
GLASS_REVIEWED: Final = action("access.show_break_glass", Kind.DISCLOSURE, "read why break-glass was used")
STAFF_SESSION_REVIEWED: Final = action("access.show_staff_session", Kind.DISCLOSURE, "read why a staff session began")
AUDIT_READ: Final = action("access.read_audit", Kind.DISCLOSURE, "read the audit")
AUDIT_EXPORTED: Final = action("access.export_audit", Kind.DISCLOSURE, "exported the audit")
