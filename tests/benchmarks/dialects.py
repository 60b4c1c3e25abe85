"""One text in each tool's Markdown: what differs is call-outs, links and worksheets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from .corpus import Block, Corpus, Page, Post

Address = Callable[[int], str]
"""From the number of a post or page to what stands in a link to it."""

LINK = re.compile(r"\((post|page):(\d+)\)")


@dataclass(frozen=True)
class Dialect:
    """How one tool wants a text written."""

    post_link: Address
    page_link: Address
    more: str = "<!-- more -->"
    quoted_callouts: bool = False
    """Call-outs as block quotes, for tools without Python-Markdown's admonitions."""
    worksheets: bool = False
    """Our blocks; the others get the same lists and tables as plain Markdown."""

    def body(self, text: Post | Page) -> str:
        """The text without its front matter."""
        written = [f"# {text.title}", *(self._block(block, text.slug) for block in text.blocks)]
        return "\n\n".join(written) + "\n"

    def linked(self, text: str) -> str:
        """`text` with its links as this tool follows them."""

        def address(found: re.Match[str]) -> str:
            to = self.post_link if found[1] == "post" else self.page_link
            return f"({to(int(found[2]))})"

        return LINK.sub(address, text)

    def _block(self, block: Block, slug: str) -> str:
        lines = [self.linked(line) for line in block.lines]
        match block.kind:
            case "text":
                return "\n".join(lines)
            case "heading":
                return f"## {lines[0]}"
            case "more":
                return self.more
            case "bullets":
                return "\n".join(f"- {line}" for line in lines)
            case "numbers":
                return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
            case "tasks":
                return "\n".join(f"- [ ] {line}" for line in lines)
            case "callout":
                return self._callout(block.title, lines)
            case "table":
                return table(lines)
            case "code":
                return "\n".join(["```python", *lines, "```"])
            case "tip":
                return self._tip(block.title, lines, slug)
            case _:
                return self._worksheet(block, lines, slug)

    def _callout(self, title: str, lines: list[str]) -> str:
        if self.quoted_callouts:
            return "\n".join([f"> **{title}**", ">", *(f"> {line}" for line in lines)])
        return "\n".join([f'!!! note "{title}"', "", *(f"    {line}" for line in lines)])

    def _tip(self, title: str, lines: list[str], slug: str) -> str:
        if not self.worksheets:
            return self._callout(title, lines)
        return "\n".join([f"/// tip | {title}", f"    id: tip-{slug}", "", *lines, "///"])

    def _worksheet(self, block: Block, lines: list[str], slug: str) -> str:
        """A checklist in sections of six, or an action plan, with the ids that an author writes."""
        if block.kind == "plan":
            kind, inner = "action-plan", [table(lines)]
        else:
            kind, inner = "checklist", []
            for start in range(0, len(lines), 6):
                mark = f" {{#part-{start // 6 + 1}}}" if self.worksheets else ""
                items = [
                    f"- [ ] {line} {{#item-{start + at + 1}}}"
                    if self.worksheets
                    else f"- [ ] {line}"
                    for at, line in enumerate(lines[start : start + 6])
                ]
                inner += [f"### Part {start // 6 + 1}{mark}", "\n".join(items)]
        if not self.worksheets:
            return "\n\n".join([f"## {block.title}", *inner])
        head = f"/// {kind} | {block.title}\n    id: {slug}\n    version: 1"
        return "\n\n".join([head, *inner]) + "\n///"


def table(lines: list[str]) -> str:
    """A pipe table; the first line is its head."""
    rule = " | ".join("---" for _ in lines[0].split(" | "))
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


def front_matter(**values: object) -> str:
    """YAML front matter; JSON of one value a line is YAML that every tool reads."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def site_rooted(corpus: Corpus) -> dict[str, Address]:
    """Links from the root, for tools that do not resolve paths of files."""
    return {
        "post_link": lambda number: f"/{corpus.posts[number].address}",
        "page_link": lambda number: f"/{corpus.pages[number].address}",
    }


def beside(corpus: Corpus) -> dict[str, Address]:
    """Links from a post's file to other files, as MkDocs and Zensical resolve them."""
    return {
        "post_link": lambda number: f"{corpus.slug_of(number)}.md",
        "page_link": lambda number: f"../../playbook/sheet-{number + 1:02}.md",
    }
