"""From a Vega-Lite specification to an SVG that a page can hold: sized by its box, named by its figure."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

_FONTS: Final = Path(__file__).parent.parent / "fonts"
_OPENING: Final = re.compile(r"<svg [^>]*>")
_BOX: Final = re.compile(r'viewBox="([^"]+)"')
_ROLES: Final = re.compile(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"')
"""The figure names the whole drawing; its parts say nothing by themselves."""
NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no page and no drawing may hold (XML 1.0, §2.2): the engine ends the whole process at one of them."""
_CLIPS: Final = re.compile(r"<defs>|clip-path=")


def draw(spec: Mapping[str, Any]) -> str:
    """The chart's SVG, without width, height or a name of its own. The same specification gives the same bytes.

    A specification holds its own data. Raises AssertionError for one that would fetch some.
    """
    return _drawn(json.dumps(_drawable(spec), sort_keys=True, ensure_ascii=False))


def _drawable(value: Any) -> Any:
    """The value without what cannot be drawn in any of its words."""
    if isinstance(value, str):
        return NO_TEXT.sub("", value)
    if isinstance(value, Mapping):
        return {_drawable(key): _drawable(inner) for key, inner in value.items()}
    return [_drawable(inner) for inner in value] if isinstance(value, list | tuple) else value


def draw_all(specs: Iterable[Mapping[str, Any]]) -> None:
    """Draw these charts two at a time, so that `draw` has them ready: the engine works outside Python's lock."""
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(draw, specs):
            pass


def warm_up() -> threading.Thread:
    """Start the drawing engine in the background, since its first chart costs half a second.

    Not a daemon: the interpreter waits for it before it ends, for an engine cannot be left half started.
    """
    thread = threading.Thread(target=_engine)
    thread.start()
    return thread


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    if '"url":' in spec:
        raise AssertionError("a chart fetches nothing: its data lie within it")
    svg: str = _engine().vegalite_to_svg(spec)
    opening = _OPENING.search(svg)
    box = _BOX.search(svg)
    if opening is None or box is None or _CLIPS.search(svg):
        raise AssertionError("a chart must have a view box, and nothing with an id that a second chart would repeat")
    body = _ROLES.sub("", svg[opening.end() :])
    return f'<svg viewBox="{box[1]}" xmlns="http://www.w3.org/2000/svg">{body}'


_LOCK: Final = threading.Lock()


def _engine() -> Any:
    """vl-convert with our typefaces, so that text is measured in the face it is set in; imported late: it is large."""
    with _LOCK:
        return _started()


@cache
def _started() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(_FONTS))
    vl_convert.vegalite_to_svg({"mark": "point", "data": {"values": []}})
    return vl_convert
