"""What an author wrote in front matter, as text that stays text wherever a template prints it.

The host's templates do not encode what they print, and themes print titles, descriptions and a
site's own keys as they are. A quotation mark then ends an attribute, and what an export brought in
may go on with an attribute of its own. Encoding at each sink is not ours to do: the templates are
the theme's. So the values themselves are encoded when they are printed, and only then.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

import yaml

_REFERENCE = re.compile(r"&(?!(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)")
_SIGNS = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})
_SIGN = re.compile("[<>\"'&]")
BEFORE_OTHERS = 40
"""Behind Material's meta plugin, which brings what an author wrote for whole folders; before
plugins that add HTML of their own."""
AT_ENV = 110
"""Before Material's tags plugin writes its listings."""


def encoded(text: str) -> str:
    """`text` for HTML, in an element or an attribute. A character reference in it stays one.

    Authors write `&quot;` because themes print values as they are.
    """
    plain = text.translate(_SIGNS)
    if "&" in text and (plain != text or html.unescape(text) != text):
        return _REFERENCE.sub("&amp;", text).translate(_SIGNS)
    return plain  # an address alone, `?a=1&b=2`, may go to a script


def plain(value: object) -> str:
    """A page's title or description as text: headings come encoded, and so does what is `Shown`."""
    return html.unescape(str(value))


class Encoded(str):
    """HTML made of a value and of what a template put beside it: `| e` leaves it alone."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)

    def __add__(self, other: str) -> Encoded:
        return Encoded(str.__add__(self, str(other)))

    def __radd__(self, other: str) -> Encoded:
        return Encoded(str.__add__(str(other), self))


class Shown(str):
    """A value that is what its author wrote, and is printed as text, with `| e` and without."""

    __slots__ = ()

    def __str__(self) -> str:
        return encoded(str.__str__(self))

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Iterator[str]:
        return map(type(self), str.__iter__(self))

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def __add__(self, other: str) -> Encoded:
        return Encoded(str(self)) + other

    def __radd__(self, other: str) -> Encoded:
        return other + Encoded(str(self))


class Literal(Shown):
    """The same where nothing stands for another sign: `&amp;` is five signs."""

    __slots__ = ()

    def __str__(self) -> str:
        return html.escape(str.__str__(self))


def _still(name: str) -> Callable[..., Any]:
    """The method of plain text, whose answer is shown as the text would be."""
    plain = getattr(str, name)

    def method(self: Shown, *given: Any, **named: Any) -> Any:
        made = plain(self, *given, **named)
        kind = type(self)
        return kind(made) if isinstance(made, str) else type(made)(map(kind, made))

    return method


for _name in (
    *("__getitem__", "__mul__", "__rmul__", "capitalize", "casefold", "center", "expandtabs"),
    *("ljust", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace"),
    *("rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "strip", "swapcase"),
    *("title", "translate", "upper", "zfill"),
):
    setattr(Shown, _name, _still(_name))


def _written_out(dumper: Any, text: Shown) -> Any:
    return dumper.represent_str(str.__str__(text))


# Whoever writes front matter as YAML finds texts in it. A dumper asks the class above it only until
# somebody gives it a way of its own, so each is told; those in C are there where the library is.
_DUMPERS = ("Dumper", "SafeDumper", "CDumper", "CSafeDumper")
for _dumper in (
    *(yaml.representer.Representer, yaml.representer.SafeRepresenter),
    *(getattr(yaml, _name) for _name in _DUMPERS if hasattr(yaml, _name)),
):
    for _kind in (Shown, Literal):
        _dumper.add_representer(_kind, _written_out)


class Texts:
    """The front matter of a build's pages, from where it is read to where it is printed."""

    def __init__(self) -> None:
        self._written: list[tuple[Any, dict[str, frozenset[str]]]] = []

    def note(self, page: Any) -> None:
        """Note what the author of a host's `page` wrote, before plugins add values of their own.

        Theirs may be HTML on purpose.
        """
        self._written.append((page, risky(page.meta)))

    def show(self, plugins: Iterable[Any]) -> None:
        """Let all of it be shown as text from now on, by whatever template.

        `plugins` are the site's: of them, Material's tags are printed as they are, too.
        """
        for page, written in self._written:
            show(page.meta, written)
            _show_heading(page)
        self._written.clear()
        for plugin in plugins:
            for mapping in getattr(plugin, "mappings", None) or ():
                for tag in getattr(mapping, "tags", ()):
                    _show_tag(tag)


def risky(meta: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The texts in each value of `meta` that may not be printed as they are."""
    found = {key: frozenset(_risky(value)) for key, value in meta.items()}
    return {key: texts for key, texts in found.items() if texts}


def _risky(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if type(value) is str and _SIGN.search(value) and encoded(value) != value:
            yield value
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _risky(pair)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _risky(each)


def show(meta: MutableMapping[str, Any], written: Mapping[str, Collection[str]]) -> None:
    """Let the texts in `meta` that its author has `written` be shown as text."""
    for key, texts in written.items():
        if key in meta and key != "template":  # the host looks for that file
            meta[key] = _shown(meta[key], texts)


def _shown(value: Any, texts: Collection[str]) -> Any:
    if isinstance(value, str):
        return Shown(value) if type(value) is str and value in texts else value
    if type(value) is dict:
        return {_shown(key, texts): _shown(each, texts) for key, each in value.items()}
    return [_shown(each, texts) for each in value] if type(value) in {list, tuple} else value


def _show_heading(page: Any) -> None:
    """Give a page its heading as a title where the theme would decode it.

    Material takes tags out of a title that no front matter gives, and its encoding with them.
    """
    title = getattr(page, "_title_from_render", None)
    if title and title == page.title and not page.is_homepage and "<" in html.unescape(title):
        page.meta.setdefault("title", Shown(html.unescape(title)))


def _show_tag(tag: Any) -> None:
    while tag is not None and isinstance(getattr(tag, "name", None), str):
        tag.name = _shown(tag.name, [*_risky(tag.name)])
        tag = getattr(tag, "parent", None)
