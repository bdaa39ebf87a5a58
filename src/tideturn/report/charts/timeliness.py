"""Whether referrals were answered in time, place by place: within the target, late, or not known, as counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import Kind, legend
from tideturn.report.charts.stacked import BAR, parted_bar
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
    """One place's referrals by whether they were in time; `unknown` have no date to tell it by."""

    name: str
    within: int
    late: int
    unknown: int


@dataclass(frozen=True)
class Timeliness:
    """The places in their order; `noun` is what is counted, as one of them: `referral`."""

    places: tuple[Place, ...]
    noun: str = "referral"


def timeliness(chart: Timeliness) -> str:
    """The SVG: counts within each bar, never percentages, since a place may have few; how many in all beside its name.

    What is not known is hollow: it must not look like an answer.
    """
    parts, top = legend(_KINDS)
    for place in chart.places:
        counts = (place.within, place.late, place.unknown)
        name = f"{place.name}: {counted(sum(counts), chart.noun)}"
        label = wrapped_to(name, theme.WIDTH, theme.TEXT)
        parts.append(svg.lines(0, top, label))
        top += theme.LINE_HEIGHT * len(label) + 3
        parts.extend(parted_bar(top, counts, _KINDS, [number(count) if count else "" for count in counts]))
        top += BAR + _GAP
    return svg.picture(theme.WIDTH, top - _GAP if chart.places else top, parts)
