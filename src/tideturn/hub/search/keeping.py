"""Keep the search index: update it in the transaction that writes a record, and fill it where it is missing or
outdated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from tideturn.hub.common.unruled import unruled
from tideturn.hub.search.models import Entry, Filled, VocabularyWord, Wording
from tideturn.hub.search.registry import SEARCHED, Said, Searched
from tideturn.hub.search.words import MADE_BY, stem, words_in

_AT_ONCE: Final = 500
"""Number of records that one statement indexes."""


def searched(one: Searched[Any]) -> None:
    """Register a kind of record for search. The index follows each save or delete of a record, or of one it quotes.

    This listens to the models, because not every write goes through one function. Raise ValueError if the kind is
    registered already, may be about a young person, or has special readers.
    """
    if one.rule.special:
        raise ValueError(f"{one.kind} has special fields, and is not searched")
    if one.rule.of_young_people:
        raise ValueError(f"{one.kind} may be about a young person, and the index keeps its words in clear")
    if SEARCHED.setdefault(one.kind, one) is not one:
        raise ValueError(f"there is a kind {one.kind} already")

    def listens(model: type[Model], told_in: Callable[[Any], Iterable[UUID]] | None) -> None:
        def written(instance: Model, raw: bool = False, **_: Any) -> None:
            keep(one, (instance.pk,) if told_in is None else told_in(instance))

        post_save.connect(written, sender=model, weak=False)
        post_delete.connect(written, sender=model, weak=False)

    listens(one.rule.model, None)
    for model, told_in in one.told_by.items():
        listens(model, told_in)


@unruled("Updates the index for any record, by any person. A search applies the rules of the records it finds.")
def keep(of: Searched[Any], pks: Iterable[UUID]) -> None:
    """Update the index to what these records say now; remove the records that no longer exist."""
    records = list(pks)
    if not records:
        return
    with transaction.atomic():
        # Locked before the records are read: if two people write about one record, the later reads what the earlier
        # wrote.
        held = Entry.objects.filter(kind=of.kind, record__in=records).select_for_update(of=("self",)).order_by("pk")
        kept = {entry.record: entry for entry in held.select_related("wording")}
        anew: list[tuple[UUID, Said]] = []
        words: set[str] = set()
        for record in of.rows().filter(pk__in=records):
            said = of.said(record)
            if said is None:
                continue
            if record.pk in kept:
                words |= _changed(kept.pop(record.pk), said)
            else:
                anew.append((record.pk, said))
        if kept:  # they no longer exist, or have no words left
            Entry.objects.filter(pk__in=[entry.pk for entry in kept.values()]).delete()
        if anew:
            words |= _added(of, anew)
        new = words.difference(VocabularyWord.objects.filter(word__in=words).values_list("word", flat=True))
        VocabularyWord.objects.bulk_create(VocabularyWord(word=word) for word in sorted(new))


def _changed(entry: Entry, said: Said) -> set[str]:
    """Update an entry's site, date and words where they differ. Return its words if these have changed."""
    if (entry.site, entry.day) != (said.site, said.day):
        entry.site, entry.day = said.site, said.day
        entry.save(update_fields=["site", "day"])
    was = entry.wording
    wording, words = _worded(entry, said)  # the entry's `wording` is the new one from here on
    if (was.title, was.text) == (wording.title, wording.text):
        return set()
    wording.save(force_update=True)
    return words


def _added(of: Searched[Any], anew: Sequence[tuple[UUID, Said]]) -> set[str]:
    """Add entries for records that had none before, and return their words."""
    entries = Entry.objects.bulk_create(
        [Entry(kind=of.kind, record=pk, site=said.site, day=said.day) for pk, said in anew]
    )
    worded = [_worded(entry, said) for entry, (_, said) in zip(entries, anew, strict=True)]
    Wording.objects.bulk_create([wording for wording, _ in worded])
    return set().union(*(words for _, words in worded))


def _worded(entry: Entry, said: Said) -> tuple[Wording, set[str]]:
    """Return what a record says as the index keeps it, and its words."""
    title, text = said.title.strip(), "\n".join(filter(None, map(str.strip, said.texts)))
    in_title, in_text = words_in(title), words_in(text)
    title_stems = set(map(stem, in_title))
    stems = title_stems.union(map(stem, in_text))
    wording = Wording(
        entry=entry, title=title, text=text, title_stems=" ".join(sorted(title_stems)), stems=" ".join(sorted(stems))
    )
    return wording, in_title | in_text


def fill() -> int:
    """Index all records of each kind that this version's way of cutting words has not indexed yet. Return how many.

    This also makes records searchable that are older than the index.
    """
    there = dict(Filled.objects.values_list("kind", "made_by"))
    Entry.objects.exclude(kind__in=SEARCHED).delete()
    Filled.objects.exclude(kind__in=SEARCHED).delete()
    waiting = [one for one in SEARCHED.values() if there.get(one.kind) != MADE_BY]
    filled = sum(map(_filled, waiting))
    if waiting:
        forget_words()
    return filled


@transaction.atomic
def _filled(of: Searched[Any]) -> int:
    Entry.objects.filter(kind=of.kind).delete()
    pks = list(of.rule.model._default_manager.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(pks), _AT_ONCE):
        keep(of, pks[at : at + _AT_ONCE])
    Filled.objects.update_or_create(kind=of.kind, defaults={"made_by": MADE_BY})
    return len(pks)


def forget_words() -> int:
    """Delete words from the vocabulary that no text uses any more, such as the name of a removed contact. Return how
    many.

    If somebody saves such a word at this very moment, the search corrects no typing mistake in it until it is saved
    again; the exact word still finds the record.
    """
    known = list(VocabularyWord.objects.order_by("pk").values_list("pk", "word"))
    there: set[str] = set()
    for texts in Wording.objects.values_list("title", "text").iterator(_AT_ONCE):
        there.update(*map(words_in, texts))
    gone = []
    for pk, word in known:
        if word in there:
            there.remove(word)  # so that if a word is there twice, the second row is deleted
        else:
            gone.append(pk)
    for at in range(0, len(gone), _AT_ONCE):
        VocabularyWord.objects.filter(pk__in=gone[at : at + _AT_ONCE]).delete()
    return len(gone)
