"""Part of a line in Markdown from HTML: words, emphasis, links, pictures, and what is embedded."""

from __future__ import annotations

import re
from collections.abc import Callable

from .cleaning import (
    BLOCKS,
    CONTROLS,
    UNREAD,
    one_line,
    plain_line,
    visible,
    web,
    without_mail,
)
from .embedding import SHOWN, SOURCES, addresses, described, is_gist, is_hidden, watched
from .html_tree import Node, text_of
from .inline_markdown import BREAK, JUMP, autolink, is_address, shows, wrapped
from .markdown_escaping import code_span, inline

LOST = UNREAD | CONTROLS
"""Elements of which nothing but their name in the report is left."""
_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "var": "*", "dfn": "*"}
_ALIKE = {"b": ("strong",), "strong": ("b",), "i": ("em", "cite"), "em": ("i", "cite")}
_KEPT = frozenset({"sub", "sup", "kbd", "del", "s", "strike", "ins"})
_SOURCES = ("src", "data-src", "data-lazy-src")
_BARE = re.compile(r"https?://[^\s<>\"'`\u201c\u201d]*[^\s<>\"'`\u201c\u201d.,;:!?)\]}*_]")

Target = Callable[[str], str]
"""What a link or picture leads to here, for its address in the export; empty to lose it."""


class InlineConverter:
    """Converts what stands inside a block, and notes what is lost on the way."""

    def __init__(self, link: Target, image: Target, base: str) -> None:
        self.link = link
        self.image = image
        self.base = base
        self.images: list[str] = []
        self.mails = 0
        self.lost: list[str] = []
        self.unseen = 0

    def blocks(self, node: Node, depth: int) -> list[str]:
        """The children of a block as blocks; an embedded element may hold some."""
        raise NotImplementedError

    def _is_lost(self, node: Node) -> bool:
        """Whether nothing of an element can stand here; what it was is noted."""
        lost = (node.tag in LOST and not is_gist(node)) or is_hidden(node)
        empty = node.tag == "style" or (
            node.tag == "input" and node.attributes.get("type") == "hidden"
        )
        if lost and not empty:
            self.lost.append(f"{'hidden ' if is_hidden(node) else ''}{described(node)}")
        return lost

    def _words(self, node: Node, inside: frozenset[str] = frozenset()) -> str:
        """All that an element holds, as part of a line."""
        words, last = "", ""
        for child in node.children:
            if self._is_lost(child):
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
            return self._text(re.sub(r"[ \t\r\n\f]+", " ", text), inside)
        if tag == "br":
            return BREAK
        if tag == "img":
            return self._image(node)
        if tag == "a":
            return self._link(node, inside)
        if tag == "span" and node.attributes.get("id", "").startswith("more"):
            return JUMP + self._words(node, inside)
        if tag in SHOWN:
            return BREAK.join(["", *self._embedded(node), ""])
        if tag in {"code", "tt", "samp"}:
            self._note_flattened(node)
            text, mails = without_mail(visible(text_of(node)))
            self.mails += mails
            return code_span(text)
        words = self._words(node, inside | {tag, *_ALIKE.get(tag, ())})
        if tag in inside:
            return words
        if tag in _SIGNS:
            return wrapped(words, _SIGNS[tag], _SIGNS[tag])
        if tag in _KEPT:
            name = "del" if tag in {"s", "strike"} else tag
            return wrapped(words, f"<{name}>", f"</{name}>")
        title = plain_line(node.attributes.get("title", "")) if tag in {"abbr", "acronym"} else ""
        if title and words.strip():
            return f"{words} ({inline(title)})"
        return f"“{words}”" if tag == "q" and words.strip() else words

    def _text(self, text: str, inside: frozenset[str]) -> str:
        """Words, of which the bare addresses lead where they say."""
        if "a" in inside or "://" not in text:
            return inline(text)
        made, at = [], 0
        for found in _BARE.finditer(text):
            address = web(found[0])
            target = self.link(address) if address == found[0] else ""
            if target:
                made += [inline(text[at : found.start()]), autolink(address, target)]
                at = found.end()
        return "".join([*made, inline(text[at:])])

    def _link(self, node: Node, inside: frozenset[str]) -> str:
        jump = JUMP if node.attributes.get("name", "") == "more" else ""
        address = node.attributes.get("href", "")
        pictures = [each for each in node.children if each.tag == "img"]
        if len(pictures) == 1 and shows(address, pictures[0].attributes.get("src", "")):
            # A small picture that leads to the same one in full: one is enough.
            large = Node("img", {**pictures[0].attributes, "src": address})
            rest = [large if each.tag == "img" else each for each in node.children]
            return jump + self._words(Node("span", children=rest), inside)
        words = self._words(node, inside | {"a"})
        target = "" if "a" in inside or not address else self.link(address)
        if not target or not words.strip(f" {BREAK}{JUMP}\xa0"):
            self._note_link(address, target)
            return jump + words
        if text_of(node).strip() in {target, address} and target.startswith(
            ("http://", "https://")
        ):
            return f"{jump}<{target}>"
        return jump + wrapped(words.replace(BREAK, " "), "[", f"]({target})")

    def _note_link(self, address: str, target: str) -> None:
        """Note an address that cannot lead anywhere; one inside the page leads nowhere else."""
        if address.strip().lower().startswith("mailto:"):
            self.mails += 1
        elif address and not address.strip().startswith("#"):
            kind = "a link without words to" if target else "a link to"
            self.lost.append(f"{kind} {without_mail(one_line(address, 200))[0]}")

    def _image(self, node: Node) -> str:
        values = node.attributes
        sizes = [values.get(side, "").strip() for side in ("width", "height")]
        source = next((values[key] for key in _SOURCES if is_address(values.get(key, ""))), "")
        source = source or values.get("srcset", "").strip().partition(" ")[0]
        address = web(source, self.base)
        if not address:
            source = source or values.get("src", "")
            kind = "a picture inside the text itself" if source.startswith("data:") else "a picture"
            told = "" if source.startswith("data:") else without_mail(one_line(source, 200))[0]
            words = plain_line(values.get("alt") or values.get("title", ""), 200)
            self.lost.append(" ".join(each for each in (kind, told, words) if each))
            return ""
        small = {"0", "1", "2", "0px", "1px", "2px"} & set(sizes)
        if small or re.search(r"/tracker/|//(?:pixel|stats|feeds)\.[^/]+/", address):
            self.unseen += 1  # it counts readers
            return ""
        here = self.image(address)
        if here == address:
            self.images.append(address)
        alt = inline(plain_line(values.get("alt") or values.get("title", ""), 200))
        alt = re.sub(r"\A\$", "&#36;", alt)
        return f"![{alt}]({here})" if here else ""

    def _embedded(self, node: Node) -> list[str]:
        """Links to what an element shows, and the words that stand in it."""
        found = (web(each, self.base) for each in addresses(node))
        links = list(dict.fromkeys(watched(each) for each in found if each))
        rest = [each for each in node.children if each.tag not in SOURCES]
        words = Node(node.tag, children=[each for each in rest if not each.tag])
        if not links or node.tag == "script":
            self.lost += [described(node)] if not links and node.tag != "source" else []
            rest = []
        elif any(each.text.strip() for each in words.children):
            self.lost.append(described(words))  # what it said to browsers that cannot show it
        inside = [each for each in rest if each.tag]
        made = [f"<{each}>" for each in links]
        return made + (self.blocks(Node("div", children=inside), 0) if inside else [])

    def _note_flattened(self, node: Node) -> None:
        """Note the addresses in an element of which only the words are taken."""
        for child in node.children:
            here = child.tag == "a" and child.attributes.get("href", "#").startswith("#")
            if child.tag in {"a", "img", *SHOWN, *LOST} and not here:
                self.lost.append(described(child))
            else:
                self._note_flattened(child)
