"""Cleaned HTML as a tree, and as deep as a reader could follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 60
"""Elements inside each other; deeper ones lose their tag and keep their words."""
VOID = frozenset(
    {"br", "hr", "img", "col", "wbr", "input", "source", "track", "param", "embed", "area"}
)


@dataclass
class Node:
    """An element, or a text (its tag is empty)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""


class _Builder(HTMLParser):
    """HTML that has been cleaned closes what it opens, so a stack is enough."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.stack = [self.root]
        self.passed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {key: value or "" for key, value in attrs})
        if tag in VOID:
            self.stack[-1].children.append(made)
        elif len(self.stack) >= DEEPEST:
            self.passed.append(tag)
        else:
            self.stack[-1].children.append(made)
            self.stack.append(made)

    def handle_endtag(self, tag: str) -> None:
        if self.passed:
            self.passed.pop()
        elif len(self.stack) > 1 and tag not in VOID:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(Node("", text=data))


def tree(markup: str) -> Node:
    """The root above all elements of cleaned HTML."""
    builder = _Builder()
    builder.feed(markup)
    builder.close()
    return builder.root


def text_of(node: Node) -> str:
    """All words inside, as they stand; a line break is one."""
    if not node.tag:
        return node.text
    if node.tag == "br":
        return "\n"
    return "".join(map(text_of, node.children))
