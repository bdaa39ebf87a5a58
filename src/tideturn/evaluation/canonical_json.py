"""Write JSON in one form, so that two runs give the same bytes: keys sorted, floats to 12 significant digits."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

SIGNIFICANT = 12
"""Digits kept of a float: the last few differ between builds of the numeric libraries."""
_AS_THEY_ARE: Final = (str, int, type(None))
"""Types that are returned unchanged. Most values are of these, and testing whether a value is a mapping is slow."""
_line: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False).encode


def json_bytes(value: Any) -> bytes:
    """Return the value as JSON in UTF-8, with a newline at the end."""
    return (json.dumps(rounded(value), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def rows_bytes(value: Mapping[str, Any]) -> bytes:
    """Return a mapping as JSON in UTF-8, one line per row of its lists.

    The standard library encodes such a line in compiled code.
    """
    whole = rounded(value)
    parts = []
    for key in sorted(whole):
        held = whole[key]
        rows = ",\n".join(map(_line, held)) if isinstance(held, list) else ""
        parts.append(f"{_line(key)}: [\n{rows}\n]" if rows else f"{_line(key)}: {_line(held)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def rounded(value: Any) -> Any:
    """Return the same structure with every float rounded to SIGNIFICANT digits; NaN and infinity become None."""
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        kept = float(f"{value:.{SIGNIFICANT}g}")
        return 0.0 if kept == 0 else kept
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    if isinstance(value, dict | Mapping):  # the test for a dict is far quicker
        return {str(key): rounded(inner) for key, inner in value.items()}
    return value
