"""Tables of an export: real ones stay tables, those that only placed things fall apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from .html_tree import Node

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
        return [block for each in _captions(node) for block in blocks(each)] + loose
    made, shapes = _filled(rows, cell)
    width = max(map(len, made))
    if width > MOST_COLUMNS:
        return [block for row in rows for each in row for block in blocks(each)]
    made = [row + [""] * (width - len(row)) for row in made]
    heads = all(each.tag == "th" for each in rows[0])
    head = made[0] if heads else [""] * width
    body = made[1:] if heads else made
    rule = [_rule(shapes[column]) for column in range(width)]
    lines = "\n".join([_line(head), _line(rule), *map(_line, body)])
    return [*(block for each in _captions(node) for block in blocks(each)), lines]


def beside(node: Node) -> list[Node]:
    """What stands in a table and in none of its cells."""
    parts = {"tr", "thead", "tbody", "tfoot"}
    found = []
    for child in node.children:
        if child.tag in parts:
            found += beside(child)
        elif child.tag not in {"td", "th", "caption"}:
            found.append(child)
    return found


def _captions(node: Node) -> list[Node]:
    return [each for each in node.children if each.tag == "caption"]


def _filled(
    rows: list[list[Node]], cell: Callable[[Node], str]
) -> tuple[list[list[str]], dict[int, list[str]]]:
    """Cells at their columns, empty ones where a cell reaches over several; sides by column."""
    made: list[list[str]] = []
    sides: dict[int, list[str]] = defaultdict(list)
    reaching: dict[int, int] = {}
    """How many more rows a cell from above takes, by column."""
    for row in rows:
        line: list[str] = []
        waiting = list(reversed(row))
        while waiting or reaching.get(len(line)):
            at = len(line)
            if reaching.get(at):
                reaching[at] -= 1
                line.append("")
                continue
            each = waiting.pop()
            wide, high = (_span(each, name) for name in ("colspan", "rowspan"))
            line += [cell(each), *[""] * (wide - 1)]
            sides[at].append(_side(each))
            reaching |= dict.fromkeys(range(at, at + wide), high - 1)
        made.append(line)
    return made, sides


def _span(node: Node, name: str) -> int:
    told = node.attributes.get(name, "").strip()
    return min(max(int(told), 1), MOST_COLUMNS) if re.fullmatch(r"\d{1,4}", told) else 1


def _side(node: Node) -> str:
    """`left`, `center` or `right`, by any of the ways that pages say it."""
    told = node.attributes
    found = re.search(r"text-align\s*:\s*(\w+)", told.get("style", ""), re.IGNORECASE)
    found = found or re.search(
        r"\b(?:align|has-text-align-?)(\w+)", told.get("class", "").replace("align-", "align")
    )
    side = (found[1] if found else told.get("align", "")).lower()
    return side if side in _RULES else ""


_RULES = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def _rule(sides: list[str]) -> str:
    """The line below a column's head: its side, where all cells that say one agree."""
    said = {each for each in sides if each}
    return _RULES[said.pop()] if len(said) == 1 else _RULES[""]


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
