"""Word how people answered: they agreed only where the answers are words of agreeing, else the answers themselves."""

from __future__ import annotations

from functools import cache

from .folder import Year
from .surveys import Item, letters

ANSWER = r"“[^”]+”(?:, “[^”]+”)*(?: or (?:“[^”]+”|more|less))?"
DOES = rf"(?:(?:dis)?agreed?|answer(?:ed)? {ANSWER})"
AGREE, DISAGREE = ("agree",), ("disagree", "worse")  # the columns of items.csv that make a side
RANGE = 3  # neighbouring numbers, from which they are told as "or more" and "or less"


@cache
def named(year: Year, item: Item, side: tuple[str, ...] = AGREE) -> str:
    """Return the answers of a side as they were worded: “A”, “B” or “C”; “7” or more."""
    values = [each for column in side for each in item.listed(column)]
    if len(values) >= RANGE and all(each.isdigit() for each in values):
        if values[-1] == item.choices[-1]:
            return f"“{values[0]}” or more"
        if values[0] == item.choices[0]:
            return f"“{values[-1]}” or less"
    told = [f"“{year.words.answer(item.survey, item.name, each)}”" for each in values]
    return f"{', '.join(told[:-1])} or {told[-1]}" if len(told) > 1 else "".join(told)


def of_agreeing(item: Item) -> bool:
    """Tell whether a question's answers are words of agreeing."""
    return all("agree" in letters(each) for each in item.listed("agree"))


def does(year: Year, item: Item, side: tuple[str, ...] = AGREE, *, past: bool = False) -> str:
    """Return what people did who are on a side of a question: agree, disagree, or answered so and so."""
    if of_agreeing(item):
        return ("agree" if side == AGREE else "disagree") + ("d" if past else "")
    return f"answered {named(year, item, side)}"
