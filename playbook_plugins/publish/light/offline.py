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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playbook_plugins.bundle import FOLDER, STATIC, hashed

from .replacing import read_text, write_over

WORKER = "playbook-offline.js"
"""Stands at the site's root: a worker answers for the folder that it stands in."""

OTHERWISE = "503.html"
"""The page for what is not kept; hosts call an error page by its number."""

USUAL = ("index.html", "playbook/*")
LIST_MARK = "<!-- playbook: kept pages -->"

_START = "playbook-offline.js"
_WORKER = "playbook-offline-worker.js"
_END = "playbook-offline-end.js"
_LINK, _TITLE = "\x01", "\x02"
_MOST_LEADING = 4096
"""Bytes of a page that only leads on."""

_SHEET = re.compile(r"<playbook-(?:worksheet|mine)[\s>]")
_REFRESH = re.compile(r'<meta http-equiv="?refresh"? content="0; ?url=([^"]*)"')
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TITLED = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PERMALINK = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LOADS = re.compile(
    r"<(?:link|script|img|source|input)\b[^>]*?\s(?:src|href|data-more)=\"?[^>]*>", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s(?:src|href|data-more)\s*=\s*\"?([^\"\s>]+)")
_LINKED_ONLY = re.compile(
    r"\srel=\"?[^\">]*\b(?:alternate|canonical|prev|next|edit)\b", re.IGNORECASE
)
_SEARCH_WORKER = re.compile(r'"search": ?"([^"]+)"')
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_START_TAG = re.compile(r'<script src="[^"]*" data-worker="[^"]*" defer></script>\n?')


@dataclass
class Kept:
    """What the worker keeps: addresses from the site's root, each with a digest of its content."""

    files: dict[str, str] = field(default_factory=dict)
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

    def __init__(self, site: Path, base: str = "/", most: int = 10 * 1024 * 1024) -> None:
        """`base` is the path of the site's address, `most` the bytes of everything kept."""
        self.site = site
        self.base = base if base.endswith("/") else f"{base}/"
        self.most = most
        self.kept = Kept()
        self._texts: dict[str, str] = {}

    def gather(self, names: Sequence[str] = USUAL) -> Kept:
        """Pages with a sheet first, then what `names` match, while there is room."""
        sheets: list[str] = []
        named: list[str] = []
        for path in sorted(self.site.rglob("*.html")):
            file = path.relative_to(self.site).as_posix()
            text = self._text(file)
            if len(text) <= _MOST_LEADING and _REFRESH.search(text):
                self._lead(file, text)
            elif _SHEET.search(text):
                sheets.append(file)
            elif file != OTHERWISE and _matches(file, names):
                named.append(file)
        if (self.site / OTHERWISE).is_file():
            self._take([OTHERWISE, *self._loaded(OTHERWISE)])
        for page in [*sheets, *named]:
            if self._take([page, *self._loaded(page)]):
                self.kept.pages.append(page)
            else:
                self.kept.left_out.append(page)
        for path in sorted(self.site.rglob("*")):
            file = path.relative_to(self.site).as_posix()
            plain = path.is_file() and path.suffix not in {".html", ".gz", ".br"}
            if plain and _matches(file, names) and not self._take([file]):
                self.kept.left_out.append(file)
        return self.kept

    def title(self, page: str) -> str:
        """What a page calls itself."""
        text = self._text(page)
        found = _HEADING.search(text) or _TITLED.search(text)
        plain = _TAG.sub("", _PERMALINK.sub("", found[1])) if found else page
        return " ".join(html.unescape(plain).split()) or page

    def _text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = (self.site / file).read_text("utf-8", "replace")
        return self._texts[file]

    def _take(self, files: Iterable[str]) -> bool:
        """Keep all of `files` that are not kept yet, or none of them where they are too many."""
        fresh = {address_of(file): file for file in files}
        contents = {
            address: (self.site / file).read_bytes()
            for address, file in fresh.items()
            if address not in self.kept.files
        }
        size = sum(map(len, contents.values()))
        if self.kept.size + size > self.most:
            return False
        self.kept.size += size
        for address, content in contents.items():
            self.kept.files[address] = hashlib.sha256(content).hexdigest()[:12]
        return True

    def _loaded(self, page: str) -> Iterator[str]:
        """The files of this site that a page loads, and those that its styles load."""
        text = self._text(page)
        wanted = [
            html.unescape(found[1])
            for tag in _LOADS.finditer(text)
            if not _LINKED_ONLY.search(tag[0])
            for found in _ADDRESS.finditer(tag[0])
        ]
        wanted += _SEARCH_WORKER.findall(text)
        for file in filter(None, (self._file(page, each) for each in wanted)):
            yield file
            if file.endswith(".css"):
                for each in _STYLE_URL.findall(self._text(file)):
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
        return path if not outside and (self.site / path).is_file() else ""

    def _lead(self, file: str, text: str) -> None:
        """Note a page that leads on by its link and title; the worker puts it together again."""
        found, titled = _REFRESH.search(text), _TITLED.search(text)
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


def _matches(file: str, names: Sequence[str]) -> bool:
    return any(fnmatchcase(file, name) for name in names)


def worker_text(kept: Kept) -> str:
    """The worker's script with what it keeps: any change of a kept file is a new worker."""
    told = {"files": kept.files, "otherwise": OTHERWISE, "leading": kept.leading}
    line = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"self.playbookKept={line};\n{(STATIC / _WORKER).read_text('utf-8')}"


def end_text() -> str:
    """The script in the worker's place that clears up after it and goes."""
    return (STATIC / _END).read_text("utf-8")


def start_worker(site: Path, base: str, names: Sequence[str], most: int) -> list[str]:
    """Let the worker start on the pages that are kept, which this gives.

    Only there: a reader who came for one post is not made to fetch the playbook.
    """
    content = (STATIC / _START).read_bytes()
    start = f"{FOLDER}/{hashed(_START, content)}"
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    write_over(site / start, content)
    pages = Keeper(site, base, most).gather(names).pages
    for page in pages:
        up = "../" * page.count("/")
        tag = f'<script src="{up}{start}" data-worker="{up}{WORKER}" defer></script>\n'
        text = read_text(site / page)
        body, end, rest = _START_TAG.sub("", text).rpartition("</body>")
        made = f"{body}{tag}{end}{rest}" if end else text
        if made != text:
            write_over(site / page, made)
    return pages


def list_pages(site: Path, base: str, pages: Sequence[str]) -> None:
    """Say on the page for what is not kept which pages are."""
    path = site / OTHERWISE
    if not path.is_file():
        return
    keeper = Keeper(site, base)
    lines = [
        f'<li><a href="{html.escape(keeper.base + address_of(page))}">'
        f"{html.escape(keeper.title(page))}</a></li>"
        for page in pages
    ]
    made = f"<ul>{''.join(lines)}</ul>" if lines else ""
    write_over(path, read_text(path).replace(LIST_MARK, made))


def write_worker(site: Path, base: str, names: Sequence[str], most: int) -> Kept:
    """Write the worker's script for pages that will not change any more."""
    kept = Keeper(site, base, most).gather(names)
    write_over(site / WORKER, worker_text(kept))
    return kept


def write_end(site: Path) -> None:
    """Write what ends a worker of an earlier build."""
    write_over(site / WORKER, end_text())
