"""Reads `.blogroll.yml`: a list of `title`, `url`, `feed`, every mistake named with its line.

Format: docs/guide/blogroll.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from playbook_plugins.shared.problems import Problem, Report, did_you_mean
from playbook_plugins.shared.web_address import web

from .model import FollowedBlog
from .safe_text import line as one_line

NAME = ".blogroll.yml"
KEYS = ("title", "url", "feed")
MOST_BLOGS = 500
MOST_BYTES = 1024**2


class BlogrollReader:
    """Reads one blogroll; a blog that cannot be used is reported and left out."""

    def __init__(self, shown: str, report: Report) -> None:
        """`shown` is the path as the author knows it."""
        self.shown = shown
        self.report = report

    def read(self, text: str) -> list[FollowedBlog]:
        """The blogs, in the file's order."""
        node = compose(text, self.shown, self.report)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._complain("the blogroll is not a list.", "Begin each blog with: - title: …", node)
            return []
        blogs: list[FollowedBlog] = []
        seen: set[str] = set()
        for entry in node.value:
            if len(blogs) == MOST_BLOGS:
                self._complain(f"more than {MOST_BLOGS} blogs.", "Leave the others out.", entry)
                break
            blog = self._blog(entry)
            if blog is None:
                continue
            if (blog.feed or blog.url) in seen:
                self._complain(f'"{blog.title}" is here already.', "Remove one of them.", entry)
                continue
            seen.add(blog.feed or blog.url)
            blogs.append(blog)
        return blogs

    def _complain(self, what: str, cure: str, node: yaml.Node) -> None:
        mark = node.start_mark
        self.report(Problem(self.shown, mark.line + 1, mark.column + 1, what, cure))

    def _blog(self, entry: yaml.Node) -> FollowedBlog | None:
        if not isinstance(entry, yaml.MappingNode):
            self._complain("this is no blog.", "Begin it with: - title: …", entry)
            return None
        found: dict[str, str] = {}
        for key, value in entry.value:
            name = str(key.value)
            if name not in KEYS:
                self._complain(f'unknown key "{name}".', did_you_mean(name, KEYS), key)
            elif not isinstance(value, yaml.ScalarNode):
                self._complain(f"the {name} is not one line of text.", "Write it out.", value)
                return None
            else:
                found[name] = scalar(value)
                if name != "title" and found[name] and not web(found[name]):
                    what = f'"{one_line(found[name], 80)}" is no address on the web.'
                    self._complain(what, "Write it whole: https://blog.example/feed.xml", value)
                    return None
        title = one_line(found.get("title", ""))
        if not title:
            self._complain("this blog has no title.", "Add a line title: …", entry)
            return None
        if not (found.get("feed") or found.get("url")):
            cure = "Add a line feed: with the address of its feed."
            self._complain(f'"{title}" has no feed and no address.', cure, entry)
            return None
        return FollowedBlog(title, web(found.get("feed", "")), web(found.get("url", "")))


def compose(text: str, shown: str, report: Report) -> yaml.Node | None:
    """The YAML of `text` with places; None when it is empty, or reported as broken.

    Values are taken from its scalars one by one, so that references cannot multiply.
    """
    if len(text) > MOST_BYTES:
        report(Problem(shown, 0, 0, "this file is larger than 1 MiB.", "Shorten it."))
        return None
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
        what = f"this cannot be read: {getattr(error, 'problem', None) or 'odd characters'}."
        report(
            Problem(shown, line, column, what, "Mend the line; a text with a colon needs quotes.")
        )
    except RecursionError:
        report(Problem(shown, 1, 0, "this is nested too deeply.", "Write a plain list."))
    return None


def scalar(node: yaml.Node) -> str:
    """A value's text; nothing for an empty one."""
    empty = node.tag == "tag:yaml.org,2002:null"
    return "" if empty or not isinstance(node, yaml.ScalarNode) else str(node.value)


def read_text(path: Path, shown: str, report: Report) -> str:
    """A file's text; nothing when there is none, or when it is reported as unreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        at = content[: error.start].count(b"\n") + 1
        report(Problem(shown, at, 0, "this file is not UTF-8 text.", "Save it as UTF-8."))
    except OSError as error:
        what = f"this file cannot be opened: {error.strerror}."
        report(Problem(shown, 0, 0, what, "Check its permissions."))
    return ""


def read_blogroll(path: Path, shown: str, report: Report) -> list[FollowedBlog]:
    """The blogs of the file at `path`; a file that is not there holds none."""
    return BlogrollReader(shown, report).read(read_text(path, shown, report))


def blogs_text(blogs: Iterable[FollowedBlog]) -> str:
    """`blogs` as lines of `.blogroll.yml`."""
    entries = [{key: value for key in KEYS if (value := getattr(blog, key))} for blog in blogs]
    return yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=1000)
