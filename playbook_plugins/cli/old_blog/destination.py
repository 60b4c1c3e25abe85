"""The site that an old blog comes home to: what it has, and what has to be there first."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from playbook_plugins.blog.authors import read_authors
from playbook_plugins.blog.generated_pages import FEEDS
from playbook_plugins.checks.links import target_of
from playbook_plugins.cli.blogs import SiteBlog
from playbook_plugins.comments.ledger_writing import write_whole
from playbook_plugins.imports.cleaning import label_line, name_line
from playbook_plugins.imports.model import ExportError, Writer
from playbook_plugins.shared.front_matter import FrontMatterError, read
from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.redirects import former_file


@dataclass
class TakenNames:
    """Names and addresses that are taken."""

    uids: dict[str, str] = field(default_factory=dict)
    """Path from the docs folder, by uid."""
    names: set[str] = field(default_factory=set)
    formers: dict[str, str] = field(default_factory=dict)
    """Path, by the file of a former address."""
    files: set[str] = field(default_factory=set)
    """Files that the site has: no old address may be one of these."""
    kept: tuple[str, ...] = ()
    """Beginnings of addresses that the blog keeps for its own pages."""
    categories: dict[str, str] = field(default_factory=dict)
    """The spelling that is used here, by what two spellings share."""


def taken_names(blog: SiteBlog, pages: Path) -> TakenNames:
    """What the posts of a blog and the pages in a folder take up already."""
    found = TakenNames()
    for path in _sources(blog.post_folder, pages):
        inside = path.relative_to(blog.docs).as_posix()
        found.names |= {path.stem.lower(), id_from(path.stem)}
        try:
            values = read(path.read_text(encoding="utf-8-sig")).values
        except (OSError, UnicodeDecodeError, FrontMatterError):
            continue
        uid = str(values.get("uid") or id_from(path.stem, fallback="post"))
        found.uids.setdefault(uid, inside)
        found.names |= {uid, id_from(str(values.get("slug") or values.get("title") or uid))}
        for address in _words(values.get("redirect_from")):
            found.formers.setdefault(former_file(address).lower(), inside)
        for label in _words(values.get("categories")):
            found.categories.setdefault(shared(label), label)
    for label in blog.options.get("categories_allowed") or ():
        found.categories[shared(str(label))] = str(label)
    found.names |= {path.stem for path in blog.ledger.glob("*.yml")}
    root = posixpath.normpath(inside_of(blog, blog.folder)).removeprefix(".")
    found.kept = tuple(f"{each.rstrip('/')}/" for each in blog.settings.further)
    found.files = {posixpath.join(root, name) for name in (*FEEDS, "index.html")}
    for path in blog.docs.rglob("*"):
        if path.is_file() and blog.post_folder not in path.parents:
            found.files.add(target_of(inside_of(blog, path), directory_urls=True).lower())
    found.formers.pop("", None)
    return found


def _sources(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*.md"))


def _words(value: object) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value] if value else [])]


def shared(label: str) -> str:
    """What two spellings of a label have in common: they would share an address."""
    return id_from(label, "") or label.casefold()


class ArrivingLabels:
    """An export's labels as categories of this site."""

    def __init__(self, blog: SiteBlog, spelled: dict[str, str]) -> None:
        """`spelled` are the categories that are here."""
        self._spelled = spelled
        self._closed = bool(blog.options.get("categories_allowed"))
        self.refused: set[str] = set()
        """Labels that the blog does not allow as categories."""

    def sort(self, labels: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Categories, and the labels that have to be tags."""
        categories: dict[str, None] = {}
        tags: dict[str, None] = {}
        for label in list(labels)[:100]:
            line = label_line(label)
            if not line:
                continue
            if self._closed and shared(line) not in self._spelled:
                self.refused.add(line)
                tags[line] = None
            else:
                categories[self._spelled.setdefault(shared(line), line)] = None
        return tuple(categories), tuple(tags)


class ArrivingAuthors:
    """The blog's authors file, with room for those who come."""

    def __init__(self, blog: SiteBlog) -> None:
        """Reads what is there. Raises `ExportError` when that cannot be read."""
        self.path = blog.authors_file
        self.shown = blog.shown(self.path)
        self._wanted = blog.options.get("authors") is not False
        self._text = self.path.read_text(encoding="utf-8-sig") if self.path.is_file() else ""
        self._here = self._read(self._text)
        self._by_name = {each.casefold(): id for id, each in self._here.items()}
        self._new: dict[str, str] = {}
        self._accounts: dict[str, str] = {}

    def _read(self, text: str) -> dict[str, str]:
        problems: list[Problem] = []
        found = read_authors(text, self.shown, problems.append)
        if problems:
            raise ExportError("\n".join(["Nothing was written.", *map(str, problems)]))
        return {id: each.name for id, each in found.items()}

    def of(self, writer: Writer) -> tuple[str, ...]:
        """The id of who wrote a post; a new one where the name is new."""
        name = name_line(writer.name)
        if not name or not self._wanted or name.lower() in {"unknown", "anonymous"}:
            return ()
        id = self._by_name.get(name.casefold())
        if id is None:
            base = id = id_from(name, "author")
            number = 2
            while id in self._here or id in self._new:
                id, number = f"{base}-{number}", number + 1
            self._by_name[name.casefold()] = id
            self._new[id] = name
        if writer.account:
            self._accounts[writer.account] = id
        return (id,)

    def by(self, writer: Writer) -> str:
        """The author whose account wrote a comment; a name alone proves nothing."""
        return self._accounts.get(writer.account, "") if writer.account else ""

    def write(self, dry: bool) -> int:
        """Add the new ones below what is there; how many. Raises `ExportError`, writing nothing."""
        if not self._new:
            return 0
        entries = yaml.safe_dump(
            {id: {"name": name} for id, name in self._new.items()},
            sort_keys=False, allow_unicode=True, width=1000,
        )  # fmt: skip
        added = "".join(f"  {line}\n" for line in entries.splitlines())
        before = self._text.rstrip("\n")
        text = f"{before}\n{added}" if before else f"authors:\n{added}"
        try:
            complete = self._read(text) == {**self._here, **self._new}
        except ExportError:
            complete = False
        if not complete:
            what = f"{self.shown} is laid out so that nothing can be added to it."
            names = ", ".join(self._new.values())
            raise ExportError(f"{what} Add these authors by hand, then try again: {names}.")
        if not dry:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, text)
        return len(self._new)


def inside_of(blog: SiteBlog, path: Path) -> str:
    """A file from the docs folder."""
    return posixpath.normpath(path.relative_to(blog.docs).as_posix())
