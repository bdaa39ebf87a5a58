"""Stop sentences that say what the money was worth: a return, savings, value for money.

The evaluation counts what was spent. It cannot tell what that achieved, so no sentence of the report may say it,
whatever the verdict. Quotations may, and so may a sentence that denies it or leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.quotation import without_quotations

_MONEY: Final = r"(?:[£€$]|\b(?:money|pounds?|budgets?|costs?|spending|taxpayers?|public (?:purse|money|funds))\b)"
_PAYERS: Final = (
    r"(?:councils?|authority|authorities|NHS|polic(?:e|ing)|state|public|system|services?|partners?|courts?)"
)
_WORTH: Final = tuple(
    Gated(pattern)
    for pattern in (
        r"\breturns? on (?:\w+ ){0,2}(?:investments?|money|spend(?:ing)?)\b",
        r"\bS?ROI\b",
        r"\b(?:social|economic|financial) returns?\b",
        r"\bvalue[- ]for[- ](?:the )?money\b",
        r"\b(?:good|great|excellent|better|best|high) value\b(?! (?:on|in|to) )",
        r"\bcost[- ](?:effective|efficient|benefit|saving)\w*",
        r"\b(?:benefit[- ]cost|cost[- ]to[- ]benefit) ratio",
        r"\b(?:every|each) (?:[£€$] ?\d[\d.,]*|pound|euro)(?: (?:that )?(?:we |was |is |the \w+ )?"
        r"(?:invest|spen[dt]|put in)\w*)?"
        r"[^.;:]{0,40}?\b(?:return|sav|generat|creat|brought|worth|yield|gave|bought)\w*",
        r"\b(?:pa(?:id|ys?)|paying) (?:for (?:itself|themselves)|(?:itself|themselves) back)\b|\bbreak[- ]?even|"
        r"\bpaid back\b|\brecoup\w*",
        r"\b(?:worth|justif(?:y|ies|ied)) (?:the|its|every|what it|all the) "
        r"(?:cost|money|price|penny|pound|investment|spend(?:ing)?|expense)\w*|\bworth what it cost\b",
        r"\bmoney well spent\b|\bwell worth (?:it|the)\b",
        rf"\bsav(?:ed?|es|ing)\b[^.;:]{{0,50}}?{_MONEY}",
        rf"\bsav(?:ed?|es|ing) (?:the |our |local |their )?(?:\w+ )?{_PAYERS} (?:about |over |nearly |around )?\d",
        rf"\bsavings?\b[^.;:]{{0,30}}?(?:{_MONEY}|\b(?:for|to) (?:the )?(?:\w+ )?{_PAYERS}\b)",
        r"\b(?:net|cashable|financial) (?:benefits?|savings?|gains?)\b|\bavoided costs?\b|"
        r"\bcosts? (?:was |were )?avoided\b",
    )
)
"""Words that say that what was spent was worth it, or what it saved."""
_NEW_CLAUSE: Final = re.compile(
    r"[.;:!?]\s|\s[–—]\s|,? (?:and|but|yet|while|though|although|because|since|so)\b|, which\b"
)
_SURE: Final = re.compile(
    r"\b(?:no|not|without|little) (?:a |any )?(?:doubt|question|only|just|merely|simply|least)\b|"
    r"\bcannot be (?:denied|doubted)\b|\bno (?:other|better|more)\b|\bnothing but\b|"
    r"\bnever (?:been )?(?:more|better)\b",
    re.IGNORECASE,
)
"""Words that look like a denial but are not."""
_DENIES: Final = re.compile(
    r"\b(?:no|not|never|none|neither|nor|nobody|nothing|without|cannot|whether|unable|too early|hardly|"
    r"refus\w+|declin\w+ to)\b|n[’']t\b",
    re.IGNORECASE,
)
_LEFT_OPEN: Final = re.compile(
    r"\b(?:not|never|cannot|unknown|unclear|open|too early)\b|n[’']t\b|\?|\bno (?:evidence|figures?|one|body)\b",
    re.IGNORECASE,
)


def worth(text: str) -> Iterator[Finding]:
    """Yield a fault for the first words that say what the money was worth."""
    own = without_quotations(text)
    for pattern in _WORTH:
        for found in pattern.finditer(own):
            if not _denied(own, found.start(), found.end()):
                yield fail(
                    f"“{found[0].strip()}” says what the money was worth; the evaluation only counts what was spent.",
                    "Say what was spent and on what, or quote who said so, word for word.",
                )
                return


def _denied(text: str, start: int, end: int) -> bool:
    """Return whether the clause around these words denies them, or leaves them open."""
    begins = max((cut.end() for cut in _NEW_CLAUSE.finditer(text, 0, start)), default=0)
    cut = _NEW_CLAUSE.search(text, end)
    before, after = text[begins:start], text[end : cut.end() if cut else len(text)]
    if _DENIES.search(_SURE.sub(" ", f"{before}{text[start:end]}")):
        return True
    return _LEFT_OPEN.search(_SURE.sub(" ", after)) is not None
