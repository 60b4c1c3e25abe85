"""Files that were meant as pages or posts, and would be something else on the site, or nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from playbook_plugins.blog.settings import BlogSettings
from playbook_plugins.shared.dates import moment
from playbook_plugins.shared.problems import Problem, is_slip

from .checked import Checked
from .links import PAGES

_COPY = re.compile(
    r"\.(?:md|markdown|mdown|mkdn|mkd)"
    r"(?:~|#|[._-](?:bak|backup|old|orig|original|save|saved|copy|tmp|temp|swp|rej|disabled|\d+)"
    r"|\s*[-–(].*)$",
    re.IGNORECASE,
)
"""How programs and people call a page that they keep beside the one in use."""
_FRONT = re.compile(
    r"\s*---[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[\"']?[A-Za-z][\w -]*[\"']?[ \t]*:"
)
_END = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_DRAFT = re.compile(r"(?m)^draft[ \t]*:[ \t]*(?:true|yes|on)\b", re.IGNORECASE)
MOST_FRONT = 64 * 1024
"""How far front matter goes at most."""

ASSETS = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff"}
    | {".woff", ".woff2", ".ttf", ".otf", ".eot", ".pdf", ".zip", ".gz", ".tgz", ".7z"}
    | {".mp3", ".mp4", ".m4a", ".webm", ".ogg", ".wav", ".mov", ".css", ".js", ".mjs", ".map"}
    | {".json", ".xml", ".csv", ".tsv", ".ics", ".vcf", ".yml", ".yaml", ".toml", ".ipynb"}
    | {".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".py", ".ts", ".wasm"}
)
"""Endings of files that are no pages, whatever they begin with; data may begin like one."""


def linked_by(pages: Mapping[str, Checked]) -> set[str]:
    """The files to which a page links, by their paths in the docs folder."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(each.target)))
        for page in pages.values()
        for each in page.references
    }


def find_strays(
    names: Iterable[str], docs: Path, linked: Collection[str], prefix: str
) -> Iterator[tuple[str, Problem]]:
    """Of the files that a site copies as they are, those that are pages: each with its problem.

    `linked` are files that a page links: what begins like a page and is no draft may be offered
    to readers as it stands. `prefix` stands before a name for its author.
    """
    known = set(names)
    for name in sorted(known):
        what, cure = _stray(name, docs, name in linked, known)
        if what:
            yield name, Problem(prefix + name, 0, 0, what, cure)


def _stray(name: str, docs: Path, is_linked: bool, known: Collection[str]) -> tuple[str, str]:
    base = posixpath.basename(name)
    stem, ending = posixpath.splitext(base)
    if name.lower().endswith(PAGES):
        what = f'this page would be published as it stands: its ending is "{ending}".'
        return what, _rename(name, f"{stem}{ending.lower()}", known)
    if _COPY.search(base):
        what = "this copy of a page would be published as it stands."
        return what, "Delete it, or move it out of the docs folder."
    if ending.lower() in ASSETS:
        return "", ""
    front = _front_of(docs / name)
    if not front or (is_linked and not _DRAFT.search(front)):
        return "", ""
    plain = re.sub(r"\.(?:md|markdown)$", "", stem, flags=re.IGNORECASE) if ending else base
    what = "this file begins as a page does, and would be published as it stands."
    return what, _rename(name, f"{plain}.md", known)


def _rename(name: str, meant: str, known: Collection[str]) -> str:
    taken = posixpath.join(posixpath.dirname(name), meant) in known
    return "Move it out of the docs folder." if taken else f"Rename it to {meant}."


def _front_of(path: Path) -> str:
    """The front matter that a file begins with; empty where it begins with none."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_FRONT).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""
    head = _FRONT.match(text)
    end = _END.search(text, head.end()) if head else None
    return text[: end.start()] if end else ""


def find_lost_posts(
    pages: Iterable[Checked], blogs: Iterable[BlogSettings], prefix: str
) -> Iterator[Problem]:
    """Pages with a date that lie in a blog's folder, and not in that of its posts."""
    roots = {blog.root: blog for blog in blogs if blog.folder != blog.root}
    for page in pages:
        folder, base = posixpath.split(page.name)
        above = posixpath.dirname(folder)
        blog = roots.get(folder) or (roots.get(above) if above else None)
        written = page.front.values.get("date")
        if isinstance(written, dict):
            written = written.get("created")
        if blog is None or blog.holds(page.name) or not moment(written):
            continue
        inside = folder == blog.root and bool(folder)
        meant = posixpath.basename(blog.folder)
        near = is_slip(posixpath.basename(folder).lower(), meant) or folder.lower() == blog.folder
        if base in {"index.md", "README.md"} or not (
            inside or near or OF_POSTS & page.front.values.keys()
        ):
            continue
        what = "this page has a date as posts have, and lies outside of their folder."
        cure = f"Move it to {prefix}{blog.folder}/{base}, or take its date out."
        yield Problem(page.path, *page.front.place("date"), what, cure)


OF_POSTS = frozenset({"authors", "categories", "pin", "readtime", "series", "slug", "uid"})
"""Keys that only a post has."""
