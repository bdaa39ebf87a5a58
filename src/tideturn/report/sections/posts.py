"""The posts: how many each place has of each kind, how many are filled, and how long that took.

Posts are counted together and never shown one by one: a post with its dates may be one person.
"""

from __future__ import annotations

from tideturn.dataset.vocabulary import POST_ROLE
from tideturn.evaluation.ledger.counts.delivery import POSTS, POSTS_OF_ROLE, PostCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, told
from tideturn.report.blocks import Annex, DataTable, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import at_end_of, capital, number, plural


def posts(look: Lookup) -> Section | None:
    """Return the posts that there were in the year, by place and kind of work; None if none was recorded."""
    item = look.count(POSTS.name)
    if item is None:
        return None
    lead = told(
        "Of {posts}, {filled} filled {then}.{newly}",
        posts=look.field(item, "posts", item.unit),
        filled=look.were(item, "filled"),
        then=at_end_of(look.evaluation.year),
        newly=_newly(look, item) if item.value_as(PostCounts).newly_filled else "",
    )
    rows = [
        (look.place(site.code), capital(POST_ROLE.terms[role]), found.value_as(PostCounts))
        for site in look.sites
        for role, measure in POSTS_OF_ROLE.items()
        if (found := look.count(measure.name, site.code))
    ]
    table = DataTable(
        "Posts, by place and kind of work",
        ("Where", "Kind of work", "Posts", "Filled", "Left in the year", "Filled in the year", "Weeks to fill"),
        tuple(
            (
                words(place),
                words(post),
                *(words(look.said(count)) for count in (own.posts, own.filled, own.left, own.newly_filled)),
                words(_between(own) or ("Not recorded" if own.newly_filled else "–")),
            )
            for place, post, own in rows
        ),
        frozenset({2, 3, 4, 5}),
    )
    return Section("posts", "Posts", 3, (Paragraph(look.traced(lead, item)), Annex((table,))))


def _newly(look: Lookup, item: EvidenceItem) -> Told:
    """Say how many posts were filled in the year, and how long that took.

    For example: ` During the year, 33 were filled, 9 to 23 weeks after they were advertised; half were filled within 14
    weeks.`
    """
    value = item.value_as(PostCounts)
    were = look.were(item, "newly_filled")
    if not value.timed or value.weeks_half is None or value.weeks_most is None:
        return told(" During the year, {were} filled.", were=were)
    least, half, most = (look.field(item, f"weeks_{name}") for name in ("least", "half", "most"))
    weeks = plural(value.weeks_most, "week")
    told_half = told("; half were filled within {n} {weeks}", n=half, weeks=plural(value.weeks_half, "week"))
    known = told(" (known for {n} of them)", n=look.field(item, "timed"))
    return told(
        " During the year, {were} filled, {between} {weeks} after {they} advertised{half}{known}.",
        were=were,
        they="it was" if value.timed == 1 else "they were",
        between=most if least == most else told("{least} to {most}", least=least, most=most),
        weeks=weeks,
        half=told_half if value.timed > 1 else "",
        known="" if value.timed == value.newly_filled else known,
    )


def _between(value: PostCounts) -> str:
    """Return `9 to 23` or `9`; empty if the time is not recorded for any post."""
    least, most = value.weeks_least, value.weeks_most
    if least is None or most is None:
        return ""
    return number(most) if least == most else f"{number(least)} to {number(most)}"
