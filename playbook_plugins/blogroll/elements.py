"""Reads a small XML text into a tree. A DOCTYPE ends the reading before anything is declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .model import FeedError

MOST_BYTES = 2 * 1024**2
MOST_DEPTH = 100
MOST_ELEMENTS = 100_000
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
"""How a text begins that says by itself which kind of Unicode it is."""


@dataclass
class Element:
    """An element: its name without the namespace, and the namespace apart."""

    name: str
    space: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """By name; those of a namespace are `{namespace}name`."""
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    """Its own text."""

    def all(self, name: str, *spaces: str) -> Iterator[Element]:
        """Children of a name, in one of these namespaces."""
        return (each for each in self.children if each.name == name and each.space in spaces)

    def first(self, name: str, *spaces: str) -> Element | None:
        """The first of them."""
        return next(self.all(name, *spaces), None)

    @property
    def text(self) -> str:
        """All text inside, that of elements too."""
        made: list[str] = []
        waiting = [self]
        while waiting:
            each = waiting.pop()
            made += each.pieces
            waiting += reversed(each.children)
        return "".join(made)


def parse(content: bytes, charset: str = "") -> Element:
    """The root element. `charset` counts where the text does not name its own."""
    if len(content) > MOST_BYTES:
        raise FeedError(f"it is larger than {MOST_BYTES // 1024**2} MiB")
    content = content.lstrip()
    named = content.startswith(_MARKS) or b"encoding" in content[:200].partition(b"?>")[0]
    reader = _Reader("" if named else charset)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code) or "not well-formed"
        raise FeedError(f"line {error.lineno} is not XML ({what})") from None
    except (ValueError, LookupError, UnicodeError):
        raise FeedError("its encoding cannot be read") from None
    if reader.root is None:
        raise FeedError("it is empty")
    return reader.root


class _Reader:
    """Expat's callbacks."""

    def __init__(self, charset: str) -> None:
        parser = _parser(charset)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self.parser = parser
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.count = 0

    def _refuse(self, *_: object) -> int:
        raise FeedError("it declares a DOCTYPE or entities, which is not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.stack) >= MOST_DEPTH or self.count > MOST_ELEMENTS:
            raise FeedError("it is nested too deeply or holds too many elements")
        space, _, local = name.rpartition("}")
        named = {f"{{{key}" if "}" in key else key: value for key, value in attributes.items()}
        made = Element(local, space, named)
        if self.stack:
            self.stack[-1].children.append(made)
        else:
            self.root = made
        self.stack.append(made)

    def _end(self, _: str) -> None:
        self.stack.pop()

    def _characters(self, text: str) -> None:
        if self.stack:
            self.stack[-1].pieces.append(text)


def _parser(charset: str) -> expat.XMLParserType:
    try:
        "".encode(charset or "utf-8")
        return expat.ParserCreate(charset or None, namespace_separator="}")
    except (LookupError, ValueError, TypeError):
        return expat.ParserCreate(namespace_separator="}")
