"""Say a statement about the verdict or other explanations in the order in which the rules know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground

_OF_VERDICT: Final = Gated(
    r"\b(?:evidence|verdict|confidence|contested|mixed|emerging|too (?:early|soon|little)|not enough|insufficient|"
    r"adverse|explanations?|explains?|weighed|judged?|judgement|conclusion|finding|due|credit|attribut\w+|causes?|contribut\w+|"
    r"confident|premature|brought about|picture|answers|interviews|suggests?|"
    r"no (?:\w+ )?(?:change|movement|shift|improvement)|collected|measured)\b"
)
_YEARS: Final = Gated(rf"\byear ({NUMBER})\b")
_YEAR: Final = Gated(
    rf"(?<!than)(?<!since)(?<!as) (?:in|during|for) (?:programme )?year (?:{NUMBER})\b(?![’'])|"
    rf"(?<=the )(?:programme )?year (?:{NUMBER})(?:[’']s)? (?=(?:evidence|findings?|verdict|judgement|picture)\b)|"
    rf"^year (?:{NUMBER})[’']s (?=(?:evidence|findings?|verdict|judgement|picture)\b)"
)
_BECAUSE: Final = Gated(
    r"(?P<so>.+?)(?<!ly)(?<!only)(?<!not)(?<!just)(?<!part),? (?:because|since|as|given that) (?P<why>.+?)\.?"
)
_FRONTED: Final = Gated(r"(?:because|since|as|given that) (?P<why>.+), (?P<so>.+?)\.?")
_CREDIT: Final = Gated(r"\b(?:programme|credit|attribute|our (?:own )?(?:work|part|contribution|doing|role))\b")
_SURE: Final = Gated(r"with (?P<sure>very low|low|moderate|high) confidence,? (?P<rest>.+?)\.?")
_BESIDE: Final = Gated(r",? (?:alongside|together with|along with|besides) (?P<rival>[^,;:]+?)\.?$")


_HEAVY: Final = Gated(r"\b(?:stronger|as strong(?:ly)?|equally|as well|weighs? more|more weight|as much|more than)\b")
_LIGHT: Final = Gated(
    r"\b(?:weaker|less|not|never|cannot|ruled out|unknown)\b|n[’']t\b|^(?:we|the programme|it|our (?:own )?work)\b"
)
"""Words that are not a reason why the programme cannot be credited."""
_DENIED: Final = Gated(r"\b(?:not|never|no|nobody|nothing|cannot)\b|n[’']t\b")


_VOICE: Final = r"(?:young people|partners|staff|famil(?:y members|ies)|parents and carers|parents|carers)"
_JOINT: Final = Gated(
    rf"\b(?P<one>{_VOICE}[’']s?) (?P<and>and|as well as) (?P<other>{_VOICE}[’']s?) "
    r"(?P<what>(?:survey )?answers|interviews|own scores)\b"
)
_BOTH: Final = Gated(
    rf"\b(?P<who>{_VOICE}) (?P<are>(?:is|are|was|were) (?:positive|negative|mixed|divided|split)) "
    r"(?:both )?in (?:the|our) survey and in (?:the |our )?interviews\b"
)


def each_named(text: str) -> str:
    """Return a sentence with every source by its own name: `partners’ and staff’s answers` are the answers of each."""
    text = _JOINT.sub(r"\g<one> \g<what> \g<and> \g<other> \g<what>", text)
    return _BOTH.sub(r"the survey of \g<who> and interviews with \g<who> \g<are>", text)


def is_of_verdict(text: str, ground: Ground) -> bool:
    """Return whether a sentence may say something about the verdict or about explanations."""
    return ground.verdict is not None and _OF_VERDICT.search(text) is not None


def turned(text: str, ground: Ground) -> Iterator[str]:
    """Yield a sentence with its year in front, and with a reason for what cannot be credited before it."""
    ways = [text]
    if (found := _YEAR.search(text)) and [number(one[1]) for one in _YEARS.finditer(text)] == [ground.claim.year]:
        rest = (text[: found.start()] + text[found.end() :]).strip()
        ways.append(f"In Year {ground.claim.year} {_lower(rest, ground)}")
    if sure := _SURE.fullmatch(text):
        ways.append(f"{_upper(sure['rest'])}; confidence is {sure['sure']}.")
    if ground.contribution and ground.contribution.rivals and _CREDIT.search(text):
        for rule in (_BECAUSE, _FRONTED):
            reason = rule.fullmatch(text)
            if reason and not _LIGHT.search(reason["why"]) and _is_credit(reason["so"]):
                ways.append(f"{_upper(reason['why'])}, so {_lower(reason['so'], ground)}.")
        if (beside := _BESIDE.search(text)) is not None and not _DENIED.search(text):
            ways.append(f"{text[: beside.start()]}, and {beside['rival']} is as strong an explanation.")
    yield from ways[1:]


def _is_credit(text: str) -> bool:
    """Return whether a clause is about the programme's credit, and does not weigh anything else."""
    return _CREDIT.search(text) is not None and _HEAVY.search(text) is None


def _lower(text: str, ground: Ground) -> str:
    """Return a sentence as it continues after other words."""
    named = any(text.startswith(name.removeprefix("The ")) for name in ground.places)
    return text if named else text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
