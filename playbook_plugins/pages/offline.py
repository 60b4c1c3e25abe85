"""What a site keeps in its readers' browsers for the time without a network. Knows no host.

Worked out from the finished pages: those with a sheet, those that the site names, and every file
that they load. The list stands in front of the worker's script (client/src/offline/).
"""

from __future__ import annotations

import hashlib
import html
import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playbook_plugins.shared.bundle import FOLDER, STATIC, hashed

from .page_summary import LEADS, NAMED, OTHERWISE, REFRESH, SHEET, PageSummary, matches
from .write_over import write_over

WORKER = "playbook-offline.js"
"""Stands at the site's root: a worker answers for the folder that it stands in."""

USUAL = ("index.html", "playbook/*")
LIST_MARK = "<!-- playbook: kept pages -->"

_START = "playbook-offline.js"
_WORKER = "playbook-offline-worker.js"
_END = "playbook-offline-end.js"
_LINK, _TITLE = "\x01", "\x02"

_TITLE_TEXT = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_START_TAG = re.compile(r'<script src="[^"]*" data-worker="[^"]*" defer></script>\n?')


@dataclass
class Kept:
    """What the worker keeps."""

    files: dict[str, str] = field(default_factory=dict)
    """Files by their address from the site's root."""
    pages: list[str] = field(default_factory=list)
    """The kept pages, as files."""
    size: int = 0
    left_out: list[str] = field(default_factory=list)
    """Pages for which there was no room."""
    leading: list[dict[str, object]] = field(default_factory=list)
    """Pages that only lead on, grouped by their form."""


def address_of(file: str) -> str:
    """The address of a file, as browsers ask for it."""
    folder = file.removesuffix("index.html") if file.split("/")[-1] == "index.html" else file
    return quote(folder, safe="/~!$&'()*+,;=:@-._")


class Keeper:
    """Gathers what is kept of one finished site."""

    def __init__(
        self,
        site: Path,
        base: str,
        most: int,
        pages: Mapping[str, PageSummary],
        files: Collection[str],
        size: Callable[[str], int],
    ) -> None:
        """`base` is the path of the site's address, `most` the bytes of everything kept.

        `files` are the paths of the site's files, `pages` the summaries of its pages, and `size`
        gives the bytes of one.
        """
        self.site = site
        self.base = base if base.endswith("/") else f"{base}/"
        self.most = most
        self.kept = Kept()
        self._pages, self._files, self._size = pages, files, size

    def gather(self, names: Sequence[str] = USUAL) -> Kept:
        """Pages with a sheet first, then what `names` match, while there is room."""
        pages = sorted(self._pages, key=_parts)
        parts: dict[str, list[str]] = {SHEET: [], NAMED: []}
        for file in pages:
            page = self._pages[file]
            if page.part == LEADS:
                self._lead(file, page.text)
            elif page.part:
                parts[page.part].append(file)
        if OTHERWISE in self._pages:
            self._take([OTHERWISE, *self._loaded(OTHERWISE)])
        for file in [*parts[SHEET], *parts[NAMED]]:
            if self._take([file, *self._loaded(file)]):
                self.kept.pages.append(file)
            else:
                self.kept.left_out.append(file)
        for file in sorted(filter(partial(matches, names=names), self._files), key=_parts):
            if Path(file).suffix not in {".html", ".gz", ".br"} and not self._take([file]):
                self.kept.left_out.append(file)
        return self.kept

    def _take(self, files: Iterable[str]) -> bool:
        """Keep all of `files` that are not kept yet, or none of them where they are too many."""
        fresh = {address_of(file): file for file in files}
        fresh = {address: file for address, file in fresh.items() if address not in self.kept.files}
        size = sum(self._size(file) for file in fresh.values())
        if self.kept.size + size > self.most:
            return False
        self.kept.size += size
        self.kept.files |= fresh
        return True

    def _loaded(self, page: str) -> Iterator[str]:
        """The files of this site that a page loads, and those that its styles load."""
        for file in filter(None, (self._file(page, each) for each in self._pages[page].loads)):
            yield file
            if file.endswith(".css"):
                style = (self.site / file).read_text("utf-8", "replace")
                for each in _STYLE_URL.findall(style):
                    if inner := self._file(file, each):
                        yield inner

    def _file(self, holder: str, address: str) -> str:
        """The file that `address` means on the page or style `holder`; empty for none of ours."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            return ""
        path = unquote(parts.path)
        if path.startswith("/"):
            if not path.startswith(self.base):
                return ""
            path = path[len(self.base) :]
        else:
            path = posixpath.join(posixpath.dirname(holder), path)
        path = posixpath.normpath(path)
        outside = path.startswith((".", "/"))
        if outside:
            return ""
        return path if path in self._files or (self.site / path).is_file() else ""

    def _lead(self, file: str, text: str) -> None:
        """Note a page that leads on by its link and title; the worker puts it together again."""
        found, titled = REFRESH.search(text), _TITLE_TEXT.search(text)
        assert found is not None
        link, title = found[1], titled[1] if titled else ""
        form = text.replace(link, _LINK)
        if title:
            form = form.replace(title, _TITLE)
        if form.replace(_LINK, link).replace(_TITLE, title) != text:
            return
        group = next((each for each in self.kept.leading if each["form"] == form), None)
        if group is None:
            group = {"form": form, "pages": {}}
            self.kept.leading.append(group)
        pages = group["pages"]
        assert isinstance(pages, dict)
        pages[address_of(file)] = [link, title]


def _parts(file: str) -> list[str]:
    """By folder: what is in one stays together."""
    return file.split("/")


def start_script() -> tuple[str, bytes]:
    """The script that starts the worker, which every kept page loads: its path and content."""
    content = (STATIC / _START).read_bytes()
    return f"{FOLDER}/{hashed(_START, content)}", content


def with_start(page: str, text: str, script: str) -> str:
    """The text of the kept `page` with the `script` that starts the worker.

    Only there: a reader who came for one post is not made to fetch the playbook.
    """
    up = "../" * page.count("/")
    tag = f'<script src="{up}{script}" data-worker="{up}{WORKER}" defer></script>\n'
    body, end, rest = _START_TAG.sub("", text).rpartition("</body>")
    return f"{body}{tag}{end}{rest}" if end else text


def list_of(pages: Sequence[str], titles: Sequence[str], base: str) -> str:
    """What the page for what is not kept says of the kept `pages`, in the place of `LIST_MARK`."""
    root = base if base.endswith("/") else f"{base}/"
    lines = [
        f'<li><a href="{html.escape(root + address_of(page))}">{html.escape(title)}</a></li>'
        for page, title in zip(pages, titles, strict=True)
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def worker_text(site: Path, kept: Kept) -> str:
    """The worker's script with what it keeps: any change of a kept file is a new worker."""
    sums = {
        address: hashlib.sha256((site / file).read_bytes()).hexdigest()[:12]
        for address, file in kept.files.items()
    }
    told = {"files": sums, "otherwise": OTHERWISE, "leading": kept.leading}
    line = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"self.playbookKept={line};\n{(STATIC / _WORKER).read_text('utf-8')}"


def end_text() -> str:
    """The script in the worker's place that clears up after it and goes."""
    return (STATIC / _END).read_text("utf-8")


def write_end(site: Path) -> None:
    """Write what ends a worker of an earlier build."""
    write_over(site / WORKER, end_text())
