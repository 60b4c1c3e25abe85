"""Where a source points to, and the places in it that others may point to.

One scan over the text finds both: each step begins at a sign that may matter, and code, comments
and raw script are jumped over whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape

from playbook_plugins.shared.problems import is_slip

from .checked import Reference

_SCAN = re.compile(
    r"\n[ >]*(?:[-*+][ ]+|\d+[.)][ ]+)?(?:"
    r"(?P<fence>`{3,}(?=[^`\n]*(?:\n|$))|~{3,})"
    r"|\#{1,6}[ ]*(?P<heading>[^\n]+)"
    r"|(?P<rule>=+|-+)[ ]*(?=\n|$)"
    r"|\[(?!\^)(?P<label>[^\]\n]+)\]:[ ]*(?P<named><[^>\n]*>|\S+)(?=[ \t]*(?:\n|$|[\"'(])))"
    r"|`(?P<ticks>`*)"
    r"|<(?:(?P<comment>!--)|(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>[^<>]*)>)"
    r"|\]\((?P<inline>[ ]*<[^<>\n]*>|[^\n()]*(?:\([^\n()]*\)[^\n()]*)*)[^\n()]*\)"
    r"|\{:?[^{}\n\#]*\#(?P<id>[\w:.-]+)[^{}\n]*\}"
)
"""Each way begins with one sign, not a set or a group: so the search jumps to the next of them."""
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,200})\]")
_DEFINED = re.compile(r"(?m)^[ >]*(?:[-*+][ ]+)?\[([^\]\n]+)\]:")
_TITLE = re.compile(r"\s+(?:\"[^\n]*\"|'[^\n]*')\s*$")
_POINTS = re.compile(r"\b(href|src|id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_MARKS = re.compile(r"[*_`\[\]<>&:\\^~=]")
"""What a heading may hold beside its words."""
_ADDRESSES = frozenset(
    {("a", "href"), *((tag, "src") for tag in ("img", "video", "audio", "source", "iframe"))}
)
_RAW = frozenset({"script", "style", "textarea", "pre", "code"})
_INCLUDE = re.compile(r"(?m)^[ \t>]*-{1,}8<-{1,}[ \t]+([\"'])(?P<one>[^\"'\n]+)\1")
_QUOTES = "\"'“”„‘’«»"
_NO_INCLUDE = re.compile(
    r"(?m)^[ \t>]*(?P<sign>-+8<-+)[ \t]*(?!(?<=[ \t])(?:\"[^\"\n]+\"|'[^'\n]+')$)"
    rf"(?P<written>[{_QUOTES}]{{0,2}}[\w./-]+\.\w{{1,8}}(?::[\w:,-]*)?[{_QUOTES}]{{0,2}}[ \t]*)$"
)
"""A line that was meant to take in a text: its name stands in no quotation marks, or in others."""
_INCLUDES = re.compile(
    r"(?ms)^[ \t>]*(?P<sign>-{2,}8<-{2,})[ \t]*\n(?P<many>.*?)\n[ \t>]*(?P=sign)[ \t]*$"
)
_HOLDS = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|:\s|\[\^|///)")
"""Lines that hold what is set in below them."""
_BRINGS = re.compile(r"8<-|\{\{|\{%|\n:::")


class Scan:
    """What one text points to and holds."""

    def __init__(self, body: str, height: int) -> None:
        """`body` is the text below a front matter of `height` lines."""
        self.references: list[Reference] = []
        self.includes: list[Reference] = []
        self.anchors: set[str] = set()
        self.nearly: set[str] = set()
        self.certain = not _BRINGS.search(body)
        self._text, self._height = f"\n{body}", height
        self._slugs: Counter[str] = Counter()
        self._seen = self._line = 0
        self._used: Counter[str] | None = None
        if "8<-" in body:
            self._include(body)
        self._walk()

    def _walk(self) -> None:
        text, at = self._text, 0
        while match := _SCAN.search(text, at):
            kind = match.lastgroup
            at = match.end()
            if kind == "fence":
                at = self._after_fence(match)
            elif kind == "ticks":
                at = self._after("`" + match["ticks"], at)
            elif kind == "comment":
                found = text.find("-->", at)
                at = found + 3 if found >= 0 else at
            elif kind == "heading":
                self._heading(match["heading"])
                at = match.start("heading")  # it may hold links
            elif kind == "rule":
                self._underlined(match)
                at = match.end("rule")
            elif kind == "attributes":
                at = self._tag(match)
            elif kind == "id":
                self.anchors.add(match["id"])
            elif kind:
                self._point(match, kind)
                if kind == "inline":
                    at = match.start() + 2

    def _after_fence(self, match: re.Match[str]) -> int:
        sign = match["fence"]
        end = re.compile(rf"\n[ >]*{re.escape(sign)}{sign[0]}*[ ]*(?=\n|$)")
        found = end.search(self._text, match.end("fence"))
        return found.end() if found else match.end("fence")

    def _after(self, ticks: str, at: int) -> int:
        """Where inline code ends that began before `at`; there, when it is none."""
        found = re.compile(rf"(?<!`){ticks}(?!`)").search(self._text, at)
        paragraph = self._text.find("\n\n", at)
        if found and (paragraph < 0 or found.start() < paragraph):
            return found.end()
        return at

    def _place(self, at: int) -> tuple[int, int]:
        """Line from the top of the file and column; the scan only moves on."""
        if at < self._seen:
            self._seen = self._line = 0
        self._line += self._text.count("\n", self._seen, at)
        self._seen = at
        return self._line + self._height, at - self._text.rfind("\n", 0, at)

    def _add(self, target: str, at: int, kind: str = "link") -> None:
        target = unescape(target.strip())
        if target and not _elsewhere(target) and not self.is_code(at):
            self.references.append(Reference(target, *self._place(at), kind))

    def _point(self, match: re.Match[str], kind: str) -> None:
        written = match[kind].strip()
        start = match.start(kind) + len(match[kind]) - len(match[kind].lstrip())
        if kind == "inline":
            if self._is_text(match.start()):
                return
            written = _TITLE.sub("", written).strip()
        elif not self._is_used(match["label"]):
            return
        if written.startswith("<"):
            written, start = written.strip("<>"), start + 1
        self._add(written, start)

    def _is_used(self, label: str) -> bool:
        """Whether the text uses what it defines: else `[Note]: words` leads nobody anywhere."""
        if self._used is None:
            self._used = Counter(_folded(each) for each in _BRACKETS.findall(self._text))
            self._used.subtract(_folded(each) for each in _DEFINED.findall(self._text))
        return self._used[_folded(label)] > 0

    def _is_text(self, end: int) -> bool:
        """Whether the bracket that closes at `end` opened with a backslash before it."""
        start = self._text.rfind("[", 0, end)
        return start < 0 or self._text[start - 1] == "\\"

    def is_code(self, at: int) -> bool:
        """Whether a position is in a passage that is set in by four spaces, and no list or note."""
        text = self._text
        start = text.rfind("\n", 0, at) + 1
        indented = text.startswith(("    ", "\t"), start)
        after_blank = False
        while indented and start > 1:
            before = text.rfind("\n", 0, start - 1) + 1
            line = text[before : start - 1]
            if line.strip() and not line.startswith(("    ", "\t")):
                return after_blank and not _HOLDS.match(line)
            after_blank = not line.strip()
            start = before
        return indented

    def _tag(self, match: re.Match[str]) -> int:
        """A tag's addresses and ids; where to go on."""
        name, text = match["tag"].lower(), self._text
        for point in _POINTS.finditer(match["attributes"]):
            value = point[2] or point[3] or point[4] or ""
            if point[1].lower() in {"id", "name"}:
                self.anchors.add(value)
            elif (name, point[1].lower()) in _ADDRESSES:
                self._add(value, match.start("attributes") + point.start(), "html")
        if name in _RAW:
            found = text.lower().find(f"</{name}", match.end()) if len(text) < 300_000 else -1
            return found if found >= 0 else match.end()
        return match.end()

    # --- Places ---

    def _underlined(self, match: re.Match[str]) -> None:
        start = self._text.rfind("\n", 0, match.start())
        line = self._text[start + 1 : match.start()]
        if line.strip() and not line.lstrip().startswith(("|", "#", "-")):
            self._heading(line)

    def _heading(self, written: str) -> None:
        plain = re.sub(r"[ ]+#+[ ]*$", "", written).strip()
        plain = re.sub(r"[ ]*\{[^{}]*\}[ ]*$", "", plain)
        marked = _MARKS.search(plain)
        text = unescape(_without_marks(plain)) if marked else plain
        for slug in {_ascii_slug(text), _letter_slug(text)}:
            self._slugs[slug] += 1
            number = self._slugs[slug] - 1
            self.anchors.add(f"{slug}_{number}" if number else slug)
        if marked:
            self.nearly.add(folded(text))

    def _include(self, body: str) -> None:
        for match in _NO_INCLUDE.finditer(body):
            self._add_raw(match)
        for match in _INCLUDE.finditer(body):
            self._included(match["one"], match.start("one") + 1)
        for match in _INCLUDES.finditer(body):
            at = match.start("many") + 1
            for line in match["many"].split("\n"):
                self._included(line, at)
                at += len(line) + 1

    def _add_raw(self, match: re.Match[str]) -> None:
        """A line that was meant to take in a text, and is printed."""
        name = match["written"].strip(f"{_QUOTES} \t")
        place = self._place(match.start("sign") + 1)
        self.includes.append(Reference(name, *place, "raw"))

    def _included(self, written: str, at: int) -> None:
        target = re.sub(
            r"(?::[\w-]+|(?::-?\d*){1,2}(?:,-?\d*:?-?\d*)*)$", "", written.strip(" \t>")
        )
        if target and not target.startswith(";"):
            line, column = self._place(at)
            self.includes.append(Reference(target, line, column, "include"))


_SLIPPED = re.compile(r"https?:(?!//)|([a-zA-Z]+)://", re.IGNORECASE)
OWN_DISK = re.compile(
    r"[a-zA-Z]:[\\/]|file:///?(?:[a-zA-Z][:|]|Users/|home/)|\\\\\w", re.IGNORECASE
)
"""How a path begins that leads to a file on its author's computer."""


def _elsewhere(target: str) -> bool:
    """Whether a target is nothing of this site's: a whole address, a mail, a macro."""
    if OWN_DISK.match(target):
        return False
    if slipped := _SLIPPED.match(target):
        scheme = (slipped[1] or "").lower()
        if not scheme or is_web_slip(scheme):
            return False
    return bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\{[{%]", target)) or "{{" in target


def is_web_slip(scheme: str) -> bool:
    """Whether somebody meant `http` or `https`."""
    return scheme not in WEB and any(is_slip(scheme, each) for each in WEB)


WEB = ("http", "https")


def _folded(label: str) -> str:
    return " ".join(label.lower().split())


def _without_marks(text: str) -> str:
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<[^>]*>|\\(?=[^\w\s])", "", text)
    return re.sub(r"(?<!\w)_+|_+(?!\w)|[*`]", "", text)


def _ascii_slug(text: str) -> str:
    """As Python-Markdown makes the id of a heading."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _letter_slug(text: str) -> str:
    """As PyMdown makes it, with letters of every alphabet."""
    plain = unicodedata.normalize("NFC", text)
    return re.sub(r"[^\w\- ]", "", plain).strip().lower().replace(" ", "-")


def folded(text: str) -> str:
    """Letters and digits only: what two ways of making an id have in common."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", text).casefold())
