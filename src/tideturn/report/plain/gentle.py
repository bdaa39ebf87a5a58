"""Check words before they are shown: no small numbers, and for young people no blame and no jargon."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.checks.exposure import small_counts_said
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.rules import Rules
from tideturn.methods.disclosure import HIDDEN

_BLAMING: Final = re.compile(
    r"\b(?:(?:re-?)?offend\w*|perpetrat\w*|criminals?|delinquen\w*|culprits?|wrongdoers?|gang members?|thugs?|"
    r"prostitut\w*|promiscuous|manipulative|attention[- ]seek\w*|beyond (?:parental )?control)\b",
    re.IGNORECASE,
)
_SIMPLER: Final = {
    "practitioners": "workers",
    "practitioner": "worker",
    "stakeholders": "partners",
    "stakeholder": "partner",
    "pathways": "steps to get help",
    "pathway": "steps to get help",
    "cce": "criminal exploitation",
    "cse": "sexual exploitation",
    "the national referral mechanism": "the UK scheme for people who were exploited",
    "national referral mechanism": "the UK scheme for people who were exploited",
    "the nrm": "the UK scheme for people who were exploited",
    "nrm": "the UK scheme for people who were exploited",
}
_SIGN: Final = re.compile(rf"(?<!\S){re.escape(HIDDEN)}(?!\S)")
_PROFESSIONAL: Final = re.compile(rf"\b(?:{'|'.join(sorted(_SIMPLER, key=len, reverse=True))})\b", re.IGNORECASE)


def may_be_told(text: str, rules: Rules) -> bool:
    """Return whether a text shows no small number of young people or families, and no sign for a hidden number.

    The plain pages do not explain that sign. The full report does, and keeps those words.
    """
    if _SIGN.search(text):
        return False
    bare = Claim("", "", text, text, "descriptive", "", "", 0, "", None, (), (), None)
    return not any(small_counts_said(bare, rules))


def blames(text: str) -> bool:
    """Return whether a text has a word that blames a young person."""
    return _BLAMING.search(text) is not None


def simpler(text: str) -> str:
    """Replace each word that only professionals use with a plain one."""
    return _PROFESSIONAL.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    plain = _SIMPLER[found[0].lower()]
    capital = found[0][:1].isupper() and (found.start() == 0 or found.string[: found.start()].rstrip()[-1:] in ".!?")
    return plain[:1].upper() + plain[1:] if capital else plain
