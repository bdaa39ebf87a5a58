"""What can be done about places, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

POST_ADDED: Final = action("local_context.add_post", Kind.WRITE, "added a post")
POST_CHANGED: Final = action("local_context.change_post", Kind.WRITE, "changed a post")
POST_READVERTISED: Final = action("local_context.advertise_again", Kind.WRITE, "had a post advertised again")
POST_REMOVED: Final = action("local_context.remove_post", Kind.WRITE, "removed a post")
CIRCUMSTANCE_ADDED: Final = action("local_context.add_circumstance", Kind.WRITE, "added what a place is like")
CIRCUMSTANCE_CHANGED: Final = action("local_context.change_circumstance", Kind.WRITE, "changed what a place is like")
CIRCUMSTANCE_REMOVED: Final = action("local_context.remove_circumstance", Kind.WRITE, "removed what a place is like")
CRITERION_ADDED: Final = action("local_context.add_criterion", Kind.WRITE, "added a referral criterion")
CRITERION_ADAPTED: Final = action("local_context.adapt_criterion", Kind.WRITE, "adapted a referral criterion")
CRITERION_ENDED: Final = action("local_context.end_criterion", Kind.WRITE, "ended a referral criterion")
CRITERION_CORRECTED: Final = action("local_context.correct_criterion", Kind.WRITE, "corrected a referral criterion")
CRITERION_REMOVED: Final = action("local_context.remove_criterion", Kind.WRITE, "removed a referral criterion")
BASELINE_ADDED: Final = action("local_context.add_baseline", Kind.WRITE, "added a baseline")
BASELINE_CHANGED: Final = action("local_context.change_baseline", Kind.WRITE, "changed a baseline")
BASELINE_REMOVED: Final = action("local_context.remove_baseline", Kind.WRITE, "removed a baseline")
ASKS_BEGUN: Final = action("local_context.begin_asks", Kind.WRITE, "began the list of data to ask partners for")
ASK_ADDED: Final = action("local_context.add_ask", Kind.WRITE, "added something to ask partners for")
ASK_ANSWERED: Final = action("local_context.answer_ask", Kind.WRITE, "wrote how far a request for data has come")
ASK_REMOVED: Final = action("local_context.remove_ask", Kind.WRITE, "removed something to ask partners for")
READ: Final = action("local_context.read", Kind.DISCLOSURE, "read about a place")
CRITERIA_EXPORTED: Final = action(
    "local_context.export_criteria", Kind.DISCLOSURE, "exported how criteria were adapted"
)
