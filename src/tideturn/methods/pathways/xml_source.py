"""XML read as a stream, in bounded memory: it never expands an entity, and every error names its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, quoted
from tideturn.methods.pathways.packed_files import reading

CHUNK: Final = 1 << 20
LONGEST: Final = 4 << 20
"""Maximum bytes of one tag, comment or declaration: a larger one is no record, and would fill the memory."""
DEEPEST: Final = 100
"""Maximum depth of nested elements."""
_CUT_OFF: Final = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_INVALID: Final = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_ENCODINGS: Final = {
    expat.errors.codes[message]
    for message in (expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING)
}


class XmlSource:
    """A file of XML, also gzipped, that calls `start(name, attributes)` and `end(name)` as it is read.

    Attributes are one list: name, value, name, value. With `namespaces`, a name has its namespace and a blank before
    it; `text` is called with the text between the tags. A document type declaration is refused before anything in it is
    read, and with it every attack by entities. All errors are TideturnErrors.
    """

    def __init__(
        self,
        path: Path,
        start: Callable[[str, list[str]], None],
        end: Callable[[str], None],
        *,
        text: Callable[[str], None] | None = None,
        namespaces: bool = False,
    ) -> None:
        self.path = path
        self._parser = parser = expat.ParserCreate(None, " " if namespaces else None)
        parser.ordered_attributes = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text

    @property
    def line(self) -> int:
        """Return the number of the line that is being read, from 1."""
        return self._parser.CurrentLineNumber

    def chunks(self) -> Iterator[None]:
        """Read the file to its end, a MiB at a time, giving the caller a turn after each."""
        began, fed, chunk = False, 0, b""
        try:
            with reading(self.path) as file:
                while chunk := file.read(CHUNK):
                    self._parser.Parse(chunk, False)
                    began, fed = began or chunk.strip() != b"", fed + len(chunk)
                    if fed - self._parser.CurrentByteIndex > LONGEST:
                        raise self._fault(
                            f"one tag or comment takes more than {LONGEST >> 20} MiB.",
                            "A quotation mark may be missing, or the file is no record of events.",
                        )
                    yield
            self._parser.Parse(b"", True)
            yield
        except expat.ExpatError as fault:
            raise self._unread(fault, chunk, fed, began) from None
        except (LookupError, ValueError):
            if fed:
                raise
            # The first line names an encoding that nobody knows, or one of several bytes a character.
            raise self._encoding() from None

    def too_deep(self, depth: int) -> TideturnError:
        """Return the error for elements that are nested too deep."""
        what = f"elements lie within each other {counted(depth, 'level')} deep."
        return self._fault(what, "No event log or pathway is made so.")

    def other_root(self, root: str, wanted: str, kind: str) -> TideturnError:
        """Return the error for XML of another kind."""
        what = f"this is no {kind}: its first element is {quoted(root)} and not {quoted(wanted)}."
        return self._fault(what, f"Name a file in {kind}.")

    def _refuse(self, *_: object) -> None:
        raise self._fault(
            "it has a document type declaration (<!DOCTYPE …>), which can make a small file swell or fetch others.",
            "Export it without one; no event log or pathway needs it.",
        )

    def _fault(self, what: str, mend: str) -> TideturnError:
        return TideturnError(what, place=f"{self.path.name}, line {self.line}", mend=mend)

    def _encoding(self) -> TideturnError:
        return self._fault("its first line names an encoding that cannot be read.", "Save it as UTF-8.")

    def _unread(self, fault: expat.ExpatError, chunk: bytes, fed: int, began: bool) -> TideturnError:
        place = f"{self.path.name}, line {fault.lineno}, column {fault.offset + 1}"
        if fault.code in _CUT_OFF and not chunk:
            if not began:
                return TideturnError("the file is empty.", place=self.path.name, mend="Export it again.")
            return TideturnError("the file is cut off: it ends in the middle.", place=place, mend="Export it again.")
        if fault.code in _ENCODINGS:
            return self._encoding()
        at = self._parser.ErrorByteIndex - fed
        if fault.code == _INVALID and 0 <= at < len(chunk) and chunk[at] > 0x7F:
            what = f"byte {chunk[at]:#04x} does not belong to the encoding that the file says it has."
            return TideturnError(what, place=place, mend="Save it as UTF-8.")
        what = f"this is not well-formed XML ({expat.ErrorString(fault.code)})."
        return TideturnError(what, place=place, mend="Export it again, or mend that place in a text editor.")
