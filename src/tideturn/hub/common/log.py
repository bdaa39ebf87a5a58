"""Write the log: one event per line, as JSON, and never what somebody typed.

An error is logged with its type and its place in the program. The message of an exception may quote a record, so it is
left out. A request is logged with the pattern of its URL in place of the address.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any, Final

import structlog
from structlog.typing import EventDict, WrappedLogger

_OURS: Final = "tideturn"


def logging_settings() -> dict[str, Any]:
    """Return Django's LOGGING, with everything on the error stream."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [_of_the_library],
                "pass_foreign_args": True,
                "processors": [
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    _where,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(sort_keys=True),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def our_lines() -> None:
    """Have what the hub's own code logs go the same way as any library's, by name and with its values as data."""
    structlog.configure(
        processors=[_caught, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _caught(_: WrappedLogger, __: str, told: EventDict) -> EventDict:
    """Return the exception being handled, if the line should include it."""
    if told.get("exc_info") is True:
        told["exc_info"] = sys.exc_info()
    return told


def _of_the_library(_: WrappedLogger, __: str, told: EventDict) -> EventDict:
    """Return a library's line: its template without the arguments, and the pattern of the request's URL."""
    record = told["_record"]
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    line: dict[str, Any] = {
        # A line without arguments may have been formatted already, with personal data in it.
        "event": record.msg if isinstance(record.msg, str) and told.get("positional_args") else record.name,
        "exc_info": told.get("exc_info"),
        "_record": record,
        "_from_structlog": False,
    }
    if request is not None:
        line |= {"method": str(getattr(request, "method", "")), "route": getattr(match, "route", "") or "none"}
    if hasattr(record, "status_code"):
        line["status"] = record.status_code
    return line


def _where(_: WrappedLogger, __: str, told: EventDict) -> EventDict:
    """Return an exception's type and place."""
    record = told["_record"]
    info = told.pop("exc_info", None) or record.exc_info
    if isinstance(info, tuple) and info[1] is not None:
        error = info[1]
        frames = traceback.extract_tb(error.__traceback__)
        told["exception"] = type(error).__name__
        told["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    record.exc_info = record.exc_text = record.stack_info = None
    return told
