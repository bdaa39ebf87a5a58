"""Two versions side by side: what came, went and says something else, in words."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tideturn.hub.theory.drawing.shape import Arrow, Box, Mark, Theory, compared


def box(key: int, title: str, kind: str = "outcome", **said: str) -> Box:
    return Box(UUID(int=key), UUID(int=key), kind, title, **said)


def arrow(key: int, start: int, end: int, *, assumption: str = "", rivals: tuple[str, ...] = ()) -> Arrow:
    return Arrow(UUID(int=key), UUID(int=key), UUID(int=start), UUID(int=end), assumption, rivals)


BEFORE = Theory(
    (box(1, "Training", "activity"), box(2, "Known"), box(3, "Safer")),
    (arrow(11, 1, 2, assumption="Released"), arrow(12, 2, 3)),
)
AFTER = Theory(
    (box(1, "Training for police", "activity"), box(3, "Safer"), box(4, "Trusted", outcome="Trust")),
    (arrow(13, 1, 4), arrow(11, 1, 3, assumption="Paid", rivals=("A film",))),
)


def test_what_differs_is_told_in_words() -> None:
    found = compared(BEFORE, AFTER)
    assert [(one.mark, one.what, one.before, one.after) for one in found.boxes] == [
        (Mark.CHANGED, "Training for police", ("Activity: Training",), ("Activity: Training for police",)),
        (Mark.NEW, "Trusted", (), ()),
        (Mark.GONE, "Known", (), ()),
    ]
    assert [(one.mark, one.what) for one in found.links] == [
        (Mark.NEW, "Training for police → Trusted"),
        (Mark.CHANGED, "Training for police → Safer"),
        (Mark.GONE, "Known → Safer"),
    ]
    changed = found.links[1]
    assert changed.before == ("Training → Known", "Assumption: Released")
    assert changed.after == (
        "Training for police → Safer",
        "Assumption: Paid",
        "What else might explain it: A film",
    )
    assert found.summary == ("1 box added, 1 box removed, 1 box changed, 1 link added, 1 link removed, 1 link changed.")


def test_the_drawing_has_both_with_what_became_of_each() -> None:
    theory = compared(BEFORE, AFTER).theory
    assert {one.title: one.mark for one in theory.boxes} == {
        "Training for police": Mark.CHANGED,
        "Safer": Mark.NONE,
        "Trusted": Mark.NEW,
        "Known": Mark.GONE,
    }
    known = {one.key for one in theory.boxes}
    assert all({one.start, one.end} <= known for one in theory.arrows)


def test_a_link_whose_end_is_told_otherwise_is_the_same_link() -> None:
    after = Theory((box(1, "Advice", "activity"), box(2, "Known"), box(3, "Safer")), BEFORE.arrows)
    assert compared(BEFORE, after).links == ()


def test_two_that_say_the_same() -> None:
    found = compared(BEFORE, BEFORE)
    assert (found.is_same, found.summary) == (True, "No differences.")


KEYS = st.sets(st.integers(1, 6))


@given(KEYS, KEYS)
def test_what_came_one_way_went_the_other(before: set[int], after: set[int]) -> None:
    one, other = (Theory(tuple(box(key, "Box") for key in sorted(keys))) for keys in (before, after))
    marks = {one.key.int: one.mark for one in compared(one, other).theory.boxes}
    turned = {one.key.int: one.mark for one in compared(other, one).theory.boxes}
    swapped = {Mark.NEW: Mark.GONE, Mark.GONE: Mark.NEW, Mark.NONE: Mark.NONE}
    assert turned == {key: swapped[mark] for key, mark in marks.items()}
