"""WordPress's half-HTML as HTML: lines, shortcodes, blocks, and what stands beside the text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .shortcodes import CODE, TOKEN, MediaLibrary, Shortcode, code_block, is_shortcode, replaced

MOST_PARTS = 20
"""Texts that one text takes in."""
MOST_ASKED = 500
"""Heads of blocks whose addresses are looked for in the text."""
_PARTS = re.compile(
    rf"(?P<whole><(?P<tag>pre|script|style|textarea)\b)|<!--|<[^<>]*>|{TOKEN}|\n", re.IGNORECASE
)
_BLOCK = re.compile(
    r"<!--\s*(?P<end>/?)wp:(?P<name>[a-z][a-z0-9/-]{0,80})\s*(?P<told>\{.*\})?\s*(?P<alone>/?)-->",
    re.DOTALL,
)
_SILENT = frozenset({"more", "nextpage", "spacer", "separator", "footnotes", "core/footnotes"})
"""Blocks without words."""
_ENDS = frozenset(" \n.,;:!?)")
"""What may stand right behind a word."""
_LANGUAGE = re.compile(r"<!--:([a-z]{2})?-->|\[:([a-z]{2})?\]")
"""Marks of a plugin that keeps several languages in one text."""


@dataclass
class Expanded:
    """A text as HTML."""

    html: str
    lost: list[str] = field(default_factory=list)
    """What was taken off, each as it stood there."""
    kept: list[str] = field(default_factory=list)
    """What may be a plugin's, and stays as words."""


def in_each_language(line: str) -> str:
    """A title, in all languages that a plugin has put into it: `Good morning / Guten Morgen`."""
    if not _LANGUAGE.search(line):
        return line
    return " / ".join(each.strip() for each in _LANGUAGE.split(line)[::3] if each.strip())


def paragraphs(text: str) -> str:
    """An old comment's or post's lines as HTML, with nothing expanded."""
    return _Text(MediaLibrary(), "", False, expands=False).made(text)


def expanded(
    text: str,
    library: MediaLibrary,
    post: str = "",
    encoded: bool = False,
    notes: Iterable[tuple[str, str]] = (),
) -> Expanded:
    """A post's text as HTML. `post` is its number, `encoded` how code stands in shortcodes."""
    reader = _Text(library, post, encoded, expands=True)
    languages = dict.fromkeys(found[1] or found[2] for found in _LANGUAGE.finditer(text))
    named = [each for each in languages if each]
    if named:
        reader.lost.append(f"marks of languages ({', '.join(named)}): all of them are in one text")
        text = _LANGUAGE.sub("\n\n", text)
    reader.plain = _without_remarks(text)
    made = reader.made(text)
    standing = "".join(f"<li>{note}</li>" for _, note in notes)
    if standing:
        made = f"{made}<hr><ol>{standing}</ol>"
    return Expanded(made, reader.lost, reader.kept)


class _Text:
    def __init__(self, library: MediaLibrary, post: str, encoded: bool, expands: bool) -> None:
        self.library = library
        self.post = post
        self.encoded = encoded
        self.expands = expands
        self.lost: list[str] = []
        self.kept: list[str] = []
        self.captions: list[str] = []
        self.parts = 0
        self.standing = 0
        """Blocks that are open: inside them a line's end means nothing."""
        self.plain = ""
        """The text without the heads of its blocks."""
        self.asked = 0

    def made(self, text: str) -> str:
        """The text as HTML."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        closed = {name.lower() for name in re.findall(r"\[/([A-Za-z][\w-]{0,60})\]", text)}
        made: list[str] = []
        at = 0
        ends: dict[str, int] = {}
        while found := _PARTS.search(text, at):
            made.append(text[at : found.start()])
            sign, at = found[0], found.end()
            if found["whole"] or sign == "<!--":
                last = f"</{found['tag'].lower()}>" if found["whole"] else "-->"
                at = max(at, _end(text, at, last, ends))
                whole = text[found.start() : at]
                made.append(self._remark(whole) if sign == "<!--" else whole)
            elif sign == "\n":
                made.append("\n" if self.standing else "<br>")
            elif found["name"] and self.expands:
                code, at = self._shortcode(found, text, closed, ends)
                made.append(code)
            else:
                made.append(self._bare(found) if found["name"] else sign)
        return "".join([*made, text[at:]])

    # --- Blocks ---

    def _remark(self, remark: str) -> str:
        """What stands for a remark: a block's beginning says more than its HTML sometimes."""
        block = _BLOCK.fullmatch(remark) if self.expands else None
        if block is None:
            return remark
        name, told = block["name"], _told(block["told"])
        if block["alone"]:
            return self._dynamic(remark, name, told)
        self.standing = max(0, self.standing + (-1 if block["end"] else 1))
        return "" if block["end"] else self._background(told)

    def _dynamic(self, remark: str, name: str, told: dict[str, object]) -> str:
        """A block that WordPress fills in when somebody reads."""
        if name == "block" and self.parts < MOST_PARTS:
            part = self.library.part(str(told.get("ref", "")))
            if part:
                self.parts += 1
                outer, self.standing = self.standing, 0
                made = self.made(part)
                self.standing = outer
                return made
        links = _links(told)
        if name not in _SILENT:
            self.lost.append(f"block {' '.join(remark[4:-3].split()).rstrip('/').rstrip()}")
        return links

    def _background(self, told: dict[str, object]) -> str:
        """Addresses that only the block's head names: a picture behind words, a file."""
        return _links({key: value for key, value in told.items() if self._only_there(value)})

    def _only_there(self, value: object) -> bool:
        """Whether an address stands nowhere but in the heads of blocks."""
        if not isinstance(value, str) or not _WEB.fullmatch(value) or self.asked > MOST_ASKED:
            return False
        self.asked += 1
        return value not in self.plain and html.escape(value) not in self.plain

    # --- Shortcodes ---

    def _bare(self, found: re.Match[str]) -> str:
        """In a text whose shortcodes stay, that around a picture's words is none."""
        return "" if found["name"].lower() in {"caption", "wp_caption"} else found[0]

    def _shortcode(
        self, found: re.Match[str], text: str, closed: set[str], ends: dict[str, int]
    ) -> tuple[str, int]:
        """What stands for a shortcode, and where the text goes on."""
        at = found.end()
        if found["double"]:
            return found[0][1:-1], at
        one = Shortcode.of(found)
        if one.name in CODE and not found["end"]:
            end = _end(text, at, f"[/{one.name}]", ends)
            if end > at:
                body = text[at : end - len(one.name) - 3]
                before = text[max(0, found.start() - 20) : found.start()].rstrip(" ")
                alone = "\n" in body or before[-1:] in {"", "\n", ">"}
                return code_block(one, body, self.encoded, alone), end
        if not is_shortcode(one, closed):
            if not found["end"] and re.fullmatch(r"\[[a-z][\w-]*\]", found[0]):
                self.kept.append(found[0])
            return found[0], at
        before = text[max(0, found.start() - 1) : found.start()]
        apart = " " if re.match(r"\w", before) and text[at : at + 1] not in _ENDS else ""
        if found["end"]:
            return replaced(one, "", self) or apart, at
        body = ""
        if one.name in closed and one.takes_body:
            end = _end(text, at, f"[/{one.name}]", ends)
            inside = text[at : end - len(one.name) - 3].strip() if end > at else "["
            if re.fullmatch(r"[^\s\[\]]*", inside):
                body, at = inside, end
        return replaced(one, body, self) or apart, at


def _without_remarks(text: str) -> str:
    """A text without what stands between `<!--` and `-->`."""
    first, *others = text.split("<!--")
    return first + "".join(each.partition("-->")[2] if "-->" in each else each for each in others)


def _end(text: str, at: int, last: str, ends: dict[str, int]) -> int:
    """Where the next `last` ends; 0 when there is none, which is looked for only once."""
    if ends.get(last) == -1:
        return 0
    found = re.compile(re.escape(last), re.IGNORECASE).search(text, at)
    ends[last] = found.end() if found else -1
    return found.end() if found else 0


def _told(text: str | None) -> dict[str, object]:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


_WEB = re.compile(r"https?://[^\s\"'<>]+")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.IGNORECASE)


def _links(told: dict[str, object]) -> str:
    """Addresses of a block's head as pictures and links."""
    made = []
    for value in told.values():
        if isinstance(value, str) and _WEB.fullmatch(value):
            safe = html.escape(value)
            picture = _PICTURE.search(value)
            made.append(
                f'<p><img src="{safe}"></p>' if picture else f'<p><a href="{safe}">{safe}</a></p>'
            )
    return "".join(made)
