"""Say a finding about answers to a survey in the plain order: who answered, then what they said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.quotation import QUOTED

_LIMIT: Final = r"(?:(?:only|just|all|fully|as many as|as few as|about|around|some|over|under|nearly|almost) )*"
_MANY: Final = rf"(?:{_LIMIT}(?:{NUMBER}|a (?:third|quarter|fifth)|(?:two|three) (?:thirds|quarters|fifths)|half))"
_OF: Final = rf"{_MANY} (?:out )?of (?:the |those |our |all )*{NUMBER}"
_WHOM: Final = rf"(?P<whom>{_OF}(?: (?:[^\s,;:.]|(?<=\w)[.](?=\w))+){{0,14}}?)"
_YEAR: Final = r"(?:in|by) year \w+"
_DEGREE: Final = r"completely or mostly|not really or not at all"
_SCALE: Final = rf"(?:at least {NUMBER}|{NUMBER} (?:or (?:more|above|higher|less|fewer|{NUMBER})))(?: out of {NUMBER})?"
_SAY: Final = (
    "said|say|says|reported|felt|thought|believed|considered|reckoned|told us|stated|agreed|indicated|noted|"
    "described|mentioned|maintained"
)
_VERB: Final = rf"\b(?:{_SAY}|disagreed|chose|gave)\b"
_WHAT: Final = rf"(?P<what>(?:(?!{_VERB}|{_OF})[^;:“]){{8,160}}?)"
_FRONTED: Final = Gated(
    r"^(?P<lead>(?:.*[:;] )?)(?:of|among|amongst|out of|from among)(?: all)?(?: of)?(?: the| those| our| these)? "
    rf"(?P<n>{NUMBER})(?P<group>(?: [^\s,;:]+){{0,14}}?)(?:,| –) (?P<many>{_MANY})(?: of (?:them|these|those))?"
    r"(?P<rest> [a-z].*)$"
)
"""`Of the 45 partners who had a view in Year 2, 37 agreed …`."""
_LAST: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT}(?:,? (?:(?:was|were|is|are|has been|had been) )?"
    rf"(?:what )?(?:(?:{_SAY}|recognised|seen)(?: as true)?(?:,? (?P<degree>{_DEGREE}),?)? by|{_SAY})|"
    rf"(?: is| was)? (?:true|the case|the view|the opinion|the experience) (?:for|of)|(?:,? (?P<much>{_DEGREE}),?)? (?:by|for)) "
    rf"{_WHOM}(?P<tail>[,;] .*)?[.]$"
)
"""`…, said 48 of the 58 partners who had a view`; `… was reported by 49 of the 56 partners`."""
_SCORED: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT} (?:(?:was|were|is) )?"
    r"(?:earned|got|received|given|scored|rated|marked|put|put at|awarded|achieved|drew|won|gained)(?: a score of)? "
    rf"(?P<scale>{_SCALE}) (?:from|by|with|among) {_WHOM}(?P<tail>[,;] .*)?[.]$"
)
"""`The way in was scored seven or more by 30 of 52 partners`."""
_AGREEMENT: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?(?:the )?agreement (?P<that>that|with the (?:statement|idea|view) that) {_WHAT} "
    rf"(?:stood at|was(?: at)?|came to|reached|ran at|is|was given by|came from) {_WHOM}(?P<tail>[,;] .*)?[.]$"
)
_ACTED: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT} (?:is|are|was|were|gets?) (?P<did>noticed|passed(?: on)?|seen|recognised|spotted)"
    rf"(?P<how> [a-z][^,;:]*?)??(?:,? (?P<much>{_DEGREE}),?)? by {_WHOM}(?P<tail>[,;] .*)?[.]$"
)
"""`A worry is passed on the same day by 43 of 55 partners`."""
_MOSTLY: Final = Gated(
    rf"^(?P<lead>.*?)\b(?:mostly|mainly|largely|for the most part) (?P<does>(?:dis)?agreed)(?P<year> {_YEAR})?,? [(]?"
    rf"(?P<k>{NUMBER}) (?:out )?of (?:the |those )?(?P<n>{NUMBER})[),]*(?P<rest> .*)$"
)
"""`Partners mostly disagreed, 14 out of 16, that …`, which is true of 9 and of no fewer."""
_SHARE: Final = Gated(
    rf"^(?P<lead>(?:{_YEAR},? )?)(?P<share>(?:well )?(?:more than|over|above) half|(?:a|the) majority|most|"
    rf"(?:fewer|less) than half|under half|a minority)(?: of)?(?P<group>(?: [^\s,;:]+){{1,14}}), (?P<k>{NUMBER}) "
    rf"(?:out )?of (?:the |those )?(?P<n>{NUMBER}),(?P<rest> .*)$"
)
"""`More than half of the partners, 32 out of 51, said …`."""
_SCALED: Final = Gated(rf"\b{_SCALE}")
_TIMED: Final = Gated(rf",? \b{_YEAR}\b,?|^{_YEAR}\b,? ")
_COUNTED: Final = Gated(rf"\b{_OF}\b")


def _true_amount(match: re.Match[str]) -> bool:
    """Return whether a share in words is true of the numbers that follow it."""
    part, whole = number(match["k"]), number(match["n"])
    if "share" in match.groupdict() and match["share"].lower().startswith(("fewer", "less", "under", "a min")):
        return 2 * part < whole
    return 2 * part > whole and not match[0].lower().startswith("well ")


def in_plain_order(text: str) -> Iterator[str]:
    """Yield the sentence with its parts in the order that the rules know; it says neither more nor less."""
    said = text
    if not QUOTED.search(text):
        for pattern, put in _ORDERS:
            if (match := pattern.match(said)) and ("k" not in match.groupdict() or _true_amount(match)):
                said = _sentence(put.format_map(_Groups(match.groupdict(""))))
        said = _timed_after_its_scale(said)
    if said != text:
        yield said


def _timed_after_its_scale(text: str) -> str:
    """Return a sentence of one number, one year and one answer on a scale with the year right after that answer."""
    scales, times = [*_SCALED.finditer(text)], [*_TIMED.finditer(text)]
    if not (len(scales) == len(times) == len([*_COUNTED.finditer(_SCALED.sub("", text))]) == 1):
        return text
    (scale,), (time,) = scales, times
    year = time[0].strip(" ,").replace("In ", "in ")
    joined = "," if time.start() and time[0].endswith(",") else ""
    if time.start() < scale.start():
        before = text[: time.start()] + joined + text[time.end() : scale.end()]
        return _sentence(f"{before} {year}{text[scale.end() :]}")
    return _sentence(f"{text[: scale.end()]} {year}{text[scale.end() : time.start()]}{text[time.end() :]}")


_ORDERS: Final = (
    (_FRONTED, "{lead}{many} of the {n}{group}{rest}"),
    (_SCORED, "{lead}{whom} gave {scale} for {what}{tail}."),
    (_AGREEMENT, "{lead}{whom} agreed that {what}{tail}."),
    (_ACTED, "{lead}{whom} said{much} that they {did} {what}{how}{tail}."),
    (_MOSTLY, "{lead}{does}{year} ({k} of {n}){rest}"),
    (_SHARE, "{lead}{k} of the {n}{group}{rest}"),
    (_LAST, "{lead}{whom} said{degree}{much} that {what}{tail}."),
)


class _Groups(dict[str, str]):
    """What a pattern holds, as parts of another sentence."""

    def __init__(self, held: dict[str, str]) -> None:
        """Put degrees between commas, and begin what was said with a small letter."""
        super().__init__(held)
        for name in ("degree", "much"):
            if held.get(name):
                self[name] = f", {held[name]},"
        if what := held.get("what", ""):
            self["what"] = what[:1].lower() + what[1:]
        if lead := held.get("lead", ""):
            self["lead"] = lead if lead.rstrip().endswith((":", ";", ",")) else f"{lead.rstrip()}, "
        for name in ("many", "whom", "between"):
            if held.get(name) and held.get("lead"):
                self[name] = held[name][:1].lower() + held[name][1:]


def _sentence(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text[:1].upper() + text[1:]
