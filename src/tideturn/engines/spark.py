"""Apache Spark, on a cluster or on this machine: open a session, read a file with it, and close it.

None of our code runs on the cluster's machines: they receive narwhals' operations as Spark's own plans, and need no
Python.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted
from tideturn.methods.anywhere import Frame

TIME: Final = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$"
"""Pattern of ISO 8601 times, as `methods.pathways.times` reads them; Spark's own parser would accept more."""
BLANK: Final = r"^[\s\p{Z}]+|[\s\p{Z}]+$"
PATHWAY: Final = "pathway"
"""Name of the column of `events.csv` that says which pathway an event belongs to."""
TABLES: Final = "It reads CSV, where the name ends in .csv, and Parquet, also a folder of it."
PARTS: Final = "8"
"""Number of partitions of a shuffle on one machine, where Spark's usual 200 are mostly overhead."""


@dataclass(frozen=True)
class Spark:
    """A Spark session, which reads files and keeps results computed so far."""

    session: Any

    def table(self, path: str) -> Frame:
        """Read a CSV or Parquet file, or a folder of such files, into a frame with the file's column names."""
        frame: Frame = nw.from_native(self._read(path))
        return frame

    def events(
        self, path: str, *, case: str, activity: str, time: str, pathway: str | None = None, place: str | None = None
    ) -> Frame:
        """Read the events of a table: `case`, `activity` (text), `time` (microseconds), `file`, `row` and the rest.

        The rest are the other columns as JSON, from `rest_0` on. `place` is the user's name for the file. Raises
        TideturnError for a missing column and for a cell that is not a time.
        """
        from pyspark.sql import functions as sql

        read = self._read(path)
        kinds = dict(read.dtypes)
        for name in (case, activity, time, *((PATHWAY,) if pathway is not None else ())):
            if name not in kinds:
                mend = f"The columns are {', '.join(kinds)}."
                raise TideturnError(f"there is no column {quoted(name)}.", place=place or path, mend=mend)
        if pathway is not None:
            read = read.where(_bare(_text(_column(PATHWAY), kinds[PATHWAY])) == pathway)
        metadata = sql.col("_metadata")
        # Spark splits a large file into parts, which return in any order; Parquet knows each row's position.
        row = sql.monotonically_increasing_id() if is_csv(path) else metadata["row_index"]
        own = {
            "case": _text(_column(case), kinds[case]),
            "activity": _text(_column(activity), kinds[activity]),
            "time": _instant(_column(time), kinds[time]),
            "file": metadata["file_path"],
            "row": row.cast("long"),
        }
        rest = [_column(name) for name in read.columns if name not in (case, activity, time)]
        # Nested values cannot be compared as they are.
        plain = [sql.to_json(sql.struct(column)).alias(f"rest_{number}") for number, column in enumerate(rest)]
        events = read.select(*(column.alias(name) for name, column in own.items()), *plain, _column(time).alias("said"))
        self._all_times(events, place or path, time)
        frame: Frame = nw.from_native(events.drop("said"))
        return frame

    def keep(self, frame: Frame) -> Frame:
        """Return the frame, to be computed once and then held by the cluster."""
        kept: Frame = nw.from_native(frame.to_native().persist())
        return kept

    def _read(self, path: str) -> Any:
        reader = self.session.read
        if not is_csv(path):
            return reader.parquet(path)
        # A cell may hold a line end, so one core must read the whole file: large data belong in Parquet.
        read = reader.csv(path, header=True, multiLine=True, escape='"', mode="FAILFAST", encoding="UTF-8")
        return read.toDF(*(name.removeprefix("\ufeff").strip() for name in read.columns))

    def _all_times(self, events: Any, place: str, column: str) -> None:
        from pyspark.sql import functions as sql

        if dict(events.dtypes)["said"] != "string":
            return
        wrong = events.where((_bare(sql.col("said")) != "") & sql.col("time").isNull()).select("said").head(1)
        if wrong:
            raise TideturnError(
                f"{quoted(wrong[0][0])} is not a time.",
                place=f"{place}, column {column}",
                mend="Write times as 2026-03-31T14:05:00Z, or 2026-03-31 14:05 by the clock on the wall.",
            )


@contextmanager
def spark(master: str, *, zone: str = "UTC") -> Iterator[Spark]:
    """Yield a Spark session on this master and close it at the end; a time without a zone is read as one in `zone`.

    Raises TideturnError, with a sentence, if PySpark or Java is missing and for anything that Spark finds wrong.
    """
    _java(master)
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise TideturnError(
            f"--engine {master} needs PySpark, which is not installed here.", mend="Run: pip install 'tideturn[spark]'"
        ) from None
    settings = {
        "spark.sql.session.timeZone": zone,
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.adaptive.enabled": "true",
        # Without pruning, Spark finds a row with too many or too few cells, whichever columns we ask for.
        "spark.sql.csv.parser.columnPruning.enabled": "false",
    }
    if master.startswith("local"):
        settings |= {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": PARTS}
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    builder = SparkSession.builder.master(master).appName("tideturn")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with _hushed() as said:
        try:
            session = builder.getOrCreate()
        except (PySparkException, Py4JError, OSError) as error:
            raise TideturnError(
                f"Spark at {master} could not be started ({_why(error, said())}).",
                mend="It needs Java 17 or newer, and a master that answers.",
            ) from None
    try:
        yield Spark(session)
    except (PySparkException, Py4JError) as error:
        raise TideturnError(f"Spark at {master} could not do it ({_first(error)}).", mend=TABLES) from None
    finally:
        session.stop()


def _java(master: str) -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=os.path.join(home, "bin") if home else None):
        raise TideturnError(
            f"--engine {master} needs Java 17 or newer, and there is none{f' in {home}' if home else ''}.",
            mend="On Debian or Ubuntu, run: sudo apt-get install default-jre-headless",
        )


@contextmanager
def _hushed() -> Iterator[Callable[[], str]]:
    """Send what Java prints, as it starts and later, to a file; yield a function that returns its text so far."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as aside:
        before = os.dup(2)
        os.dup2(aside.fileno(), 2)

        def said() -> str:
            aside.seek(0)
            return aside.read().decode(errors="replace")

        try:
            yield said
        finally:
            os.dup2(before, 2)
            os.close(before)


def is_csv(path: str) -> bool:
    """Return whether a file's name says that it is CSV."""
    return path.lower().endswith((".csv", ".csv.gz"))


def _first(error: Exception) -> str:
    """Return the first line of an error's innermost cause: Spark wraps an error in others."""
    cause = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    while cause is not None and cause.getCause() is not None:
        cause = cause.getCause()
    lines = str(error if cause is None else cause.getMessage()).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def _why(error: Exception, said: str) -> str:
    """Return why there is no session: what Java itself called an error, rather than what Python made of it."""
    lines = [line.partition(" ERROR ")[2].rstrip(".") for line in said.splitlines() if " ERROR " in line]
    return lines[0] if lines else _first(error)


def _column(name: str) -> Any:
    from pyspark.sql import functions as sql

    return sql.col("`" + name.replace("`", "``") + "`")


def _bare(text: Any) -> Any:
    from pyspark.sql import functions as sql

    return sql.regexp_replace(text, BLANK, "")


def _text(column: Any, kind: str) -> Any:
    """Return a name as text; a whole number stored as 3.0 becomes 3."""
    from pyspark.sql import functions as sql

    if kind in ("double", "float"):
        whole = column.try_cast("bigint")
        known = sql.when(~sql.isnan(column), column)
        return sql.when(whole == column, whole.cast("string")).otherwise(known.cast("string"))
    return column.cast("string")


def _instant(column: Any, kind: str) -> Any:
    """Return a time as microseconds since 1970; null if there is none. Without a zone, the session's zone counts."""
    from pyspark.sql import functions as sql

    if kind == "string":
        text = _bare(column)
        return sql.unix_micros(sql.when(text.rlike(TIME), text).try_cast("timestamp"))
    return sql.unix_micros(column.cast("timestamp"))
