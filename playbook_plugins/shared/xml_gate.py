"""XML from strangers: read as a stream, every cost capped, nothing declared or fetched.

A DOCTYPE ends the reading before anything in it counts. Records (the entries of a feed) are
handed out one at a time, so a file of any size costs the memory of its largest record.
Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .records import record

_EMPTY = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
LONGEST_NAME = 1000
"""Characters of a name with its namespace: each use of it is a copy."""


UNBOUND = ":"
"""Ends what stands for the namespace of a prefix that a text uses and never declares."""
MOST_SPACES = 200
"""Namespaces that a text may have declared at any place."""
_XML = "http://www.w3.org/XML/1998/namespace"


class XmlError(Exception):
    """A text that is not read: its words say why."""


class HtmlError(XmlError):
    """A page in HTML, where something else was expected."""


@record
class Caps:
    """What a text may cost."""

    depth: int = 100
    token: int = 1024**2
    """Bytes of one tag or remark, which has to be in memory as a whole."""
    elements: int = 100_000
    """Elements in one record."""
    text: int = 8 * 1024**2
    """Characters in one record, those of attributes too."""


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
    line: int = 0
    """Where it begins in the file."""
    cut: str = ""
    """Why a record is not whole; empty for one that is."""

    def all(self, name: str, *spaces: str) -> Iterator[Element]:
        """Children of a name, in one of these namespaces."""
        return (each for each in self.children if each.name == name and each.space in spaces)

    def first(self, name: str, *spaces: str) -> Element | None:
        """The first of them."""
        return next(self.all(name, *spaces), None)

    @property
    def text(self) -> str:
        """All text inside, that of elements too, in the order of the file."""
        made: list[str] = []
        waiting = [self]
        while waiting:
            each = waiting.pop()
            made += each.pieces
            waiting += reversed(each.children)
        return "".join(made)


Level = Callable[[Element], int]
"""How deep the records stand below this root; 0 to have the whole text as one."""


Naming = Callable[[str], str]
"""What a namespace is called from here on; a prefix of nobody comes as `prefix:`."""


def records(
    chunks: Iterable[bytes], level: Level, caps: Caps, charset: str = "", naming: Naming = str
) -> Iterator[Element]:
    """The records of a text that comes in pieces. Raises `XmlError`.

    A record that costs too much is handed out without what was too much, and says so in `cut`.
    """
    gate = _Gate(level, caps, charset, naming)
    for chunk in chunks:
        yield from gate.take(chunk)
    yield from gate.take(b"", last=True)


class _Gate:
    """Expat's callbacks."""

    def __init__(self, level: Level, caps: Caps, charset: str, naming: Naming) -> None:
        parser = _parser(charset)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self.parser = parser
        self.caps = caps
        self.level_of = level
        self.naming = naming
        self.level = 0
        self.stack: list[Element] = []
        self.spaces: list[dict[str, str]] = [{"": naming(""), "xml": naming(_XML)}]
        """Namespace by prefix, for the text around and for each element in `stack`."""
        self.done: list[Element] = []
        self.began = False
        self.taken = 0
        self.elements = 0
        self.text = 0

    def take(self, chunk: bytes, last: bool = False) -> list[Element]:
        """Read on; the records that ended."""
        self.taken += len(chunk)
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code) or "not well-formed"
            if not self.began and error.code == _EMPTY:
                raise XmlError("it is empty") from None
            raise XmlError(f"line {error.lineno} is not XML ({what})") from None
        except (ValueError, LookupError, UnicodeError):
            raise XmlError("its encoding cannot be read") from None
        if self.taken - max(self.parser.CurrentByteIndex, 0) > self.caps.token:
            line = self.parser.CurrentLineNumber
            raise XmlError(f"line {line} holds a tag that is longer than any real one")
        done, self.done = self.done, []
        return done

    def _refuse(self, *_: object) -> int:
        raise XmlError("it declares a DOCTYPE or entities, which is not read")

    def _doctype(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise HtmlError("it is a page in HTML")
        self._refuse()

    def _declared(self, attributes: dict[str, str]) -> dict[str, str]:
        """Namespaces where an element stands; its declarations leave `attributes`."""
        spaces = self.spaces[-1]
        new = {key[6:]: value for key, value in attributes.items() if key[:6] == "xmlns:"}
        if "xmlns" in attributes:
            new[""] = attributes["xmlns"]
        if not new:
            return spaces
        if any(len(prefix) + len(space) > LONGEST_NAME for prefix, space in new.items()):
            raise XmlError("it holds a name that is longer than any real one")
        for prefix in new:
            del attributes[f"xmlns:{prefix}" if prefix else "xmlns"]
        made = {**spaces, **{prefix: self.naming(space) for prefix, space in new.items()}}
        if len(made) > MOST_SPACES:
            raise XmlError("it declares more namespaces than any real one")
        return made

    def _split(self, name: str, spaces: dict[str, str], usual: bool) -> tuple[str, str]:
        """A name without its prefix, and its namespace."""
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return name, spaces[""] if usual else ""
        space = spaces.get(prefix)
        return local, self.naming(f"{prefix}{UNBOUND}") if space is None else space

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self.stack)
        if depth >= self.caps.depth:
            line = self.parser.CurrentLineNumber
            raise XmlError(f"it is nested too deeply or holds too many elements (line {line})")
        if len(name) > 2 * LONGEST_NAME:
            raise XmlError("it holds a name that is longer than any real one")
        spaces = self._declared(attributes) if attributes else self.spaces[-1]
        made = Element(*self._split(name, spaces, usual=True), line=self.parser.CurrentLineNumber)
        if not self.began:
            self.began = True
            self.level = self.level_of(made)
        if depth <= self.level:
            self.elements = self.text = 0
        if self._fits(elements=1, text=sum(map(len, attributes.values()))):
            made.attributes = {
                self._attribute(key, spaces): value for key, value in attributes.items()
            }
            if depth > self.level:
                self.stack[-1].children.append(made)
        self.stack.append(made)
        self.spaces.append(spaces)

    def _attribute(self, key: str, spaces: dict[str, str]) -> str:
        if ":" not in key:
            return key
        local, space = self._split(key, spaces, usual=False)
        return f"{{{space}}}{local}"

    def _fits(self, elements: int, text: int) -> bool:
        self.elements += elements
        self.text += text
        if self.elements <= self.caps.elements and self.text <= self.caps.text:
            return True
        if not self.level:
            raise XmlError("it is nested too deeply or holds too many elements")
        if len(self.stack) > self.level:
            self.stack[self.level].cut = "it is larger than an entry can be"
        return False

    def _end(self, _: str) -> None:
        ended = self.stack.pop()
        self.spaces.pop()
        if len(self.stack) == self.level:
            self.done.append(ended)

    def _characters(self, text: str) -> None:
        # Between records there is nothing but white space that anybody needs.
        if len(self.stack) > self.level and self._fits(elements=0, text=len(text)):
            self.stack[-1].pieces.append(text)


def _parser(charset: str) -> expat.XMLParserType:
    """Expat without its own reading of namespaces, which refuses a prefix that nobody declared."""
    try:
        "".encode(charset or "utf-8")
        return expat.ParserCreate(charset or None)
    except (LookupError, ValueError, TypeError):
        return expat.ParserCreate()
