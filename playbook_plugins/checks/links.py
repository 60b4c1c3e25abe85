"""Do the pages, pictures and places that sources point to exist?"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from playbook_plugins.shared.problems import Problem, did_you_mean
from playbook_plugins.shared.records import record

from .checked import Checked, Reference
from .link_scan import OWN_DISK, WEB, folded, is_web_slip

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico")
PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")

MADE_BY_THEMES = re.compile(r"__|fn(?:ref)?\d*[:-]|c[\w-]+$|comments$|pb[\d-]|:~:")
"""Places that nobody writes: the theme's own, footnotes, comments, answers in a link."""

MOST_GUESSES = 40
"""Looking for what was meant takes time; a site with more wrong links has one cause for all."""


@record
class SiteAddresses:
    """What a site consists of, as far as its sources show."""

    sources: frozenset[str]
    """Every file in the docs folder that the site publishes."""
    left_out: frozenset[str] = frozenset()
    """Those that it does not."""
    addresses: frozenset[str] = frozenset()
    """Where pages and files stand, from the site's root, without a slash at the end."""
    made: tuple[str, ...] = ()
    """Beginnings of what plugins make: only a build knows whether it is there."""
    prefix: str = "/"
    """The path of the site on its host."""
    directory_urls: bool = True
    all_known: bool = True
    """False where other plugins may add pages."""
    own_slugs: bool = False
    """Whether the site makes ids of headings in a way of its own."""
    ignored: frozenset[str] = frozenset()
    """What MkDocs' `validation` tells to ignore: `not_found`, `anchors`, `absolute_links`."""
    absolute_from_docs: bool = False
    places_known: bool = True
    """False where plugins or hooks may write places into pages."""
    names_known: bool = True
    """The same for links by name."""
    posts: Mapping[str, str] = field(default_factory=dict)
    """Address of each post, by its source path: it stands elsewhere than its file."""


@dataclass
class Targets:
    """Judges references: what is wrong goes to `problems`."""

    ground: SiteAddresses
    pages: Mapping[str, Checked]
    drafts: Collection[str]
    problems: list[Problem] = field(default_factory=list)
    said: set[tuple[str, str]] = field(default_factory=set)
    """Page and target of every reported link, as MkDocs would name them."""

    def __post_init__(self) -> None:
        """Sort the sources by what a guess needs."""
        self._by_lower = {name.lower(): name for name in sorted(self.ground.sources)}
        self._by_base: dict[str, list[str]] = {}
        for name in sorted(self.ground.sources):
            self._by_base.setdefault(posixpath.basename(name).lower(), []).append(name)
        self._guesses = 0
        self._from = ""
        """The folder from which the page in question writes its paths."""

    def judge(self, checked: Checked) -> None:
        """Look at every reference of a page."""
        for reference in checked.references:
            wrong = self._wrong(checked, reference)
            if wrong:
                place = (reference.line, reference.column)
                self.problems.append(Problem(checked.path, *place, *wrong))
                self.said.add((checked.name, reference.target))

    def _wrong(self, page: Checked, reference: Reference) -> tuple[str, str] | None:
        if reference.kind == "wiki":
            return self._wiki(page, reference.target)
        slipped = self._slipped(page, reference)
        if slipped:
            return slipped
        written = reference.target
        if reference.kind == "link":
            written = _ESCAPED.sub(r"\1", written)
        path, _, anchor = written.partition("#")
        path = unquote(path.partition("?")[0]).replace("\\", "/")
        self._from = "" if reference.kind == "front" else posixpath.dirname(page.name)
        if not path:
            own = not reference.target.startswith("?") and anchor
            return self._place(page, page, anchor, "this page") if own else None
        if reference.kind == "front":
            return self._source(page, path, anchor, path.lstrip("/"))
        if path.startswith("/"):
            if self.ground.absolute_from_docs:
                return self._source(page, path, anchor, path.lstrip("/"))
            return self._address(path, path)
        folder = posixpath.dirname(page.name)
        if reference.kind == "html":
            return self._in_html(page, path)
        return self._source(page, path, anchor, posixpath.normpath(posixpath.join(folder, path)))

    # --- Slips ---

    def _wiki(self, page: Checked, written: str) -> tuple[str, str] | None:
        """A link as wikis write it, if it is one: to a page or file that is there."""
        self._from = posixpath.dirname(page.name)
        base = posixpath.basename(written).lower()
        names = (base, f"{base}.md", f"{base.replace(' ', '-')}.md", f"{base.replace(' ', '_')}.md")
        found = next((self._by_base[each] for each in names if each in self._by_base), None)
        if not found or not self.ground.names_known:
            return None
        sign = "!" if posixpath.splitext(found[0])[1].lower() in PICTURES else ""
        what = f'"[[{written}]]" is printed as it stands, and is no link here.'
        return what, f"Write {sign}[{written}]({self._relative(page, found[0])})."

    def _slipped(self, page: Checked, reference: Reference) -> tuple[str, str] | None:
        """A target that only looks like one: of this computer, or of the web without its sign."""
        written = reference.target
        self._from = "" if reference.kind == "front" else posixpath.dirname(page.name)
        path = unquote(written.partition("#")[0].partition("?")[0])
        if OWN_DISK.match(path):
            name = posixpath.basename(path.replace("\\", "/").rstrip("/"))
            same = self._by_base.get(name.lower(), [])
            cure = f"Put the file into the docs folder, and link it from there: {name}"
            if len(same) == 1:
                cure = f'Did you mean "{self._relative(page, same[0])}"?'
            return f'"{written}" is a file on your own computer.', cure
        plain = _ESCAPED.sub(r"\1", written)
        if reference.kind == "link" and "\\" in plain:
            cure = f"Write {written.replace(chr(92), '/')}"
            return f'"{written}" has backslashes, which no browser follows.', cure
        if "//" not in written and _MAIL.fullmatch(path):
            return f'"{written}" is read as a page of this site.', f"Write mailto:{written}"
        meant = _web_address(written)
        if (
            meant
            and posixpath.normpath(posixpath.join(self._from, path)) not in self.ground.sources
        ):
            return f'"{written}" is no whole address.', f"Write {meant}"
        return None

    # --- Sources ---

    def _source(
        self, page: Checked, written: str, anchor: str, name: str
    ) -> tuple[str, str] | None:
        """A link to a file in the docs folder."""
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), written))
        in_front = not self._from and bool(posixpath.dirname(page.name))
        if in_front and name not in self.ground.sources and beside in self.ground.sources:
            what = f'"{written}" is not there: these links count from the docs folder.'
            return what, f"Write {beside}{'#' * bool(anchor)}{anchor}"
        if name == ".." or name.startswith("../"):
            what = f'"{written}" leads out of the docs folder.'
            return what, "Put what it needs into the docs folder, or give its whole address."
        if name in self.ground.sources:
            if name in self.drafts and page.name not in self.drafts:
                cure = "Take the link out until the draft is published."
                return f'"{written}" leads to a draft, which readers will not find.', cure
            target = self.pages.get(name)
            shown = f'"{written}"'
            return self._place(page, target, anchor, shown) if target and anchor else None
        if "not_found" in self.ground.ignored or self._is_made(name):
            return None
        if name in self.ground.left_out:
            if page.name in self.ground.left_out:
                return None
            cure = "Take the link out, or publish the page."
            return f'"{written}" leads to a page that the site leaves out.', cure
        extension = posixpath.splitext(name)[1].lower()
        if not extension:
            return self._folder(page, written, name)
        if extension in PAGES and not self.ground.all_known:
            return None
        return self._missing(page, written, name, extension)

    def _is_made(self, name: str) -> bool:
        return any(name.startswith(made) for made in self.ground.made)

    def _folder(self, page: Checked, written: str, name: str) -> tuple[str, str] | None:
        """A link without an ending: to a folder's page, or to nothing."""
        near = [f"{name}.md", f"{name}/index.md", f"{name}/README.md"]
        meant = next((each for each in near if each in self.ground.sources), "")
        if meant:
            cure = f'Write "{self._relative(page, meant)}", which is followed when pages move.'
            if self._from_address(page, written) is None:
                return None  # it works in a browser
            return f'"{written}" leads to an address, and not to a page\'s file.', cure
        if self._from_address(page, written) is None or not self.ground.all_known:
            return None
        return self._missing(page, written, name, ".md")

    def _missing(self, page: Checked, written: str, name: str, extension: str) -> tuple[str, str]:
        thing = "file"
        if extension in PAGES:
            thing = "page"
        elif extension in PICTURES:
            thing = "picture"
        cure = self._meant(page, name) or (
            "Write the page, or take the link out."
            if thing == "page"
            else f"Put it at {name}, or correct its name."
        )
        return f'the {thing} "{written}" is not there.', cure

    def _meant(self, page: Checked, name: str) -> str:
        """The source that was probably meant, written for this page."""
        stem, extension = posixpath.splitext(name)
        source = f"{stem.removesuffix('/index') if extension else name}.md"
        if extension in {".html", ".htm"} and source in self.ground.sources:
            return f'Did you mean "{self._relative(page, source)}"?'
        other = self._by_lower.get(name.lower())
        if other:
            return f'Did you mean "{self._relative(page, other)}" (capitals count)?'
        base = posixpath.basename(name).lower()
        same = self._by_base.get(base, [])
        if len(same) == 1:
            return f'Did you mean "{self._relative(page, same[0])}"?'
        self._guesses += 1
        if self._guesses > MOST_GUESSES:
            return ""
        near = difflib.get_close_matches(base, self._by_base, n=1, cutoff=0.7)
        if not near:
            return ""
        folder = posixpath.dirname(name)
        found = sorted(self._by_base[near[0]], key=lambda each: posixpath.dirname(each) != folder)
        return f'Did you mean "{self._relative(page, found[0])}"?'

    def _relative(self, page: Checked, name: str) -> str:
        return posixpath.relpath(name, self._from or ".")

    # --- Addresses ---

    def _in_html(self, page: Checked, path: str) -> tuple[str, str] | None:
        """A link in a tag, which nobody rewrites."""
        wrong = self._from_address(page, path)
        extension = posixpath.splitext(path)[1].lower()
        if wrong and extension in PAGES:
            what = f'"{path}" in HTML leads nowhere: only links in Markdown follow a file.'
            return what, f"Write it as [words]({path})."
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path))
        if wrong and extension in PICTURES and beside in self.ground.sources:
            what = f'the picture "{path}" in HTML is not there: only Markdown follows a file.'
            return what, f"Write it as ![words]({path})."
        if wrong and extension:
            thing = "picture" if extension in PICTURES else "file"
            cure = "In HTML a path counts from the page's own address; use Markdown, or mend it."
            return f'the {thing} "{path}" is not there.', cure
        return wrong

    def _from_address(self, page: Checked, path: str) -> tuple[str, str] | None:
        """A link that a browser follows from the page's own address."""
        own = address_of(page.name, self.ground.directory_urls)
        if page.post is not None:  # it stands elsewhere than its file
            own = self.ground.posts.get(page.name, "")
        if (not own and page.post is not None) or posixpath.basename(page.name).startswith("404."):
            return None
        base = own if self.ground.directory_urls else posixpath.dirname(own)
        target = posixpath.normpath(posixpath.join("/", base, path))
        return self._address(path, posixpath.join(self.ground.prefix, target.lstrip("/")))

    def _address(self, written: str, path: str) -> tuple[str, str] | None:
        """A link by its address from the host's root."""
        prefix, ground = self.ground.prefix, self.ground
        if "absolute_links" in ground.ignored or not path.startswith(prefix):
            return None
        inside = posixpath.normpath(path.removeprefix(prefix) or ".").lstrip("/")
        inside = inside.removesuffix("/index.html")
        if inside in {".", "index.html"} or inside in ground.addresses:
            return None
        unknown = self._is_made(f"{inside}/") or inside.startswith(("assets/", "search/"))
        if unknown or not ground.all_known:
            return None
        close = difflib.get_close_matches(inside, sorted(ground.addresses), n=1, cutoff=0.75)
        cure = f'Did you mean "{posixpath.join(prefix, close[0])}/"?' if close else ""
        what = f'the site has no address "{written}".'
        return what, cure or "Link the page's file instead, such as other.md."

    # --- Places ---

    def _place(
        self, page: Checked, target: Checked, anchor: str, shown: str
    ) -> tuple[str, str] | None:
        anchor = unquote(anchor)
        known = target.anchors
        if not anchor or "anchors" in self.ground.ignored or anchor in known:
            return None
        uncertain = not (target.readable and target.certain and self.ground.places_known)
        if uncertain or MADE_BY_THEMES.match(anchor):
            return None
        sheets = tuple(f"{each.block.id}--" for each in target.standing)
        by_heading = not (sheets and anchor.startswith(sheets))
        if by_heading and (self.ground.own_slugs or folded(anchor) in target.nearly):
            return None
        what = f'{shown} has no place called "#{anchor}".'
        near = did_you_mean(anchor, known)
        if near.startswith("Did you mean"):
            return what, near.replace('"', '"#', 1)
        return what, "Link the page without it, or name the place there: ## Heading {#name}"


_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SCHEME = re.compile(r"(?P<scheme>[a-zA-Z]+)(?::/{0,3}|//)(?P<rest>\S+)")
_HOST = re.compile(
    r"(?:www\.[\w-]+\.\w|(?:[a-z0-9-]+\.)+(?:com|org|net|io|edu|gov|info|app|dev|eu|co|uk|de|fr|es"
    r"|nl|pt|at|ch|it|be)(?:$|[/?#:]))",
    re.IGNORECASE,
)


def _web_address(written: str) -> str:
    """The address of the web that was meant; empty where it may well be a path."""
    if _HOST.match(written):
        return f"https://{written}"
    found = _SCHEME.fullmatch(written)
    if not found:
        return ""
    scheme, rest = found["scheme"].lower(), found["rest"]
    if scheme not in WEB and not is_web_slip(scheme):
        return ""
    whole = f"{'https' if scheme not in WEB else scheme}://{rest}"
    return whole if whole != written else ""


def address_of(name: str, directory_urls: bool) -> str:
    """Where a source's page or file stands, from the site's root, without a slash at the end."""
    stem, extension = posixpath.splitext(name)
    if extension not in PAGES:
        return name
    folder, base = posixpath.split(stem)
    if base in {"index", "README"}:
        return folder if directory_urls else posixpath.join(folder, "index.html")
    return stem if directory_urls else f"{stem}.html"


def target_of(name: str, directory_urls: bool) -> str:
    """The file that a source becomes on the site."""
    address = address_of(name, directory_urls)
    folded = directory_urls and name.endswith(PAGES)
    return f"{address}/index.html".lstrip("/") if folded else address


def prefix_of(site_url: str) -> str:
    """The path of a site on its host, with slashes at both ends."""
    path = urlsplit(site_url).path.strip("/")
    return f"/{path}/" if path else "/"


def front_references(links: object, line: int, column: int) -> Iterator[Reference]:
    """The targets in a post's `links`: pages from the docs folder."""
    if isinstance(links, str):
        path = links.partition("#")[0]
        if path and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", path):
            yield Reference(links, line, column, "front")
        return
    inside: Iterable[object] = ()
    if isinstance(links, dict):
        inside = links.values()
    elif isinstance(links, list):
        inside = links
    for each in inside:
        yield from front_references(each, line, column)
