"""JSON in one form, so that two runs give the same bytes: keys sorted, floats to 12 significant digits."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

SIGNIFICANT = 12
"""Digits kept of a float: the last few differ between builds of the numeric libraries."""
_AS_THEY_ARE: Final = (str, int, type(None))
"""Most values are of these, and asking whether one is a mapping takes long."""
_line: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False).encode


def json_bytes(value: Any) -> bytes:
    """The value in UTF-8, with a line end last."""
    return (json.dumps(rounded(value), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def rows_bytes(value: Mapping[str, Any]) -> bytes:
    """Return a mapping in UTF-8 with a line for each row of its lists, which the library writes in compiled code."""
    whole = rounded(value)
    parts = []
    for key in sorted(whole):
        held = whole[key]
        rows = ",\n".join(map(_line, held)) if isinstance(held, list) else ""
        parts.append(f"{_line(key)}: [\n{rows}\n]" if rows else f"{_line(key)}: {_line(held)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def rounded(value: Any) -> Any:
    """The same structure with every float rounded; a float that is no number is null."""
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        kept = float(f"{value:.{SIGNIFICANT}g}")
        return 0.0 if kept == 0 else kept
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    if isinstance(value, dict | Mapping):  # of a dict the answer comes far quicker
        return {str(key): rounded(inner) for key, inner in value.items()}
    return value
