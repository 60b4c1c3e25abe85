"""A post's HTML as Markdown: clean to read, and nothing in it but what the old page showed.

Every sign of the text passes `escaping`; every tag is one that we write. No tag of the export
reaches the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .cleaning import BLOCKS, cleaned, plain_line, visible, web, without_mail
from .escaping import UNSAFE_IN_CODE, code, code_span, inline, line_start
from .simplifying import is_heavy, plain_paragraphs
from .tables import table
from .tree import Node, text_of, tree

MORE = "<!-- more -->"
BREAK, JUMP = "\x00", "\x01"
"""Marks for a line break and for the end of the excerpt; no text holds these signs."""
NESTED = 8
"""Lists and quotations inside each other."""
LOST = frozenset({"script", "style", "title", "template"})
_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "var": "*", "dfn": "*"}
_KEPT = frozenset({"sub", "sup", "kbd", "del", "s", "strike", "ins"})
_HARMFUL = re.compile(
    r"\{[{%#:]|--8<|^[^\S\n]*/{3}"
    r"|<(?!/?(?:br|sub|sup|kbd|del|ins|code|pre)>|!-- (?:more )?-->|https?:)",
    re.MULTILINE,
)
_FENCED = re.compile(r"^(`{3,})\n.*?^\1$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`[^`\n]+`(?!`)")

Target = Callable[[str], str]
"""What a link or picture leads to here, for its address in the export; empty to lose it."""


@dataclass
class Converted:
    """A text in Markdown."""

    text: str
    images: list[str] = field(default_factory=list)
    """Addresses of its pictures that are elsewhere, each once."""
    mails: int = 0
    """E-mail addresses that were left out."""
    simplified: bool = False
    """Whether it would hold up every build, and only its words are left."""


def convert(markup: str, link: Target = web, image: Target = web) -> Converted:
    """The Markdown of an export's HTML. `image` is asked after `web` has found an address."""
    kept = re.sub(r"<!--\s*more\b[^<>]*-->", '<a name="more"></a>', markup)
    converter = _Converter(link, image)
    blocks = converter.blocks(tree(cleaned(kept)), 0)
    text = "\n\n".join(blocks).strip("\n")
    if is_heavy(text):
        words, mails = without_mail(text_of(tree(cleaned(kept))))
        return Converted(plain_paragraphs(words), mails=mails, simplified=True)
    text = text.removeprefix(MORE).removesuffix(MORE).strip("\n")
    return Converted(
        f"{text}\n" if text else "", list(dict.fromkeys(converter.images)), converter.mails
    )


def is_harmless(text: str) -> bool:
    """Whether finished Markdown holds nothing that any reader of the file takes for its own."""
    unsafe = re.search(r"\{[{%#]|--8<|^[^\S\n]*/{3}", text, re.MULTILINE)
    return not unsafe and not _HARMFUL.search(_SPAN.sub("", _FENCED.sub("", text)))


class _Converter:
    def __init__(self, link: Target, image: Target) -> None:
        self.link = link
        self.image = image
        self.images: list[str] = []
        self.mails = 0
        self.jumped = False
        self.waiting = False
        """Whether the jump stood inside something that cannot be divided."""

    # --- Blocks ---

    def blocks(self, node: Node, depth: int) -> list[str]:
        """The children of a block as blocks, one Markdown text each."""
        made: list[str] = []
        words = ""
        last = ""
        for child in node.children:
            if child.tag in LOST:
                continue
            if not self._is_block(child):
                words, last = self._joined(words, last, child, frozenset())
                continue
            made += self._paragraphs(words, depth)
            words = last = ""
            new = self._block(child, depth)
            if made and new and _is_list(made[-1]) and _is_list(new[0]):
                made.append("<!-- -->")  # or the two would be one list
            made += new
            if self.waiting and not depth:
                made.append(MORE)
                self.waiting = False
        return made + self._paragraphs(words, depth)

    def _is_block(self, node: Node) -> bool:
        if node.tag in BLOCKS or node.tag == "iframe":
            return True
        return node.tag not in {"", "code", "pre"} and any(map(self._is_block, node.children))

    def _block(self, node: Node, depth: int) -> list[str]:
        tag = node.tag
        if tag == "hr":
            return ["* * *"]
        if tag == "iframe":
            return self._embedded(node)
        if tag == "pre":
            return self._code(text_of(node), depth)
        if re.fullmatch("h[1-6]", tag):
            return self._heading(node, int(tag[1]))
        if tag in {"ul", "ol"} and depth < NESTED:
            return self._list(node, depth)
        if tag == "blockquote" and depth < NESTED:
            inner = "\n\n".join(self.blocks(node, depth + 1))
            quoted = [f"> {line}".rstrip() for line in inner.split("\n")]
            return ["\n".join(quoted)] if inner else []
        if tag == "table":
            return table(node, self._cell, lambda cell: self.blocks(cell, depth))
        if tag == "dt":
            return [f"**{words}**" for words in self._paragraphs(self._words(node), depth)]
        return self.blocks(node, depth)

    def _paragraphs(self, words: str, depth: int) -> list[str]:
        made: list[str] = []
        for number, part in enumerate(words.split(JUMP)):
            if number:
                self._jump(made, depth)
            for paragraph in re.split(rf"{BREAK}[ \xa0]*{BREAK}[{BREAK} \xa0]*", part):
                lines = [_squeezed(each) for each in paragraph.split(BREAK)]
                text = "<br>\n".join(line_start(each) for each in lines if each)
                made += [text] if text else []
        return made

    def _jump(self, made: list[str], depth: int) -> None:
        if self.jumped:
            return
        self.jumped = True
        if depth:
            self.waiting = True
        else:
            made.append(MORE)

    def _one_line(self, node: Node) -> str:
        """All words of a block on one line."""
        words = self._words(node)
        if JUMP in words:
            self._jump([], 1)
        return _squeezed(words.replace(JUMP, "").replace(BREAK, " "))

    def _heading(self, node: Node, level: int) -> list[str]:
        words = self._one_line(node)
        bare = words.rstrip("#")
        words = bare + "&#35;" * (len(words) - len(bare))
        # The page's own title is its first heading.
        return [f"{'#' * max(level, 2)} {words}"] if words else []

    def _list(self, node: Node, depth: int) -> list[str]:
        items: list[list[str]] = []
        for child in node.children:
            if child.tag in {"ul", "ol"} and items:  # old editors put it beside the item
                items[-1] += self._list(child, depth + 1) if depth + 1 < NESTED else []
            elif child.tag and child.tag not in {"br", *LOST}:
                items.append(self.blocks(child, depth + 1))
        items = [item for item in items if item]
        loose = any(len([each for each in item if not _is_list(each)]) > 1 for item in items)
        made = []
        for number, item in enumerate(items, 1):
            sign = f"{number}. " if node.tag == "ol" else "- "
            if item[0].startswith(("> ", "    ", "- ", "1. ", "|", "<pre>")):
                item = ["&nbsp;", *item]
            text = ("\n\n" if loose else "\n").join(item)
            made.append(sign + re.sub(r"\n(?=[^\n])", "\n    ", text))
        return [("\n\n" if loose else "\n").join(made)] if made else []

    def _code(self, text: str, depth: int) -> list[str]:
        text, mails = without_mail(visible(text).replace("\xa0", " ").expandtabs(4))
        self.mails += mails
        lines = [line.rstrip() for line in text.strip("\n").splitlines()]
        if not any(lines):
            return []
        text = "\n".join(lines)
        unsafe = UNSAFE_IN_CODE.search(text)
        if depth:
            if unsafe or {"<", "{"} & set(text):
                return ["<br>\n".join(f"<code>{code(line)}</code>" for line in lines if line)]
            return ["\n".join(f"    {line}" if line else "" for line in lines)]
        if unsafe:
            return [f"<pre><code>{code(text)}</code></pre>"]
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        return [f"{fence}\n{text}\n{fence}"]

    def _embedded(self, node: Node) -> list[str]:
        address = web(node.attributes.get("src", ""))
        parts = urlsplit(address)
        if parts.hostname in {"www.youtube.com", "www.youtube-nocookie.com"}:
            video = parts.path.removeprefix("/embed/")
            if re.fullmatch(r"[\w-]{5,20}", video):
                address = f"https://www.youtube.com/watch?v={video}"
        return [f"<{address}>"] if address else []

    def _cell(self, node: Node) -> str:
        words = self._words(node)
        return re.sub(rf"({BREAK}\s*)+", "<br>", _squeezed(words.replace(JUMP, "")).strip(BREAK))

    # --- Words ---

    def _words(self, node: Node, inside: frozenset[str] = frozenset()) -> str:
        """All that an element holds, as part of a line."""
        words, last = "", ""
        for child in node.children:
            if child.tag in LOST:
                continue
            apart = child.tag in BLOCKS and words
            words, last = self._joined(f"{words}{BREAK}" if apart else words, last, child, inside)
            words = f"{words}{BREAK}" if child.tag in BLOCKS else words
        return words.strip(BREAK) if node.tag in BLOCKS else words

    def _joined(
        self, words: str, last: str, child: Node, inside: frozenset[str]
    ) -> tuple[str, str]:
        """`words` with a child behind them, and the emphasis that they end in."""
        new = self._inline(child, inside)
        sign = _SIGNS.get(child.tag, "") if child.tag not in inside else ""
        if not new:
            return words, last
        if sign and last == sign and new.startswith(sign) and words.endswith(sign):
            return words[: -len(sign)] + new[len(sign) :], sign
        if sign and last and words.endswith("*") and new.startswith("*"):
            return f"{words} {new}", sign
        return words + new, sign if new.endswith("*") else ""

    def _inline(self, node: Node, inside: frozenset[str]) -> str:
        tag = node.tag
        if not tag:
            text, mails = without_mail(visible(node.text))
            self.mails += mails
            return inline(re.sub(r"[ \t\r\n\f]+", " ", text))
        if tag == "br":
            return BREAK
        if tag == "img":
            return self._image(node)
        if tag == "a":
            return self._link(node, inside)
        if tag == "span" and node.attributes.get("id", "").startswith("more"):
            return JUMP + self._words(node, inside)
        if tag in {"code", "tt", "samp"}:
            text, mails = without_mail(visible(text_of(node)))
            self.mails += mails
            return code_span(text)
        words = self._words(node, inside | {tag, *_ALIKE.get(tag, ())})
        if tag in inside:
            return words
        if tag in _SIGNS:
            return _wrapped(words, _SIGNS[tag], _SIGNS[tag])
        if tag in _KEPT:
            name = "del" if tag in {"s", "strike"} else tag
            return _wrapped(words, f"<{name}>", f"</{name}>")
        return f"“{words}”" if tag == "q" and words.strip() else words

    def _link(self, node: Node, inside: frozenset[str]) -> str:
        jump = JUMP if node.attributes.get("name", "") == "more" else ""
        address = node.attributes.get("href", "")
        pictures = [each for each in node.children if each.tag == "img"]
        if len(pictures) == 1 and _shows(address, pictures[0].attributes.get("src", "")):
            # A small picture that leads to the same one in full: one is enough.
            large = Node("img", {**pictures[0].attributes, "src": address})
            rest = [large if each.tag == "img" else each for each in node.children]
            return jump + self._words(Node("span", children=rest), inside)
        words = self._words(node, inside | {"a"})
        target = "" if "a" in inside or not address else self.link(address)
        if not target or not words.strip(f" {BREAK}{JUMP}\xa0"):
            return jump + words
        if inline(target) == words.strip() and target.startswith(("http://", "https://")):
            return f"{jump}<{target}>"
        return jump + _wrapped(words.replace(BREAK, " "), "[", f"]({target})")

    def _image(self, node: Node) -> str:
        values = node.attributes
        sizes = [values.get(side, "").strip() for side in ("width", "height")]
        address = web(values.get("src", ""))
        if not address or {"0", "1", "2", "0px", "1px", "2px"} & set(sizes):
            return ""  # too small to be seen: it counts readers
        if re.search(r"/tracker/|//(?:pixel|stats|feeds)\.[^/]+/", address):
            return ""
        here = self.image(address)
        if here == address:
            self.images.append(address)
        alt = inline(plain_line(values.get("alt") or values.get("title", ""), 200))
        return f"![{alt}]({here})" if here else ""


_ALIKE = {"b": ("strong",), "strong": ("b",), "i": ("em", "cite"), "em": ("i", "cite")}
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)


def _shows(address: str, picture: str) -> bool:
    """Whether a link leads to a picture of the same name."""
    try:
        target, shown = (urlsplit(each).path.rpartition("/")[2] for each in (address, picture))
    except ValueError:
        return False
    return target == shown and bool(_PICTURE.search(target))


def _is_list(block: str) -> bool:
    return bool(re.match(r"- |\d+\. ", block))


def _squeezed(words: str) -> str:
    return re.sub(r" {2,}", " ", words).strip(" \xa0")


def _wrapped(words: str, before: str, behind: str) -> str:
    """Words between two signs; white space and breaks stay outside of them."""
    made = []
    for part in re.split(rf"([{BREAK}{JUMP}]+)", words):
        bare = part.strip(f" \xa0{BREAK}{JUMP}")
        if bare:
            start = part.index(bare)
            part = f"{part[:start]}{before}{bare}{behind}{part[start + len(bare) :]}"
        made.append(part)
    return "".join(made)
