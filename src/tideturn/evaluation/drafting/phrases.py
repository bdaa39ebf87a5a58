"""Word a draft's outcomes and speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tideturn.dataset.vocabulary import VOICE
from tideturn.dataset.wording import capital, listed

_VERB: Final = re.compile(
    r"(?<!to )(?<!at )\b(?:are|is|have|has|can|cannot|will|do|does|"
    r"knows?|understands?|reach(?:es)?|identif(?:y|ies)|shares?|responds?|"
    r"works?|change[sd]?|lasts?|fits?|suits?|meets?|feels?|uses?|gets?|takes?|sees?|treats?|recognises?|records?|supports?|"
    r"spends?|sits?|pass(?:es)?|notices?|looks?|speaks?|talks?|keeps?|gives?|makes?|finds?|learns?|attends?|asks?|"
    r"falls?|rises?|improves?|stays?|moves?|follows?|trusts?|agrees?|hears?|own|owns)\b",
    re.IGNORECASE,
)


def clause(title: str) -> str:
    """Return an outcome's title for use after `that`: `young people are safer`; empty where it is not a sentence."""
    return lowered(title) if _verb(title) else ""


def _verb(title: str) -> re.Match[str] | None:
    """Return the verb of a title that has a subject before it, else None: `Uses the tools` has none."""
    found = _VERB.search(title)
    return found if found and title[: found.start()].strip() else None


def that(title: str) -> str:
    """Return `that young people are safer`, or `that the outcome is being reached (Safety)`.

    The second form is for a title that is not a sentence.
    """
    return f"that {clause(title)}" if clause(title) else _named("that", title)


def whether(title: str) -> str:
    """Return `whether young people are safer`, or `whether the outcome is being reached (Safety)`."""
    return f"whether {clause(title)}" if clause(title) else _named("whether", title)


def _named(word: str, *titles: str) -> str:
    """Return a clause for outcomes with titles that are not sentences, by name."""
    reached = "the outcome is being reached" if len(titles) == 1 else "these outcomes are being reached"
    return f"{word} {reached} ({', '.join(titles)})"


def lowered(text: str) -> str:
    """Return a text with a small first letter, unless it begins an abbreviation or a repeated name."""
    first = text.partition(" ")[0]
    named = first[:1].isupper() and re.search(rf"(?<!^)\b{re.escape(first)}\b", text) is not None
    return text if named or (len(text) > 1 and text[1].isupper()) else text[:1].lower() + text[1:]


_ONE: Final = {
    "staff": "of the programme’s staff",
    "stakeholder": "partner",
    "young_person": "young person",
    "family": "parent or carer",
}
_SEVERAL: Final = {
    "staff": "of the programme’s staff",
    "stakeholder": "partners",
    "young_person": "young people",
    "family": "parents and carers",
}


def people(voice: str, count: int) -> str:
    """Return the noun for the people of a voice, singular or plural by their count: `partners`."""
    return (_ONE if count == 1 else _SEVERAL).get(voice, VOICE.terms[voice])


def clauses(titles: Iterable[str], word: str) -> str:
    """Return several outcomes after `that` or `whether`, with those of one subject together.

    For example, `that young people are safer and reach services, and that more is shared`.
    """
    titles = tuple(titles)
    bare = [title for title in titles if not clause(title)]
    subjects: dict[str, list[str]] = {}
    for title in titles:
        verb = _verb(title)
        if verb is None:
            subjects[_named(word, *bare)] = []
        else:
            said = clause(title)
            subjects.setdefault(f"{word} {said[: verb.start()].strip()}", []).append(said[verb.start() :])
    told = [f"{subject} {listed(does)}" if does else subject for subject, does in subjects.items()]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])}, and {told[-1]}"


def ended(text: str) -> str:
    """Return a sentence with a capital first and a full stop last."""
    text = capital(text)
    return text if text.endswith((".", "?", "!")) else f"{text}."
