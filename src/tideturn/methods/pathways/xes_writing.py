"""Writer of event logs as XES (IEEE 1849-2016), with the concept, time, lifecycle and organizational extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.packed_files import writing
from tideturn.methods.pathways.xes import GROUP, LIFECYCLE, NAME, TIME
from tideturn.methods.pathways.xml_text import attribute, check_writable

_EXTENSIONS: Final = {
    "Concept": "concept",
    "Time": "time",
    "Lifecycle": "lifecycle",
    "Organizational": "org",
}
_KEY: Final = re.compile(r"[^\W\d][\w.:-]*")
_ROWS: Final = 50_000
_WHEN: Final = "%Y-%m-%dT%H:%M:%S%.6f+00:00"


def write_xes(log: EventLog, path: Path, *, site: str = "site") -> None:
    """Write the log as XES, gzipped where the name ends in .gz: same log, same bytes.

    There is one trace per case, by name; its events are by time. The agency is written as `org:group`. A site is the
    attribute `site` of the trace where all of the case's events have it, and of each event where they do not. Times are
    in UTC to the microsecond. Raise TideturnError for a name with a character that XML cannot hold, and for a key of
    the site that is not an XML name.
    """
    if not _KEY.fullmatch(site):
        mend = "Begin it with a letter, and use letters, figures, “_”, “-”, “.” and “:” in it."
        raise TideturnError(f"{quoted(site)} is no key that XES allows.", place=path.name, mend=mend)
    for names in (log.cases, log.activities, log.sites, log.agencies, log.lifecycles):
        check_writable(names, path.name)
    with writing(path) as file:
        file.writelines(text.encode() for text in _document(log, site))


def _document(log: EventLog, site: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    for name, prefix in _EXTENSIONS.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
    yield f'<global scope="trace">\n<string key="{NAME}" value="unnamed"/>\n</global>\n'
    yield f'<global scope="event">\n<string key="{NAME}" value="unnamed"/>\n'
    yield f'<date key="{TIME}" value="1970-01-01T00:00:00.000000+00:00"/>\n</global>\n'
    yield f'<classifier name="Activity" keys="{NAME}"/>\n'
    for part in _events(log, site).iter_slices(_ROWS):
        yield "".join(part.to_series())
    yield "</log>\n"


def _events(log: EventLog, site: str) -> pl.DataFrame:
    """Return the XML of every event, with its trace's beginning before the first and its end after the last."""
    frame = log.frame
    written = {
        "case": _elements(NAME, list(log.cases)),
        "activity": _elements(NAME, log.activities),
        "site": _elements(site, log.sites),
        "agency": _elements(GROUP, log.agencies),
        "lifecycle": _elements(LIFECYCLE, log.lifecycles),
    }
    parts = {
        name: elements.gather(frame[name]).fill_null("") if name in frame.columns else pl.lit("")
        for name, elements in written.items()
    }
    case = pl.col("case")
    first, last = case.ne_missing(case.shift(1)), case.ne_missing(case.shift(-1))
    at_one_site = (pl.col("site").n_unique().over("case") == 1) if "site" in frame.columns else pl.lit(False)
    of_trace, of_event = (
        pl.when(kept).then(parts["site"]).otherwise(pl.lit("")) for kept in (at_one_site, ~at_one_site)
    )
    begin = pl.concat_str(pl.lit("<trace>\n"), parts["case"], of_trace)
    time = pl.concat_str(pl.lit(f'<date key="{TIME}" value="'), pl.col("time").dt.strftime(_WHEN), pl.lit('"/>\n'))
    return frame.select(
        pl.concat_str(
            pl.when(first).then(begin).otherwise(pl.lit("")),
            pl.lit("<event>\n"),
            parts["activity"],
            time,
            parts["lifecycle"],
            parts["agency"],
            of_event,
            pl.when(last).then(pl.lit("</event>\n</trace>\n")).otherwise(pl.lit("</event>\n")),
        )
    )


def _elements(key: str, names: Sequence[str]) -> pl.Series:
    """Return the XML attribute of every name, by code."""
    return pl.Series([f"<string key={attribute(key)} value={attribute(name)}/>\n" for name in names], dtype=pl.String)
