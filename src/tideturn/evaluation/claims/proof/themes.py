"""Check sentences on how many people interviewed raised a theme: the whole sentence is read, or none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground, Reading
from tideturn.evaluation.claims.proof.patterns import value
from tideturn.evaluation.claims.proof.theme_groups import Group, counted
from tideturn.evaluation.claims.proof.words import stem, who_in
from tideturn.evaluation.evidence_values import ThemeCounts
from tideturn.evaluation.model import THEME, EvidenceItem

_VOICES: Final = {"staff": "staff", "partners": "stakeholder", "young": "young_person", "families": "family"}
"""Voices by the words that name people."""
_NUM: Final = rf"(?<![\d.,]){NUMBER}(?![\d%]|[.,]\d)"
_THE: Final = r"(?:(?:the|our|all|those|these) ){0,2}"
_QUANTITY: Final = Gated(
    rf"(?:(?P<only>only|just) )?(?:(?P<k>{_NUM}) (?:out )?of {_THE}(?P<n>{_NUM}) |"
    rf"(?P<word>most|(?:the|a) majority|more than half|over half|half|fewer than half|less than half|a minority|all|"
    rf"both|none)(?: of)? {_THE}(?:(?P<n_>{_NUM}) )?|"
    rf"(?P<share>\d+(?:\.\d+)?)% of {_THE}(?:(?P<n__>{_NUM}) )?|(?P<k_>{_NUM}) )"
)
_OF_THEM: Final = Gated(rf"(?P<k>{_NUM}|none) of (?:them|these|those)(?! \w+ed\b)")
_FRONT: Final = Gated(rf"of {_THE}(?P<n>{_NUM}) ")
_FRONT_K: Final = Gated(rf",? (?:(?P<only>only|just) )?(?P<k>{_NUM}|all|both|none|most|half)(?= )")
_INTERVIEWED: Final = Gated(
    r",? (?:(?:who(?:m)? |that )?(?:we |were |had been )?interviewed|in (?:the |our )?interviews|"
    r"(?:whom )?we spoke (?:to|with))\b"
)
_BRACKETS: Final = Gated(rf" \((?:(?P<k>{_NUM}) of (?:the )?(?P<n>{_NUM}))?(?:, |; )?(?:(?P<share>\d+(?:\.\d+)?)%)?\)")
_YEAR: Final = Gated(rf",? (?:in|during|of) (?:programme )?year (?P<year>{_NUM})|,? (?:this|in the) year(?! \w)")
_OPENING: Final = Gated(
    rf"in (?:programme )?year (?P<year>{_NUM})(?: interviews)?,? |in (?:the |our )?interviews(?: (?:in|of) year "
    rf"(?P<year_>{_NUM}))?,? "
)
_WHOLE: Final = Gated(r",? across (?:the (?:whole )?programme|all (?:the |our )?sites)\b")
_VERB: Final = Gated(
    r" (?:(?P<not>did not|didn[’']t|never) )?(?:(?P<raised>raised?|mention(?:ed)?|brought up|bring up|"
    r"(?:spoke|speak) (?:of|about)|talk(?:ed)? (?:of|about)|discuss(?:ed)?)|(?P<said>said|told us|say|reported))"
    r"(?P<that> that)? "
)
_BY: Final = Gated(r" (?:was|were) (?:raised|mentioned|brought up|discussed) by ")
_AGAIN: Final = Gated(
    r" (?:(?P<same>did(?: so)?(?: too)?)|(?P<against>said the opposite|said that it (?:is|was) not(?: so)?|"
    r"said otherwise|denied (?:it|this)|disagreed))(?= |[.,;]|$)"
)
_NEXT: Final = Gated(r"(?:[,;] (?:and|but|while|whereas|as) |[,;] | (?:and|but|while|whereas|as) )(?:so did )?")
_ALSO: Final = Gated(r"(?:,? and |, |,? but )")
_IT: Final = Gated(r"(?:it|this)(?=[ ,.;]|$)")
_TOKEN: Final = re.compile(r"[\w’'-]+")
_ARTICLES: Final = frozenset({"the", "a", "an"})
_END: Final = re.compile(r"\.?\s*$")
_RAISED, _SAID, _AGAINST, _SILENT = "k", "supports", "contradicts", "not raised"


class _Said(NamedTuple):
    """Content of a clause: who, whether they raised a theme or what they said of it, and which theme."""

    groups: tuple[Group, ...]
    does: str
    code: str
    scope: str
    year: int | None


def account(reading: Reading) -> None:
    """Bind a sentence that says no more than how many raised a theme, or what they said of it."""
    themes = [edge.item for edge in reading.ground.claim.evidence if edge.item is not None and edge.item.kind == THEME]
    if not themes or reading.label:
        return
    for said in _Sentence(reading.written, reading.ground, themes).read():
        found = [_items(reading.ground, themes, clause) for clause in said]
        if all(found):
            for clause, items in zip(said, found, strict=True):
                for item in items:
                    reading.bind_whole(0, len(reading.text), item.evidence_id, clause.does)
            return


def _items(ground: Ground, themes: Sequence[EvidenceItem], said: _Said) -> tuple[EvidenceItem, ...]:
    """Return the evidence that supports a clause, one item for each group; nothing if one group has none."""
    found = []
    for group in said.groups:
        item = _item(ground, themes, said, group)
        held = _held(item, said.does) if item is not None else None
        if item is None or item.n is None or held is None or not group.fits(held, item.n):
            return ()
        found.append(item)
    return tuple(found)


def _item(ground: Ground, themes: Sequence[EvidenceItem], said: _Said, group: Group) -> EvidenceItem | None:
    scope = group.scope or said.scope or ground.claim.scope
    year = group.year or said.year or ground.claim.year
    own = (said.code, group.voice, scope, year)
    return next((one for one in themes if (one.code, one.voice, one.scope, one.year) == own and _is_told(one)), None)


def _is_told(item: EvidenceItem) -> bool:
    """Return whether the counts are there; a release hides small ones."""
    return item.n is not None and item.value_as(ThemeCounts).k is not None


def _held(item: EvidenceItem, does: str) -> float | None:
    """Return how many did what a field of the grammar names; None if a release hides it."""
    value = item.value_as(ThemeCounts)
    return value.number(does) if does != _SILENT else item.n - value.k if item.n and value.k is not None else None


@dataclass
class _Sentence:
    """A sentence as it is read from left to right, in every possible way."""

    text: str
    ground: Ground
    themes: Sequence[EvidenceItem]
    _scope: str = field(default="", init=False)
    _year: int | None = field(default=None, init=False)

    def read(self) -> Iterator[tuple[_Said, ...]]:
        """Yield what each reading of the whole sentence says, clause by clause."""
        at = self._opened()
        for end, first in (*self._active(at), *self._passive(at)):
            yield from self._rest(end, (first,))

    def _opened(self) -> int:
        """Read `In London, in Year 2,` before the first clause, and return where that begins."""
        at = 0
        while True:
            if found := _OPENING.match(self.text, at):
                year = value(found["year"] or found["year_"])
                self._year, at = (int(year) if year else self._year), found.end()
            elif place := self._place(at, opening=True):
                at, self._scope = place
            else:
                return at

    def _rest(self, at: int, said: tuple[_Said, ...]) -> Iterator[tuple[_Said, ...]]:
        """Yield the clauses up to the end of the sentence, which must leave no word over."""
        if _END.match(self.text, at):
            yield said
            return
        joined = _NEXT.match(self.text, at)
        if joined is None:
            return
        last = said[-1]
        for end, groups in self._groups(joined.end(), last):
            again = _AGAIN.match(self.text, end)
            if again and not (again["against"] and last.does == _AGAINST):
                does = _AGAINST if again["against"] else last.does
                yield from self._rest(again.end(), (*said, last._replace(groups=groups, does=does)))
            elif joined[0].endswith("so did "):
                yield from self._rest(end, (*said, last._replace(groups=groups)))
            yield from (one for stop, own in self._verb(end, groups) for one in self._rest(stop, (*said, own)))

    def _active(self, at: int) -> Iterator[tuple[int, _Said]]:
        """Yield the ends of `11 of 14 staff raised TITLE`."""
        for end, groups in self._groups(at, None):
            yield from self._verb(end, groups)

    def _verb(self, at: int, groups: tuple[Group, ...]) -> Iterator[tuple[int, _Said]]:
        found = _VERB.match(self.text, at)
        if found is None or (found["not"] and (found["said"] or found["that"])):
            return
        stated = found["said"] or found["that"]
        does = _SAID if stated else _SILENT if found["not"] else _RAISED
        for end, code in self._topics(found.end(), by_it=not stated):
            yield from self._ended(end, _Said(groups, does, code, self._scope, self._year))

    def _passive(self, at: int) -> Iterator[tuple[int, _Said]]:
        """Yield the ends of `TITLE was raised by 11 of 14 staff`."""
        for end, code in self._topics(at, by_it=True):
            if by := _BY.match(self.text, end):
                for stop, groups in self._groups(by.end(), None):
                    yield from self._ended(stop, _Said(groups, _RAISED, code, self._scope, self._year))

    def _ended(self, at: int, said: _Said) -> Iterator[tuple[int, _Said]]:
        """Yield the end of a clause with the place, the year and `in interviews` that may follow."""
        while True:
            if found := _YEAR.match(self.text, at):
                year = value(found["year"]) or self.ground.claim.year
                said, at = said._replace(year=int(year)), found.end()
            elif found := _INTERVIEWED.match(self.text, at):
                at = found.end()
            elif place := self._place(at):
                at, scope = place
                said = said._replace(scope=scope)
            else:
                break
        yield at, said

    def _groups(self, at: int, last: _Said | None) -> Iterator[tuple[int, tuple[Group, ...]]]:
        """Yield the ends of one group or several: `11 of 14 staff and six of 43 partners`."""
        them = _OF_THEM.match(self.text, at) if last is not None and len(last.groups) == 1 else None
        if them and last is not None:
            k = 0 if them["k"].lower() == "none" else int(value(them["k"]) or 0)
            yield them.end(), (last.groups[0]._replace(k=k, n=None, word="", share=""),)
        for end, group in self._group(at):
            yield end, (group,)
            if also := _ALSO.match(self.text, end):
                yield from ((stop, (group, *others)) for stop, others in self._groups(also.end(), None))

    def _group(self, at: int) -> Iterator[tuple[int, Group]]:
        if front := _FRONT.match(self.text, at):
            for end, voice in self._people(front.end()):
                end, group = self._qualified(end, Group(voice, n=int(value(front["n"]) or 0)))
                if found := _FRONT_K.match(self.text, end):
                    yield found.end(), counted(group, found["k"], bool(found["only"]))
        if found := _QUANTITY.match(self.text, at):
            n = next((value(found[name]) for name in ("n", "n_", "n__") if found[name]), None)
            for end, voice in self._people(found.end()):
                group = Group(voice, n=None if n is None else int(n), share=found["share"] or "")
                group = counted(group, found["k"] or found["k_"] or found["word"] or "", bool(found["only"]))
                yield self._qualified(end, group)

    def _people(self, at: int) -> Iterator[tuple[int, str]]:
        """Yield the ends of words that name people of one voice, and the voice."""
        for count in range(1, 6):
            found = re.compile(rf"(?:[\w’']+ ){{{count - 1}}}[\w’']+(?![\w’'])").match(self.text, at)
            if found is None:
                return
            named = [one for one in who_in(self.text, at, found.end()) if (one.start, one.end) == found.span()]
            if named and named[0].means in _VOICES:
                yield found.end(), _VOICES[named[0].means]

    def _qualified(self, at: int, group: Group) -> tuple[int, Group]:
        """Read `interviewed`, a place and the numbers in brackets after the people."""
        while True:
            if found := _INTERVIEWED.match(self.text, at):
                at = found.end()
            elif (found := _BRACKETS.match(self.text, at)) and (found["k"] or found["share"]) and not group.share:
                k, n = value(found["k"]), value(found["n"])
                same = group.k in (None, k) and group.n in (None, n)
                if k is not None and not same:
                    return at, group
                group = group._replace(share=found["share"] or "")
                group = group if k is None or n is None else group._replace(k=int(k), n=int(n))
                at = found.end()
            elif (place := self._place(at)) and not group.scope:
                at, group = place[0], group._replace(scope=place[1])
            elif (found := _YEAR.match(self.text, at)) and group.year is None:
                at, group = found.end(), group._replace(year=int(value(found["year"]) or self.ground.claim.year))
            else:
                return at, group

    def _place(self, at: int, *, opening: bool = False) -> tuple[int, str] | None:
        """Return the end of a place, `in London` or `across the programme`, and its scope."""
        if not opening and (whole := _WHOLE.match(self.text, at)):
            return whole.end(), PROGRAMME_SCOPE
        for name in sorted(self.ground.places, key=len, reverse=True):
            before, after = ("", ",? ") if opening else (",? ", r"(?![\w’'-])")
            rule = rf"{before}(?:in|at) (?:the )?{re.escape(name)}{after}"
            if found := re.compile(rule, re.IGNORECASE).match(self.text, at):
                return found.end(), self.ground.places[name]
        return None

    def _topics(self, at: int, *, by_it: bool) -> Iterator[tuple[int, str]]:
        """Yield the end of each title of a theme, or of `it` where only one theme can be meant, with the code."""
        titles = {item.code: item.text for item in self.themes}
        for code, title in titles.items():
            if end := _titled(self.text, at, title):
                yield end, code
        first = self.ground.claim.text.lstrip().startswith(self.text.strip())
        if by_it and first and len(titles) == 1 and (found := _IT.match(self.text, at)):
            yield found.end(), next(iter(titles))


def _titled(text: str, at: int, title: str) -> int:
    """Return where a stretch ends that has every word of a title in order, and no other word but articles; else 0."""
    wanted = [word for word in _stems(title) if word not in _ARTICLES]
    end = at
    for found in _TOKEN.finditer(text, at):
        if re.fullmatch(r"[\s“‘]*" if end == at else r"[,;]?\s+", text[end : found.start()]) is None:
            return 0
        end = found.end()
        if found[0].lower() in _ARTICLES:
            continue
        if not wanted or stem(found[0]) != wanted.pop(0):
            return 0
        if not wanted:
            closing = re.compile(r"[”’](?!\w)").match(text, end)
            return closing.end() if closing and text[at : at + 1] in "“‘" else end
    return 0


def _stems(text: str) -> list[str]:
    return [stem(word) if word.lower() not in _ARTICLES else word.lower() for word in _TOKEN.findall(text)]
