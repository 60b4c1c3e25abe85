"""What somebody wrote in a mail: the words, without quoted text, signature and markup.

Mail programs have no common way to say where an answer ends and the quoted mail begins. Known are
the signs of Apple Mail, Gmail, Outlook, Thunderbird and phones in our seven languages; whatever is
not known stays, since too much can be shortened by a moderator and too little is lost.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_FOLLOWS = (
    r"On\b.{4,200}\bwrote",
    r"Am\b.{4,200}\bschrieb\b.{0,120}",
    r"Le\b.{4,200}\ba\s+écrit",
    r"El\b.{4,200}\bescribió",
    r"Op\b.{4,200}\bschreef\b.{0,120}",
    r"Em\b.{4,200}\bescreveu",
    r"في\b.{4,200}\bكتب\b.{0,120}",
)
_QUOTED = re.compile(rf"^[ \t]*(?:{'|'.join(_FOLLOWS)})\s?[::][ \t]*$", re.MULTILINE)
"""The line above a quoted mail: who wrote when."""
_ORIGINAL = re.compile(
    r"^[ \t]*-{3,}[ \t]*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|"
    r"Message d[’']origine|Mensaje original|Oorspronkelijk bericht|Mensagem original|"
    r"الرسالة الأصلية)[ \t]*-{3,}[ \t]*$|^[ \t]*_{12,}[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADERS = re.compile(
    r"^[ \t*]*(?:From|Von|De|Van|من)[ \t*]?:.{1,300}\n(?:.{0,300}\n){0,3}?"
    r"[ \t*]*(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Verzonden|Fecha|Data|التاريخ|تم الإرسال)"
    r"[ \t*]?:",
    re.MULTILINE,
)
"""Outlook's head of a quoted mail: two of its lines."""
_SIGNATURE = re.compile(r"^--[ \t]*$", re.MULTILINE)
"""RFC 3676, 4.3: two hyphens and a space; programs that trim lines leave the space out."""
_PHONE = re.compile(
    r"^[ \t]*(?:Sent from (?:my|Mail|Outlook)|Get Outlook for|Von meinem\b.{0,60}\bgesendet|"
    r"Gesendet (?:von|mit)\b|Envoyé (?:de|depuis) mon|Envoyé à partir de|Enviado (?:desde|do) m|"
    r"Verzonden (?:vanaf|met) mijn|أُ?رسل(?:ت)? من).{0,120}$",
    re.MULTILINE | re.IGNORECASE,
)
_ENDS = (_QUOTED, _ORIGINAL, _HEADERS, _SIGNATURE, _PHONE)

BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul"})
UNSAID = frozenset({"script", "style", "head", "title", "template", "noscript", "blockquote"})
DEEPEST = 2_000
"""Elements inside each other that are still followed."""


def words_of(text: str) -> str:
    """What was written in a plain text: what stands above quote and signature, else below them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    ends = [found.start() for each in _ENDS if (found := each.search(_joined(text)))]
    above = _unquoted(text[: min(ends, default=len(text))])
    if above or not ends:
        return above
    rest = text[min(ends) :].split("\n")[1:]
    while rest and (not rest[0].strip() or rest[0].lstrip().startswith((">", "http"))):
        rest.pop(0)
    return _unquoted("\n".join(rest)) if rest else ""


def _joined(text: str) -> str:
    """The text with a quote's head on one line, at the same length: programs break it in two."""
    return re.sub(
        r"^((?:On|Am|Le|El|Op|Em|في)\b[^\n]{4,120})\n(?=[^\n]{0,120}[::]\s*$)",
        r"\1 ",
        text,
        flags=re.MULTILINE,
    )


def _unquoted(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n") if not line.lstrip().startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def unflowed(text: str, delete_space: bool = False) -> str:
    """`format=flowed` as paragraphs (RFC 3676, 4.2): a line that ends in a space goes on."""
    made: list[str] = []
    going_on = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw[1:] if raw.startswith(" ") else raw  # stuffed, 4.4
        flows = line.endswith(" ") and line != "-- "
        line = line[:-1] if flows and delete_space else line
        if going_on and not line.startswith(">") and line != "-- ":
            made[-1] += line
        else:
            made.append(line)
        going_on = flows and not line.startswith(">")
    return "\n".join(made)


class _Words(HTMLParser):
    """Collects the words of an HTML mail, a line each block; quotes and what is not said go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; a quote is silent."""
        names = dict(attrs).get("class") or ""
        if tag in UNSAID or (tag == "div" and "gmail_quote" in names):
            if len(self._silent) < DEEPEST:
                self._silent.append(tag)
        elif self._silent and tag == self._silent[-1]:
            self._silent.append(tag)
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BREAKS:
            self._part("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """What was silent ends."""
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag in BREAKS and not self._silent:
            self._part("\n\n" if tag == "p" else "\n")

    def _part(self, apart: str) -> None:
        """Begin a line, or a paragraph, unless one has begun."""
        end = "".join(self.parts[-2:])
        if self.parts and not end.endswith(apart):
            self.parts.append(apart[: 1 if end.endswith("\n") else None])

    def handle_data(self, data: str) -> None:
        """Words, unless they are a quote's."""
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(markup: str) -> str:
    """The words of an HTML mail as plain text; what it quotes is left out."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
