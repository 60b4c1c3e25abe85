"""A post's HTML as Markdown: clean to read, and nothing in it but what the old page showed.

Every sign of the text passes `escaping`; every tag is one that we write. No tag of the export
reaches the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .cleaning import BLOCKS, cleaned, visible, web, without_mail
from .embedding import SHOWN, described
from .html_inline import InlineConverter, Target
from .html_tables import beside, table
from .html_tree import Node, text_of, tree
from .inline_markdown import BREAK, JUMP, is_list, language_of, number_of, squeezed
from .markdown_escaping import HARMFUL, UNSAFE_IN_CODE, code, line_start
from .simplifying import is_heavy, plain_paragraphs

MORE = "<!-- more -->"
NESTED = 8
"""Lists and quotations inside each other."""
_HARMFUL = re.compile(
    rf"{HARMFUL.pattern}"
    r"|<(?!/?(?:br|sub|sup|kbd|del|ins|code|pre)>|!-- (?:more )?-->|https?:)",
    re.MULTILINE,
)
_FENCED = re.compile(r"^(`{3,})[a-z0-9.]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`[^`\n]+`(?!`)")


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


class _Converter(InlineConverter):
    def __init__(self, link: Target, image: Target, base: str) -> None:
        super().__init__(link, image, base)
        self.jumped = False
        self.waiting = False
        """Whether the jump stood inside something that cannot be divided."""

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

    def _cell(self, node: Node) -> str:
        words = self._words(node)
        return re.sub(rf"({BREAK}\s*)+", "<br>", squeezed(words.replace(JUMP, "")).strip(BREAK))


_BLOCK_START = re.compile(r"> |    |- |\d+\. |\||<pre>|#|`{3}|\* \* \*|<!--")
