"""Tables of an export: real ones stay tables, those that only placed things fall apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .tree import Node

MOST_COLUMNS = 30
MOST_ROWS = 2000
_INLINE = frozenset({"", "a", "b", "i", "em", "strong", "span", "br", "code", "p", "div", "font"})


def table(
    node: Node, cell: Callable[[Node], str], blocks: Callable[[Node], list[str]]
) -> list[str]:
    """A table as Markdown, or what its cells hold, one after the other.

    `cell` turns one into part of a line, `blocks` into blocks.
    """
    rows = [list(_cells(row)) for row in _rows(node)]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    plain = all(_is_plain(each) for row in rows for each in row)
    if width < 2 or len(rows) < 2 or width > MOST_COLUMNS or len(rows) > MOST_ROWS or not plain:
        loose = [block for row in rows for each in row for block in blocks(each)]
        captions = [each for each in node.children if each.tag == "caption"]
        return [block for each in captions for block in blocks(each)] + loose
    made = [[cell(each) for each in row] + [""] * (width - len(row)) for row in rows]
    heads = all(each.tag == "th" for each in rows[0])
    head = made[0] if heads else [""] * width
    body = made[1:] if heads else made
    return ["\n".join([_line(head), _line(["---"] * width), *map(_line, body)])]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _cells(row: Node) -> Iterator[Node]:
    return (each for each in row.children if each.tag in {"td", "th"})


def _is_plain(node: Node) -> bool:
    """Whether a cell holds words only, and no picture, list or table."""
    return all(each.tag in _INLINE and _is_plain(each) for each in node.children)
