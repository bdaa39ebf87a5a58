"""The index is kept as records are written, in the transaction that writes them; and filled where it was not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from tideturn.hub.common.unruled import unruled
from tideturn.hub.search.kinds import SEARCHED, Said, Searched
from tideturn.hub.search.models import Entry, Filled, VocabularyWord, Wording
from tideturn.hub.search.words import MADE_BY, stems_of, words_of

_AT_ONCE: Final = 500
"""Records that are kept with one statement."""


def keep_with(one: Searched[Any]) -> None:
    """Keep those of a kind from now on, each time that one, or a record that is told in it, is saved or deleted.

    They hang on the saving itself: not every write goes through one function, and one that is forgotten is found no
    more, or found by what it said before.
    """

    def listens(model: type[Model], told_in: Callable[[Any], Iterable[UUID]]) -> None:
        def written(instance: Model, raw: bool = False, **_: Any) -> None:
            keep(one, told_in(instance))

        post_save.connect(written, sender=model, weak=False)
        post_delete.connect(written, sender=model, weak=False)

    listens(one.rule.model, lambda record: [record.pk])
    for model, told_in in one.told_by.items():
        listens(model, told_in)


@unruled("The index is kept of what was written, whoever wrote it, and is searched by the rules of what it holds.")
def keep(of: Searched[Any], pks: Iterable[UUID]) -> None:
    """Have the index say of these records what they say now; of those that are gone, nothing."""
    wanted = iter(set(pks))
    while some := list(islice(wanted, _AT_ONCE)):
        with transaction.atomic():
            _keep_some(of, some)


def _keep_some(of: Searched[Any], pks: Sequence[UUID]) -> None:
    # Held before the records are read: of two who write of one record, the later reads what the earlier wrote.
    held = Entry.objects.filter(kind=of.kind, record__in=pks).select_for_update(of=("self",)).order_by("pk")
    kept = {entry.record: entry for entry in held.select_related("wording")}
    says = {record.pk: told for record in of.all().filter(pk__in=pks) if (told := of.said(record)) is not None}
    gone = [entry.pk for record, entry in kept.items() if record not in says]
    if gone:
        Entry.objects.filter(pk__in=gone).delete()
    anew = [(pk, told) for pk, told in says.items() if pk not in kept]
    other = [(kept[pk], told) for pk, told in says.items() if pk in kept]
    written = [wording for entry, told in other if (wording := _changed(entry, told)) is not None]
    written += _added(of, anew)
    _learn({one.word for wording in written for text in (wording.title, wording.text) for one in words_of(text)})


def _changed(entry: Entry, said: Said) -> Wording | None:
    """Its words, where they are others than before."""
    if (entry.site, entry.day) != (said.site, said.day):
        entry.site, entry.day = said.site, said.day
        entry.save(update_fields=["site", "day"])
    if (entry.wording.title, entry.wording.text) == _told(said):
        return None
    wording = _worded(entry, said)
    wording.save(force_update=True)
    return wording


def _added(of: Searched[Any], anew: Sequence[tuple[UUID, Said]]) -> list[Wording]:
    entries = Entry.objects.bulk_create(
        [Entry(kind=of.kind, record=pk, site=said.site, day=said.day) for pk, said in anew]
    )
    return Wording.objects.bulk_create([_worded(entry, said) for entry, (_, said) in zip(entries, anew, strict=True)])


def _told(said: Said) -> tuple[str, str]:
    """The title and the text, as they are kept."""
    return said.title.strip(), "\n".join(filter(None, map(str.strip, said.texts)))


def _worded(entry: Entry, said: Said) -> Wording:
    title, text = _told(said)
    in_title = stems_of(title)
    every = in_title | stems_of(text)
    return Wording(
        entry=entry, title=title, text=text, title_stems=" ".join(sorted(in_title)), stems=" ".join(sorted(every))
    )


def _learn(words: set[str]) -> None:
    """Add what is new to the vocabulary, and wait for nobody who adds the same."""
    there = set(VocabularyWord.objects.filter(word__in=words).values_list("word", flat=True)) if words else words
    VocabularyWord.objects.bulk_create(VocabularyWord(word=word) for word in sorted(words - there))


def fill() -> int:
    """Go through all records of each kind that was not yet gone through by this version’s way of cutting words.

    How many were. So what was there before the index was is found too.
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
    many = 0
    pks = of.rule.model._default_manager.order_by("pk").values_list("pk", flat=True)
    for some in _parted(pks.iterator(_AT_ONCE)):
        _keep_some(of, some)
        many += len(some)
    Filled.objects.update_or_create(kind=of.kind, defaults={"made_by": MADE_BY})
    return many


def _parted(pks: Iterator[UUID]) -> Iterator[list[UUID]]:
    while some := list(islice(pks, _AT_ONCE)):
        yield some


def forget_words() -> int:
    """Take words out of the vocabulary that stand nowhere any more, such as the name of a contact who was removed.

    How many. Whoever writes one of them at this very moment has it forgiven no mistake until it is written again, and
    is found by it all the same.
    """
    known = list(VocabularyWord.objects.order_by("pk").values_list("pk", "word"))
    there: set[str] = set()
    for texts in Wording.objects.values_list("title", "text").iterator(_AT_ONCE):
        there.update(one.word for text in texts for one in words_of(text))
    gone = []
    for pk, word in known:
        if word in there:
            there.remove(word)  # so that of one that is there twice, the second goes
        else:
            gone.append(pk)
    for at in range(0, len(gone), _AT_ONCE):
        VocabularyWord.objects.filter(pk__in=gone[at : at + _AT_ONCE]).delete()
    return len(gone)
