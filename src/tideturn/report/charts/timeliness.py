"""Draw whether referrals were answered in time, place by place: counts within the target, late, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import Kind, legend
from tideturn.report.charts.stacked import BAR, BESIDE, parted_bar
from tideturn.report.charts.text_width import wrapped_to
from tideturn.report.wording import counted, number

_GAP: Final = 14.0
_KINDS: Final = (
    Kind("Within target", theme.AGREE, theme.ON_AGREE),
    Kind("Late", theme.DISAGREE, theme.ON_DISAGREE),
    Kind("Not known", theme.QUIET, theme.INK, hollow=True),
)


@dataclass(frozen=True)
class Place:
    """One place's referrals by whether they were in time; `unknown` ones lack a date that would show it."""

    name: str
    within: int
    late: int
    unknown: int


@dataclass(frozen=True)
class Timeliness:
    """The places in their order; `noun` is the singular of what is counted: `referral`."""

    places: tuple[Place, ...]
    noun: str = "referral"
    wide: bool = False
    """Whether the places are beside their bars, not above them."""


def timeliness(chart: Timeliness) -> str:
    """Return the SVG: counts within each bar, and the total beside the name.

    There are no percentages, since a place may have few referrals. The part that is not known is hollow: it must not
    look like an answer.
    """
    parts, top = legend(_KINDS)
    for place in chart.places:
        counts = (place.within, place.late, place.unknown)
        name = f"{place.name}: {counted(sum(counts), chart.noun)}"
        told = [number(count) if count else "" for count in counts]
        label = wrapped_to(name, BESIDE - 15 if chart.wide else theme.WIDTH, theme.TEXT)
        deep = theme.LINE_HEIGHT * len(label)
        if chart.wide:
            row = max(deep, BAR)
            parts.append(svg.lines(0, top + (row - deep) / 2, label))
            middle, width = top + (row - BAR) / 2, theme.WIDE - BESIDE
            parts.extend(parted_bar(middle, counts, _KINDS, told, left=BESIDE, width=width))
            top += row + _GAP / 2
        else:
            parts.append(svg.lines(0, top, label))
            top += deep + 3
            parts.extend(parted_bar(top, counts, _KINDS, told))
            top += BAR + _GAP
    top -= (_GAP / 2 if chart.wide else _GAP) if chart.places else 0
    return svg.picture(theme.WIDE if chart.wide else theme.WIDTH, top, parts)
