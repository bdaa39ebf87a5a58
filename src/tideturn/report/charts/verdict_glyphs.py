"""Draw a shape for each verdict, to tell it apart in grey and for readers who do not see colours."""

from __future__ import annotations

from tideturn.dataset.verdict import Verdict
from tideturn.report.charts import svg


def colour_of(verdict: Verdict) -> str:
    """Return the colour as a style sheet's variable."""
    return f"var(--{verdict.look.colour})"


def glyph(verdict: Verdict | None, colour: str) -> str:
    """Return the verdict's shape within 16 by 16 units; nothing where there is none."""
    if verdict is None:
        return ""
    look, dash = verdict.look, ' stroke-dasharray="2.4 2.3"'
    drawn = svg.path(look.outline, stroke=colour, width=1.6, extra=dash if look.dashed else "") if look.outline else ""
    return drawn + (svg.path(look.solid, fill=colour) if look.solid else "")
