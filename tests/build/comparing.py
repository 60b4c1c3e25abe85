"""One project, built with Material's `blog` and with `playbook/blog`, as facts to compare.

A project is a file in tests/examples/blogs: options of the blog, posts, other files. A fact is
what a reader, a feed or a theme notices: a file, an address, a title, an order, where a link leads.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.nav import Section
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

CASES = Path(__file__).resolve().parents[1] / "examples" / "blogs"
SITE = "https://small.example/"
OURS, THEIRS = "playbook/blog", "material/blog"

FRAME = """{% import "partials/language.html" as lang with context %}<!doctype html>
<html><head><title>{{ page.title if page }}</title></head>
<body>{% block container %}{{ page.content if page }}{% endblock %}</body></html>
"""
"""Stands for the theme's frame, which is the same for both and takes long to render."""

BODY = """{heading}
Opening of {name}.

<!-- more -->

The rest of {name}.
"""
PAGER = {
    "link_attr": {"class": "md-pagination__link"},
    "curpage_attr": {"class": "md-pagination__current"},
    "dotdot_attr": {"class": "md-pagination__dots"},
    "symbol_first": "first",
    "symbol_previous": "previous",
    "symbol_next": "next",
    "symbol_last": "last",
}
"""What Material's partials/pagination.html asks for, with words for its icons."""


@dataclass(frozen=True)
class Case:
    """A project to build twice."""

    name: str
    about: str
    options: list[dict[str, Any]]
    config: dict[str, Any]
    plugins: list[Any]
    files: dict[str, str]
    command: str = "build"
    differences: frozenset[str] = frozenset()
    """Names of declared differences that show in this project."""
    fails: Mapping[str, str] = field(default_factory=dict)
    """What each of the two says of a project with a mistake, as patterns."""


def read_case(path: Path) -> Case:
    """The project that a file describes."""
    with path.open(encoding="utf-8") as stream:
        told = yaml_load(stream, get_yaml_loader())
    options = told.get("options") or {}
    files = {name: text or "" for name, text in (told.get("files") or {}).items()}
    folder = told.get("post_folder", "blog/posts")
    for name, front in (told.get("posts") or {}).items():
        files[f"{folder}/{name}.md"] = post_text(name, front)
    return Case(
        name=path.stem,
        about=told["about"],
        options=options if isinstance(options, list) else [options],
        config=told.get("config") or {},
        plugins=told.get("plugins") or [],
        files={"index.md": "# Home\n", **files},
        command=told.get("command", "build"),
        differences=frozenset(told.get("differences") or ()),
        fails=told.get("fails") or {},
    )


def post_text(name: str, front: dict[str, Any]) -> str:
    """A post's file: its front matter, and `text` or a heading with an opening and a rest."""
    front = dict(front)
    heading = "" if "title" in front else f"# {name.replace('-', ' ').capitalize()}\n"
    text = front.pop("text", BODY.format(name=name, heading=heading))
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False) if front else ""
    return f"---\n{head}---\n\n{text}"


def all_cases() -> list[Case]:
    """Every project, by name."""
    return [read_case(path) for path in sorted(CASES.glob("*.yml"))]


@dataclass
class Outcome:
    """What a build made and said."""

    facts: dict[tuple[str, str], Any]
    """By page (or `""` for the site) and aspect."""
    failure: str
    said: list[str]
    """Warnings."""


def built(case: Case, plugin: str, folder: Path, templates: Mapping[str, str]) -> Outcome:
    """`case` built with `plugin`; `templates` are what its custom_dir holds beside the frame."""
    write(folder / "docs", case.files)
    write(folder / "theme", {"main.html": FRAME, **templates})
    (folder / "mkdocs.yml").write_text("site_name: Small\n", encoding="utf-8")
    recorder = Recorder()
    heard = Heard()
    logging.getLogger("mkdocs").addHandler(heard)
    here = Path.cwd()
    os.chdir(folder)
    failure = ""
    try:
        theme = {"name": "material", "font": False, "custom_dir": "theme"}
        given = {"site_url": SITE, **deepcopy(case.config)}
        given["theme"] = {**theme, **given.get("theme", {})}
        blogs = [options_for(plugin, each) for each in case.options]
        given["plugins"] = [*case.plugins, *({plugin: each} for each in blogs)]
        # The host keeps plugins for the next build of the same process; each build here is alone.
        dict(MkDocsConfig._schema)["plugins"].plugin_cache.clear()
        config = load_config("mkdocs.yml", **given)
        config.plugins["recorder"] = recorder
        config.plugins.on_startup(command=case.command, dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, Abort) as error:
        failure = str(error) or type(error).__name__
    finally:
        os.chdir(here)
        logging.getLogger("mkdocs").removeHandler(heard)
    facts = recorder.facts(folder / "site") if not failure else {}
    return Outcome(facts, failure, heard.said)


def options_for(plugin: str, options: dict[str, Any]) -> dict[str, Any]:
    """A blog's options: what only ours has is switched off, and taken out for Material's."""
    if plugin == OURS:
        return {"feeds": False, "comments": False, **options}
    return dict(options)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write text files below `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Heard(logging.Handler):
    """Gathers warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class Recorder(BasePlugin):  # type: ignore[type-arg]
    """Looks at every page when all other plugins are done."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str], Any] = {}
        self._nav: Any = None

    @event_priority(-1000)
    def on_page_context(self, context, *, page, config, nav):
        self._nav = nav
        at = unquote(page.url)

        def note(aspect: str, value: Any) -> None:
            self._facts[at, aspect] = value

        note("title", plain(page.title))
        note("canonical", page.canonical_url)
        described = (page.meta or {}).get("description")
        note("description", described and unescape(str(described)))
        note("tags", (page.meta or {}).get("tags"))
        note("edit", page.edit_url)
        note("parent", named(page.parent))
        note("previous", named(page.previous_page))
        note("next", named(page.next_page))
        note("toc", contents(page.toc))
        note("text", text_of(page.content))
        note("links", links_in(page.content, page.url))
        if getattr(page, "config", None) is not None:
            for aspect, value in post_facts(page):
                note(f"post {aspect}", value)
        if "posts" in context:
            self._note_listing(context, page, note)
        return context

    def _note_listing(self, context: Any, page: Any, note: Any) -> None:
        note("order", [unquote(post.url) for post in context["posts"]])
        for post in context["posts"]:
            of = f"listed {unquote(post.url)}"
            for aspect, value in post_facts(post):
                note(f"{of} {aspect}", value)
            note(f"{of} more", bool(post.more))
            note(f"{of} rest", text_of(str(post.more or "")))
            note(f"{of} text", text_of(post.content))
            note(f"{of} outline", re.findall(r"<(h[1-6])", post.content))
            note(f"{of} links", links_in(post.content, page.url))
        pager = context.get("pagination")
        note("pager", (pages_of(pager(dict(PAGER)), page.url) or None) if pager else None)

    @event_priority(-1000)
    def on_post_page(self, output, *, page, config):
        """What the listing shows, as opposed to what its template was given."""
        self._facts[unquote(page.url), "shown order"] = Shown(output, page.url).posts
        return output

    def facts(self, site: Path) -> dict[tuple[str, str], Any]:
        """All facts, and those of the site as a whole."""
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and not name.startswith("assets/"):
                self._facts["", f"file {name}"] = True
        sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
        self._facts["", "sitemap"] = sorted(map(unquote, re.findall(r"<loc>(.*?)</loc>", sitemap)))
        self._facts["", "navigation"] = tree(self._nav.items)
        index = site / "search" / "search_index.json"
        if index.is_file():
            found = json.loads(index.read_text(encoding="utf-8"))["docs"]
            self._facts["", "search"] = sorted(unquote(each["location"]) for each in found)
        return self._facts


def post_facts(post: Any) -> Iterator[tuple[str, Any]]:
    """What templates and feeds read of a post."""
    config = post.config
    yield "created", config.date.created.isoformat()
    yield "updated", config.date.updated.isoformat() if config.date.updated else None
    yield "draft", bool(config.draft)
    yield "pin", config.pin
    yield "slug", config.slug or None
    yield "readtime", config.readtime or None
    yield "author ids", list(config.authors)
    yield "category names", list(config.categories)
    yield "authors", [(plain(a.name), a.description, a.avatar, a.url or "") for a in post.authors]
    yield "categories", [(plain(c.title), unquote(c.url or "")) for c in post.categories]
    yield "references", tree(config.links or [], meta=True)


def tree(items: Any, meta: bool = False) -> list[Any]:
    """A navigation as titles and addresses."""
    made: list[Any] = []
    for item in items:
        if isinstance(item, Section) or getattr(item, "children", None):
            made.append([plain(item.title), tree(item.children, meta)])
        else:
            subtitle = (getattr(item, "meta", None) or {}).get("subtitle") if meta else None
            made.append([plain(item.title), unquote(item.url), *([subtitle] if subtitle else [])])
    return made


def contents(toc: Any) -> list[Any]:
    """A table of contents as titles."""
    return [[plain(link.title), contents(link.children)] for link in toc]


def named(item: Any) -> str | None:
    """A parent or neighbour: a page's address, a section's title."""
    if item is None:
        return None
    url = getattr(item, "url", None)
    return unquote(url) if url is not None else f"section {plain(item.title)}"


def plain(text: Any) -> str:
    """A title as a reader sees it."""
    return text_of(str(text)) if text is not None else ""


def text_of(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join("".join(Shown(html, "").text).split())


def links_in(html: str, url: str) -> list[str]:
    """Where links and pictures lead, in reading order."""
    return Shown(html, url).links


def pages_of(html: str, url: str) -> list[str]:
    """The page numbers as a reader sees them, with where each leads."""
    found = re.findall(r"<a ([^>]*)>(.*?)</a>|<span[^>]*>(.*?)</span>|([^<\s]+)", html, re.DOTALL)
    made = []
    for attributes, text, current, between in found:
        href = re.search(r'href="([^"]*)"', attributes)
        target = f" -> {resolved(href[1], url)}" if href else ""
        made.append(f"{text or current or between}{target}".strip())
    return made


def resolved(address: str, url: str) -> str:
    """An address on the page at `url`, whole."""
    return unquote(urljoin(urljoin(SITE, url), address))


class Shown(HTMLParser):
    """A page as text, links, and the posts that it lists."""

    def __init__(self, html: str, url: str) -> None:
        super().__init__()
        self.url = url
        self.text: list[str] = []
        self.links: list[str] = []
        self.posts: list[str] = []
        self._in_post = self._in_heading = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "article":
            self._in_post = "md-post--excerpt" in (named.get("class") or "")
        self._in_heading = self._in_heading or (self._in_post and tag == "h2")
        for name in ("href", "src"):
            if named.get(name) is not None and "headerlink" not in (named.get("class") or ""):
                address = resolved(named[name] or "", self.url)
                self.links.append(address)
                if self._in_heading and self._in_post:
                    self.posts.append(urlsplit(address).path)
                    self._in_post = False

    def handle_endtag(self, tag: str) -> None:
        if tag in {"h1", "h2", "h3", "p", "li", "div", "pre"}:
            self.text.append(" ")
        if tag == "h2":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@dataclass(frozen=True)
class Difference:
    """A fact that the two builds do not share."""

    page: str
    aspect: str
    theirs: Any
    ours: Any

    def __str__(self) -> str:
        where = self.page or "(site)"
        return f"{where} · {self.aspect}\n    theirs {self.theirs!r}\n    ours   {self.ours!r}"


def differences(theirs: Outcome, ours: Outcome) -> list[Difference]:
    """What the two builds do not share."""
    keys = sorted({*theirs.facts, *ours.facts})
    pairs = ((key, theirs.facts.get(key), ours.facts.get(key)) for key in keys)
    return [Difference(*key, his, mine) for key, his, mine in pairs if his != mine]
