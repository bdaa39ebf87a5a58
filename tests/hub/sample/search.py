"""What the index says, and what the rooms say, for the tests: the one is to be the other."""

from tideturn.hub.search.models import VocabularyWord, Wording
from tideturn.hub.search.registry import SEARCHED
from tideturn.hub.search.words import words_of


def in_the_index() -> dict:
    return {
        (one.entry.kind, one.entry.record): (one.title, one.text, one.entry.site, one.entry.day)
        for one in Wording.objects.select_related("entry")
    }


def in_the_rooms() -> dict:
    return {
        (kind, record.pk): (
            told.title.strip(),
            "\n".join(filter(None, map(str.strip, told.texts))),
            told.site,
            told.day,
        )
        for kind, one in SEARCHED.items()
        for record in one.rows()
        if (told := one.said(record)) is not None
    }


def as_it_should_be() -> None:
    """Fails where the index says another thing, or a word of it is not in the vocabulary."""
    assert in_the_index() == in_the_rooms()
    texts = [text for one in Wording.objects.all() for text in (one.title, one.text)]
    known = set(VocabularyWord.objects.values_list("word", flat=True))
    assert {one.word for text in texts for one in words_of(text)} <= known
