"""Put a speaker with the place and the time in the order that the rules know: `“…” (partner, London)`."""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.times import MONTH

_KIND: Final = (
    r"(?:[\w’-]+ ){0,3}?(?:partner|professional|stakeholder|member of (?:the |our )?(?:programme[’']s )?staff|worker|"
    r"staff member|young person|parent or carer|family member|interviewee)"
)
_PLACE: Final = r"(?:the )?[A-Z][\w’-]+(?: (?!20)[\w’-]+)??"
_WHO: Final = (
    rf"(?:an?|one) {_KIND}(?: (?:(?:who works )?(?:in|from|with) (?:the )?[a-z ]+?)?(?: ?(?:in|on|from) {_PLACE})?)??"
)
_DATE: Final = rf"(?:(?:\d{{1,2}} )?{MONTH} 20\d\d)"
_WHEN: Final = rf"(?: in (?P<when>{_DATE}))?"
_SAYING: Final = (
    r"(?:put it|put things|said|says|told us|told the evaluation|expressed it|described it|phrased it|explained)"
)

_AFTER: Final = tuple(
    Gated(pattern)
    for pattern in (
        rf"^,? as (?P<who>{_WHO}) {_SAYING}(?: to us)?{_WHEN}(?=[.,;]|$)",
        rf"^,? (?:is|was|were) (?:the|how (?:it|this) was put by|what we (?:were told|heard) (?:by|from))"
        rf"(?: (?:answer|reply|response|words|comment|account|description)(?: given)? (?:of|from|by))?"
        rf" (?P<who>{_WHO}){_WHEN}(?=[.,;]|$)",
        rf"^: (?:so|thus|that is how|this is how) (?P<who>{_WHO}) (?:summed it up|{_SAYING}){_WHEN}(?=[.,;]|$)",
        rf"^,? (?:came the (?:answer|reply|response) (?:of|from)|we (?:were told|heard) (?:by|from)) "
        rf"(?P<who>{_WHO}){_WHEN}"
        r"(?=[.,;]|$)",
    )
)
"""Words that may follow a quotation and name its speaker."""
_SIGNED: Final = Gated(
    rf"^\s?(?:\(|[—–-] ?)(?:an? |one )?(?P<who>{_KIND}(?: (?:in|from) [a-z ]+?)??)"
    rf"(?:,? (?:in |on |from )?(?P<place>{_PLACE}))?(?:,? (?:in )?(?P<when>{_DATE}))?\)?(?=\.?$)"
)
_DATELINE: Final = Gated(rf"^(?P<place>{_PLACE}), (?P<when>{_DATE})[,:]? (?:an? |one )?(?P<who>{_KIND}): $")
_NO_VERB: Final = Gated(rf"^(?P<who>(?:(?:In|On) (?:{_DATE}|{_PLACE}),? )?{_WHO}(?: \({_DATE}\)|,? in {_DATE})?): $")
_VERBS: Final = Gated(r"\b(?:said|says|told|wrote|answered|put|explained|words)\b")


_ITS: Final = Gated(
    rf"^In (?:its|their) (?P<what>[\w’ -]+? (?:(?:of|from|dated) {_DATE}|\({_DATE}\))),? (?P<who>(?:the )?[\w’ ]+?)"
    r"(?=,? (?:said|says?|recorded|records?|stated|states?|noted|notes?|reported|reports?|wrote|writes?|found)\b)"
)


_IN_ITS: Final = Gated(
    r"(?<![\w’])(?P<who>(?:(?:the|an?) )?[\w’]+(?: [\w’]+){0,3}?) "
    r"(?P<verb>wrote|writes?|said|says?|recorded|reported|stated|noted) "
    rf"in (?:its|their) (?P<what>[\w’ -]+?(?: (?:(?:of|from|dated) {_DATE}|\({_DATE}\)))?)(?=,? that\b|\.?$)"
)


def owned(text: str) -> str:
    """Return a sentence on a document with its author before it: `in its return, the board` is the board’s return."""
    text = _IN_ITS.sub(lambda found: f"{found['who']}’s {found['what']} {found['verb']}", text)
    return _ITS.sub(lambda found: f"{found['who'][:1].upper()}{found['who'][1:]}’s {found['what']}", text)


def voiced(part: str) -> str:
    """Return a stretch beside a quotation with its speaker named as the rules know it."""
    for pattern in _AFTER:
        part = pattern.sub(lambda found: _said_by(found["who"], "", found["when"]), part)
    part = _SIGNED.sub(lambda found: _said_by(f"a {found['who'].lower()}", found["place"], found["when"]), part)
    part = _DATELINE.sub(lambda found: f"In {found['when']} a {found['who'].lower()} in {found['place']} said: ", part)
    return _NO_VERB.sub(lambda found: found[0] if _VERBS.search(found[0]) else f"{found['who']} said: ", part)


def _said_by(who: str, place: str | None, when: str | None) -> str:
    on = "on" if place and place.startswith("the ") else "in"
    return f", said {who}{f' {on} {place}' if place else ''}{f' in {when}' if when else ''}"
