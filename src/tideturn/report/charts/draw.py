"""Draw any chart as SVG."""

from __future__ import annotations

from functools import lru_cache

from tideturn.report.charts import svg, theme
from tideturn.report.charts.causal_map import Causes, causal_map
from tideturn.report.charts.coders_agree import CodersAgree, coders_agree
from tideturn.report.charts.delivered import Delivered, delivered
from tideturn.report.charts.network import NetworkPicture, network
from tideturn.report.charts.pathway_map import PathwayMap, pathway_map
from tideturn.report.charts.pictures import Levels, Sign, Talking, Ten, levels, sign, talking, ten
from tideturn.report.charts.stacked import Stacked, stacked
from tideturn.report.charts.stages import Stages, stages
from tideturn.report.charts.strip import Strip, strip
from tideturn.report.charts.timeliness import Timeliness, timeliness
from tideturn.report.charts.waits import Reaching, reaching
from tideturn.report.charts.xmr import Xmr, xmr_chart

Chart = (
    Causes
    | Stacked
    | Xmr
    | Strip
    | Delivered
    | Stages
    | Timeliness
    | CodersAgree
    | NetworkPicture
    | PathwayMap
    | Reaching
    | Ten
    | Levels
    | Talking
    | Sign
)
"""Charts that a block can hold: what they show, not how they look. Equal charts are drawn alike, to the byte."""


@lru_cache(maxsize=256)
def draw(chart: Chart) -> str:
    """Return the chart's SVG, with colours by the page's own names, and without width, height or a name of its own."""
    match chart:
        case Causes():
            return causal_map(chart)
        case Stacked():
            return stacked(chart)
        case Xmr():
            return xmr_chart(chart)
        case Strip():
            return strip(chart)
        case Delivered():
            return delivered(chart)
        case Stages():
            return stages(chart)
        case Timeliness():
            return timeliness(chart)
        case NetworkPicture():
            return network(chart)
        case PathwayMap():
            return pathway_map(chart)
        case Reaching():
            return reaching(chart)
        case Ten():
            return ten(chart)
        case Levels():
            return levels(chart)
        case Talking():
            return talking(chart)
        case Sign():
            return sign(chart)
        case CodersAgree():
            return coders_agree(chart)


def image(chart: Chart, title: str, description: str) -> bytes:
    """Return the chart as a separate SVG file in the colours of paper, with its title and description."""
    return svg.named(theme.in_colours(draw(chart)), title, description, size=True).encode()
