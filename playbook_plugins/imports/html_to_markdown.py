"""A post's HTML as Markdown: clean to read, and nothing in it but what the old page showed.

Every sign of the text passes `escaping`; every tag is one that we write. No tag of the export
reaches the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .cleaning import (
    BLOCKS,
    CONTROLS,
    UNREAD,
    cleaned,
    one_line,
    plain_line,
    visible,
    web,
    without_mail,
)
from .embedding import SHOWN, SOURCES, addresses, described, is_gist, is_hidden, watched
from .html_tables import beside, table
from .html_tree import Node, text_of, tree
from .inline_markdown import (
    BREAK,
    JUMP,
    autolink,
    is_address,
    is_list,
    language_of,
    number_of,
    shows,
    squeezed,
    wrapped,
)
from .markdown_escaping import HARMFUL, UNSAFE_IN_CODE, code, code_span, inline, line_start
from .simplifying import is_heavy, plain_paragraphs

MORE = "<!-- more -->"
NESTED = 8
"""Lists and quotations inside each other."""
LOST = UNREAD | CONTROLS
"""Elements of which nothing but their name in the report is left."""
_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "var": "*", "dfn": "*"}
_ALIKE = {"b": ("strong",), "strong": ("b",), "i": ("em", "cite"), "em": ("i", "cite")}
_KEPT = frozenset({"sub", "sup", "kbd", "del", "s", "strike", "ins"})
_HARMFUL = re.compile(
    rf"{HARMFUL.pattern}"
    r"|<(?!/?(?:br|sub|sup|kbd|del|ins|code|pre)>|!-- (?:more )?-->|https?:)",
    re.MULTILINE,
)
_FENCED = re.compile(r"^(`{3,})[a-z0-9.]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
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
    lost: list[str] = field(default_factory=list)
    """What was taken off, in words, each as often as it stood there."""
    unseen: int = 0
    """Pictures that nobody saw: they count readers."""


def convert(markup: str, link: Target = web, image: Target = web, base: str = "") -> Converted:
    """The Markdown of an export's HTML. `image` is asked after `web` has found an address.

    `base` is where the text stood: addresses without a host mean that one.
    """
    kept = re.sub(r"<!--\s*more\b[^<>]*-->", '<a name="more"></a>', markup)
    converter = _Converter(link, image, base)
    blocks = converter.blocks(tree(cleaned(kept)), 0)
    text = "\n\n".join(blocks).strip("\n")
    if is_heavy(text):
        words, mails = without_mail(text_of(tree(cleaned(kept))))
        return Converted(plain_paragraphs(words), mails=mails, simplified=True)
    text = text.removeprefix(MORE).removesuffix(MORE).strip("\n")
    # A word and a colon in the first line is front matter to one of Markdown's extensions.
    text = re.sub(r"\A([\w-]+):", r"\1&#58;", text)
    return Converted(
        f"{text}\n" if text else "",
        list(dict.fromkeys(converter.images)),
        converter.mails,
        lost=converter.lost,
        unseen=converter.unseen,
    )


def is_harmless(text: str) -> bool:
    """Whether finished Markdown holds nothing that any reader of the file takes for its own."""
    return not HARMFUL.search(text) and not _HARMFUL.search(_SPAN.sub("", _FENCED.sub("", text)))


class _Converter:
    def __init__(self, link: Target, image: Target, base: str) -> None:
        self.link = link
        self.image = image
        self.base = base
        self.images: list[str] = []
        self.mails = 0
        self.lost: list[str] = []
        self.unseen = 0
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
            if self._is_lost(child):
                continue
            if not self._is_block(child):
                words, last = self._joined(words, last, child, frozenset())
                continue
            made += self._paragraphs(words, depth)
            words = last = ""
            new = self._block(child, depth)
            if made and new and is_list(made[-1]) and is_list(new[0]):
                made.append("<!-- -->")  # or the two would be one list
            made += new
            if self.waiting and not depth:
                made.append(MORE)
                self.waiting = False
        return made + self._paragraphs(words, depth)

    def _is_lost(self, node: Node) -> bool:
        """Whether nothing of an element can stand here; what it was is noted."""
        lost = (node.tag in LOST and not is_gist(node)) or is_hidden(node)
        empty = node.tag == "style" or (
            node.tag == "input" and node.attributes.get("type") == "hidden"
        )
        if lost and not empty:
            self.lost.append(f"{'hidden ' if is_hidden(node) else ''}{described(node)}")
        return lost

    def _is_block(self, node: Node) -> bool:
        if node.tag in BLOCKS or node.tag in SHOWN:
            return True
        return node.tag not in {"", "code", "pre"} and any(map(self._is_block, node.children))

    def _block(self, node: Node, depth: int) -> list[str]:
        tag = node.tag
        if tag == "hr":
            return ["* * *"]
        if tag in SHOWN:
            return self._embedded(node)
        if tag == "pre":
            self._note_flattened(node)
            return self._code(text_of(node), depth, language_of(node))
        if tag == "form":
            self.lost.append(described(Node("form", node.attributes)))
        if re.fullmatch("h[1-6]", tag):
            return self._heading(node, int(tag[1]))
        if tag in {"ul", "ol"} and depth < NESTED:
            return self._numbered(node, depth) or self._list(node, depth)
        if tag == "blockquote" and depth < NESTED:
            inner = "\n\n".join(self.blocks(node, depth + 1))
            quoted = [f"> {line}".rstrip() for line in inner.split("\n")]
            return ["\n".join(quoted)] if inner else []
        if tag == "table":
            made = table(node, self._cell, lambda cell: self.blocks(cell, depth))
            return made + self.blocks(Node("div", children=beside(node)), depth)
        if tag == "dt":
            return [f"**{words}**" for words in self._paragraphs(self._words(node), depth)]
        return self.blocks(node, depth)

    def _paragraphs(self, words: str, depth: int) -> list[str]:
        made: list[str] = []
        for number, part in enumerate(words.split(JUMP)):
            if number:
                self._jump(made, depth)
            for paragraph in re.split(rf"{BREAK}[ \xa0]*{BREAK}[{BREAK} \xa0]*", part):
                lines = [squeezed(each) for each in paragraph.split(BREAK)]
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
        return squeezed(words.replace(JUMP, "").replace(BREAK, " "))

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
                items[-1] += self._block(child, depth + 1)
            elif (
                child.tag != "br" and (child.tag or child.text.strip()) and not self._is_lost(child)
            ):
                one = child if child.tag == "li" else Node("li", children=[child])
                items.append(self.blocks(one, depth + 1))
        items = [
            ["&nbsp;", *item] if _BLOCK_START.match(item[0]) else item for item in items if item
        ]
        loose = any(len([each for each in item if not is_list(each)]) > 1 for item in items)
        made = []
        for number, item in enumerate(items, 1):
            sign = f"{number}. " if node.tag == "ol" else "- "
            text = ("\n\n" if loose else "\n").join(item)
            made.append(sign + re.sub(r"\n(?=[^\n])", "\n    ", text))
        return [("\n\n" if loose else "\n").join(made)] if made else []

    def _numbered(self, node: Node, depth: int) -> list[str]:
        """A list that does not count from one, in lines that say their number themselves.

        Markdown's lists begin at one whatever stands there.
        """
        if node.tag != "ol":
            return []
        items = [child for child in node.children if child.tag == "li"]
        step = -1 if "reversed" in node.attributes else 1
        at = number_of(node.attributes.get("start", ""), len(items) if step < 0 else 1)
        numbers = []
        for each in items:
            numbers.append(at := number_of(each.attributes.get("value", ""), at))
            at += step
        if numbers == [*range(1, len(items) + 1)]:
            return []
        made: list[str] = []
        for number, one in zip(numbers, items, strict=True):
            blocks = self.blocks(one, depth)
            words = blocks and not _BLOCK_START.match(blocks[0])
            made += (
                [f"{number}\\. {blocks[0]}", *blocks[1:]] if words else [f"{number}\\.", *blocks]
            )
        return made

    def _code(self, text: str, depth: int, language: str) -> list[str]:
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
        return [f"{fence}{language}\n{text}\n{fence}"]

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

    def _cell(self, node: Node) -> str:
        words = self._words(node)
        return re.sub(rf"({BREAK}\s*)+", "<br>", squeezed(words.replace(JUMP, "")).strip(BREAK))

    # --- Words ---

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


_SOURCES = ("src", "data-src", "data-lazy-src")
_BARE = re.compile(r"https?://[^\s<>\"'`\u201c\u201d]*[^\s<>\"'`\u201c\u201d.,;:!?)\]}*_]")
_BLOCK_START = re.compile(r"> |    |- |\d+\. |\||<pre>|#|`{3}|\* \* \*|<!--")
