"""The sheets and tips of one page, read from its text without building the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import markdown

from playbook_plugins.forms.model import LocatedBlock
from playbook_plugins.shared.front_matter import FrontMatterError, read
from playbook_plugins.shared.problems import Problem

from .definitions import front_lines
from .extension import WorksheetExtension
from .lock import Standing


@dataclass
class PageSheets:
    """What one page holds: its blocks, its mistakes, and the ids that no author wrote."""

    standing: list[Standing] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unstamped: list[tuple[str, int]] = field(default_factory=list)
    """Id and line, counted from the top of the file."""
    nameless: list[tuple[str, int]] = field(default_factory=list)
    """The same for sheets and tips, with their first lines."""


def read_sheets(
    text: str, page: str, path: str, others: Mapping[str, Mapping[str, Any]] | None = None
) -> PageSheets:
    """The sheets and tips in a page's `text`; `page` and `path` name it for the site and people.

    `others` are the extensions that bring blocks of their own, as `others_blocks` gives them.
    Nothing of a page whose front matter is broken: whoever checks sources says so.
    """
    made = PageSheets()
    try:
        front = read(text)
    except FrontMatterError:
        return made

    def found(each: LocatedBlock) -> None:
        standing = Standing(each.block, page, path, each.line, each.column, each.places)
        made.standing.append(standing.below(front.height))

    def unstamped(name: str, line: int) -> None:
        made.unstamped.append((name, line + front.height))

    def nameless(name: str, line: int) -> None:
        made.nameless.append((name, line + front.height))

    extension = WorksheetExtension(
        nameless=nameless,
        report=lambda problem: made.problems.append(problem.moved(path, front.height)),
        found=found,
        front=lambda: front_lines(text, front.height),
        unstamped=unstamped,
    )
    md = _markdown(extension, others or {})
    if front.body.strip():
        _convert(md, front.body)
    return made


def _markdown(
    extension: WorksheetExtension, others: Mapping[str, Mapping[str, Any]]
) -> markdown.Markdown:
    usual = ["attr_list", "tables", "fenced_code"]
    try:
        return markdown.Markdown(
            extensions=[*usual, *others, extension],
            extension_configs={name: dict(options) for name, options in others.items()},
        )
    except Exception:  # not installed here, or not as they are set: the build says so
        return markdown.Markdown(extensions=[*usual, extension])


def _convert(md: markdown.Markdown, text: str) -> None:
    """As Markdown converts `text`, but for the HTML: only what is found on the way is wanted."""
    lines = text.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root = md.parser.parseDocument(lines).getroot()
    assert root is not None
    text = "".join(root.itertext())
    ids = md.treeprocessors["playbook_shared_ids"]
    # Words get no ids, unless an author gives them some in braces (`attr_list`).
    for treeprocessor in md.treeprocessors if "{" in text else [ids]:
        treeprocessor.run(root)
    for postprocessor in md.postprocessors:
        text = postprocessor.run(text)
