"""Say that work exceeded or fell short of its plan by the numbers that the rules know."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.patterns import NUM, value
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.model import EvidenceItem

_OVER: Final = (
    r"exceeded|surpassed|went (?:well )?(?:beyond|over|above)|"
    r"(?:ran|was|were|came in) (?:well )?(?:ahead of|above|over)"
)
_UNDER: Final = (
    r"fell (?:well |far )?(?:short of|below|behind)|did not (?:reach|meet)|missed|"
    r"(?:ran|was|were|came in|stayed) (?:well |far )?(?:behind|below|under|short of)"
)
_LEVEL: Final = r"met|matched|kept to|ran to|was on|were on|reached"
_PLACED: Final = r"(?: (?:in|at|on) (?-i:(?:the )?[A-Z]\w+(?: [A-Z]\w+)?(?: coast| desk)?))?"
_UNIT: Final = "sessions|evenings|events|workshops|young people|walks"
_AT_OF: Final = (
    rf",? (?:with|at|by holding|by delivering) (?P<k>{NUM})(?P<unit> (?:{_UNIT}))?"
    rf"(?: (?:held|delivered|given|run|offered|reached))? (?:of|out of|against|where|for|compared with|set against)"
    rf"(?: the| a plan of)? (?P<n>{NUM})\b(?P<units> (?:{_UNIT}))?"
    rf"(?: (?:held|delivered|given|run))?(?: (?:(?:were|was|had been) )?(?:planned|intended|scheduled))?"
)
_NO: Final = Gated(
    rf"^no (?P<what>[a-z]+(?: [a-z]+)??) (?P<done>took place|went ahead|were (?:held|delivered|run))"
    rf"(?P<where>{_PLACED})"
    rf"(?P<when> (?:in|during|over) (?:(?:programme )?year \w+|the \w+ year))?,? "
    rf"(?:although|though|but|while|where|when|against|of)(?: the)? (?P<n>{NUM})"
    r"(?: (?:that )?(?:had been|were))? planned\b"
)
_BY_PLAN: Final = Gated(
    rf"^(?P<what>[^,;:\d]+?)(?P<where>{_PLACED}) (?:(?P<over>{_OVER})|(?P<under>{_UNDER})|(?P<level>{_LEVEL}))"
    rf"(?: (?:the|its|their))? (?:plan|target)(?P<there>{_PLACED})"
    rf"(?P<when> (?:in|during|over) (?:(?:programme )?year \w+|the \w+ year))?"
    rf"(?P<there_>{_PLACED}){_AT_OF}"
)
_BY_PLAN_TOO: Final = Gated(
    rf"(?P<join>,? (?:and|but|while|whereas)) (?:(?:was |ran |fell |came |went )?(?P<far>well |far )?"
    rf"(?:(?P<over>ahead|above|over|beyond)|(?P<under>behind|short|below|under))(?: (?:of )?(?:it|plan|the plan))?"
    rf"(?P<where>{_PLACED}){_AT_OF}|"
    rf"(?:fell|was|came) (?P<short>{NUMBER}) short of (?:the )?(?P<n_>{NUM})(?: planned)?(?P<where_>{_PLACED}))"
)


def none_of(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `none of the 20 walks planned took place` for `no walks took place, although 20 had been planned`."""
    return _NO.sub(
        lambda no: f"None of the {no['n']} {no['what']} planned{no['where']}{no['when'] or ''} {no['done'].lower()}",
        text,
    )


def by_plan(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say `51 sessions were held against 90 planned` for `fell short of plan, with 51 of 90`, if the numbers fit."""
    begun = _BY_PLAN.match(text) if item.evidence_id.startswith("count/plan:") else None
    if begun is None or not _lies(begun):
        return text
    if not {*stems_of(f"{begun['unit'] or ''} {begun['units'] or ''}")} <= {
        *stems_of(item.text),
        *stems_of(begun["what"]),
    }:
        return text
    what, unit = f"{begun['what'][0].lower()}{begun['what'][1:]}", item.evidence_id.rpartition(":")[2].split("/")[0]
    unit = "" if {*stems_of(unit)} <= {*stems_of(what)} else f" {unit}"
    where = (begun["where"] or begun["there"] or begun["there_"]).strip()
    front = f"{where[0].upper()}{where[1:]}, " if where else ""
    own = f"{front}{begun['k']} {what}{unit} were held{begun['when'] or ''} against {begun['n']} planned"

    def too(match: re.Match[str]) -> str:
        if not _lies(match):
            return match[0]
        short = value(match["short"])
        n = match["n_"] or match["n"]
        k = f"{(value(n) or 0) - short:g}" if short else match["k"]
        return f"{match['join']}{match['where'] or match['where_'] or ''} {k} were held against {n} planned"

    return f"{own}{_BY_PLAN_TOO.sub(too, text[begun.end() :])}"


def _lies(said: re.Match[str]) -> bool:
    """Return whether the number delivered compares with the plan as said; `well` needs a quarter of the plan."""
    groups = said.groupdict()
    if groups.get("short"):
        return True
    k, n = value(groups["k"]) or 0, value(groups["n"]) or 0
    far = re.search(r"\b(?:well|far)\b", groups.get("far") or groups["over"] or groups["under"] or "", re.IGNORECASE)
    lies = k > n if groups["over"] else k < n if groups["under"] else k == n
    return lies and (far is None or abs(k - n) >= n / 4)
