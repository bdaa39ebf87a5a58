"""A text column's views: the sixteen bytes that each of its texts has in memory, the same length for all.

A view holds the text's length and its first bytes, and then the rest of it or where the rest is. So texts with the same
view in one chunk are the same, and there is no need to read them. If the column was read from a file with a dictionary,
or was written from few texts used often, the same text has the same view; otherwise it may have many.

Source: Apache Arrow, Columnar Format, "Variable-size Binary View Layout", and C Data Interface, C Stream Interface,
https://arrow.apache.org/docs/format/Columnar.html and https://arrow.apache.org/docs/format/CStreamInterface.html.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

VIEW: Final = 16
"""Size of a view in bytes."""

Words = npt.NDArray[np.uint64]
"""Two numbers for each row: the view's first half, which is its length and first bytes, and the second half."""


@dataclass(frozen=True)
class Chunk:
    """Rows whose views may be compared; `start` is the position of the first row in the column.

    The arrays share the memory where polars keeps the column, and are valid only until the iterator's next step.
    """

    start: int
    words: Words
    _bits: npt.NDArray[np.uint8] | None
    _offset: int

    def there(self, first: int, end: int) -> npt.NDArray[np.uint8] | None:
        """Return whether each of these rows has a text: 1, or 0 (its view may then be anything). None if all have."""
        if self._bits is None:
            return None
        first, end = first + self._offset, end + self._offset
        return np.unpackbits(self._bits[first // 8 : (end + 7) // 8], bitorder="little")[first % 8 :][: end - first]

    def with_text(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return those of the rows that have a text."""
        if self._bits is None:
            return rows
        place = rows + self._offset
        there: npt.NDArray[np.bool_] = (self._bits[place // 8] & (1 << place % 8)) != 0
        return rows[there]


class ViewsError(Exception):
    """Raised if views do not tell these texts apart, or if the column has no views."""


def chunks(texts: pl.Series) -> Iterator[Chunk]:
    """Yield the column's chunks that have rows, without copying anything.

    Raises ViewsError if polars keeps its texts in another way.
    """
    capsule = texts.__arrow_c_stream__()
    stream = _Stream.from_address(_pointer(capsule, b"arrow_array_stream"))
    schema, array = _Schema(), _Array()
    if stream.get_schema(stream, schema):
        raise ViewsError
    viewed = schema.format == b"vu"
    schema.release(schema)
    if not viewed:
        raise ViewsError
    start = 0
    while True:
        if stream.get_next(stream, array):
            raise ViewsError
        if not array.release:
            return
        try:
            length, offset = array.length, array.offset
            if not length:
                continue
            words = _memory(array.buffers[1], offset * VIEW, length * VIEW).view(np.uint64).reshape(-1, 2)
            known = array.null_count and array.buffers[0]
            bits = _memory(array.buffers[0], 0, (offset + length + 7) // 8) if known else None
            yield Chunk(start, words, bits, offset)
            start += length
        finally:
            array.release(array)


def _memory(address: int, start: int, size: int) -> npt.NDArray[np.uint8]:
    return np.frombuffer(_view_of(address + start, size, _READ), dtype=np.uint8)


class _Schema(ctypes.Structure):
    """`ArrowSchema`."""


class _Array(ctypes.Structure):
    """`ArrowArray`."""


class _Stream(ctypes.Structure):
    """`ArrowArrayStream`."""


def _function(*arguments: type[ctypes.Structure], result: type[Any] | None = ctypes.c_int) -> type[Any]:
    return ctypes.CFUNCTYPE(result, *(ctypes.POINTER(argument) for argument in arguments))


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", _function(_Schema, result=None)),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", _function(_Array, result=None)),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", _function(_Stream, _Schema)),
    ("get_next", _function(_Stream, _Array)),
    ("get_last_error", ctypes.c_void_p),
    ("release", _function(_Stream, result=None)),
    ("private_data", ctypes.c_void_p),
]
_READ: Final = 0x100
"""`PyBUF_READ`."""
_pointer: Final = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
_view_of: Final = ctypes.pythonapi.PyMemoryView_FromMemory
_view_of.restype, _view_of.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int]
