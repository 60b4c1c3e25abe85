"""Where hostile texts come in: each source plants its share of them in every field it has.

A source is a function of the site's folder and the texts; a new one is a row in `SOURCES`. What
it writes is built with the rest of the site and looked at by both browsers (xss.py).
"""

from __future__ import annotations

import html
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import quoteattr

import yaml
from click.testing import CliRunner

from playbook_plugins.cli import main as playbook
from playbook_plugins.comments.providers.gate import RefusedError
from tests.blogroll.serving import reply, serving
from tests.comments.providers import made
from tests.comments.providers.faults import Faults

from . import xss_imports as imports

A_THREAD = 250
"""Comments of one post: many texts on one page."""
A_FIELD = 8
"""Texts that stand one behind the other in a field of words, where all fields get all texts."""
UIDS = tuple(f"thread-{n}" for n in range(100))


def plugins(server: str, addresses: dict[str, str]) -> list[Any]:
    """The plugins of the site: a blog for each source, one at the root with bare addresses."""
    everything = {
        "pagination_per_page": 50,
        "comments_shown": 0,
        "blog_toc": True,
        "comments_post_to": "mailto:a@b.example",
    }
    providers = [
        {
            "playbook/blog": {
                **everything,
                "blog_dir": name,
                "comments_live": name != "giscus",
                "comments_provider": name,
                "comments_provider_url": addresses[name],
                "comments_provider_settings": made.SETTINGS[name],
            }
        }
        for name in made.SETTINGS
    ]
    mine = [
        {"playbook/blog": {**everything, "blog_dir": "blog", "feeds_most": 0}},
        {
            "playbook/blog": {
                **everything,
                "blog_dir": "bare",
                "post_url_format": "{slug}",
                "authors_profiles": True,
                "post_excerpt_max_authors": 9,
            }
        },
        {"playbook/blog": {**everything, "blog_dir": "ledger"}},
    ]
    brought = [{"playbook/blog": {**everything, "blog_dir": name}} for name in imports.EXPORTS]
    mine += brought if imports.there() else []
    return ["search", "tags", {"playbook/worksheets": {"site_id": "s"}}, *mine, *providers]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def post(folder: Path, name: str, body: str = "Text.", **front: Any) -> None:
    """A post; its front matter is written as JSON, which is YAML."""
    lines = [f"{key}: {json.dumps(value)}" for key, value in {"uid": name, **front}.items()]
    date = "" if "date" in front else "date: 2026-11-24\n"
    write(folder / "posts" / f"{name}.md", "---\n" + "\n".join(lines) + f"\n{date}---\n\n{body}\n")


def parts(texts: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The texts in threads, each with its uid."""
    for number, start in enumerate(range(0, len(texts), A_THREAD)):
        yield UIDS[number], texts[start : start + A_THREAD]


# --- Providers, through `playbook comments sync` ---


class Provider:
    """A provider whose every comment is hostile in every field."""

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        self.name = name
        self.threads = {uid: self._thread(some) for uid, some in parts(texts)}
        self.threads["odd-ids"] = self._odd(texts, "id")
        self.threads["odd-dates"] = self._odd(texts, "date")

    def _thread(self, some: Iterable[str]) -> bytes:
        given = [
            made.entry(n, author=text, body=text, url=text) for n, text in enumerate(some, start=1)
        ]
        answer = made.thread_raw(self.name, given)
        return self._further(answer, list(some))

    def _further(self, answer: bytes, some: Sequence[str]) -> bytes:
        """The fields that our reader leaves aside: pictures, titles, markdown sources."""
        found = json.loads(answer)
        each = itertools.cycle(some)
        for comment in _comments(found):
            for key in ("avatar", "avatarUrl", "picture", "title", "orig", "markdown", "locator"):
                comment[key] = next(each)
        found["title"] = found["id"] = next(each)
        return json.dumps(found).encode()

    def _odd(self, texts: Iterable[str], field: str) -> bytes:
        """A thread of those texts that the gate takes for an id or a date at all."""
        taken = []
        keys = {
            "id": {"id"},
            "date": {"created", "createdAt", "time", "createdTime"},
        }[field]
        for text in texts:
            answer = json.loads(made.thread_raw(self.name, [made.entry(1)]))
            [comment] = _comments(answer)
            comment |= dict.fromkeys(keys & comment.keys(), text)
            try:
                _parse(self.name, json.dumps(answer).encode())
            except RefusedError:
                continue
            taken.append(text)
        answer = json.loads(
            made.thread_raw(self.name, [made.entry(n + 1) for n in range(len(taken))])
        )
        for comment, text in zip(_comments(answer), taken, strict=True):
            comment |= dict.fromkeys(keys & comment.keys(), text)
        return json.dumps(answer).encode()

    def answer(self, path: str, body: bytes) -> bytes:
        """What the server says: counts, or a thread."""
        counts = {uid: len(list(_comments(json.loads(raw)))) for uid, raw in self.threads.items()}
        asked = parse_qs(urlsplit(path).query)
        told = json.loads(body) if body else None
        if isinstance(told, list):
            return made.counts_raw(self.name, told, {k: counts.get(_uid(k), 0) for k in told})
        if isinstance(told, dict) and "paths" in told:
            known = {each: counts.get(_uid(each), 0) for each in told["paths"]}
            return made.counts_raw(self.name, told["paths"], known)
        if isinstance(told, dict):
            return self.threads[_uid(told["path"])]
        key = next(iter(asked.get("uri") or asked.get("url") or asked["term"]))
        return self.threads.get(_uid(key)) or made.thread_raw(self.name, [])


def _uid(key: str) -> str:
    return key.rpartition("/")[2]


def _comments(value: Any) -> Iterator[dict[str, Any]]:
    """The comments in an answer of any provider: what has a time."""
    if isinstance(value, dict):
        if {"created", "createdAt", "time", "createdTime"} & value.keys():
            yield value
        for each in value.values():
            yield from _comments(each)
    elif isinstance(value, list):
        for each in value:
            yield from _comments(each)


def _parse(name: str, raw: bytes) -> None:
    module = sys.modules[f"playbook_plugins.comments.providers.{name}"]
    module.parse_thread(raw)


def plant_provider(name: str) -> Callable[[Path, Sequence[str]], None]:
    """The source for one provider: posts with a thread each, whose titles are hostile as well."""

    def plant(docs: Path, texts: Sequence[str]) -> None:
        for uid, some in parts(texts):
            post(docs / name, uid, title=f"{name} {uid} {some[0]}", slug=uid)
        for uid in ("odd-ids", "odd-dates"):
            post(docs / name, uid, title=uid)

    return plant


# --- Files ---


def plant_ledger(docs: Path, texts: Sequence[str]) -> None:
    """Threads as a person, or another program, may have written them."""
    for uid, some in parts(texts):
        plain = [
            _ledger_comment(
                n, author=text, body=text, url=text, origin=text, by=text, state="approved"
            )
            for n, text in enumerate(some)
        ]
        markup = [
            _ledger_comment(
                n + len(some), author="A", body=text, url=f"https://x.example/{text}", format="html"
            )
            for n, text in enumerate(some)
        ]
        odd = [
            _ledger_comment(n + 2 * len(some), **{field: text})
            for n, (field, text) in enumerate(
                zip(
                    itertools.cycle(("id", "parent", "date", "state", "origin", "format", "by")),
                    some,
                )
            )
        ]
        thread = {"thread": uid, "state": some[0], "comments": [*plain, *markup, *odd]}
        write(
            docs / "ledger" / ".comments" / f"{uid}.yml", yaml.safe_dump(thread, allow_unicode=True)
        )
        post(docs / "ledger", uid, title=f"Ledger {uid}")
    counts = {
        uid: {"count": 1, "provider": text, "at": text}
        for uid, text in zip(UIDS, texts, strict=False)
    }
    write(docs / "ledger" / ".comments" / ".counts.yml", yaml.safe_dump(counts, allow_unicode=True))


def _ledger_comment(n: int, **more: Any) -> dict[str, Any]:
    return {"id": f"c{n}", "author": "A", "date": "2026-11-24T09:00:00Z", "body": "B", **more}


def plant_front_matter(docs: Path, texts: Sequence[str]) -> None:
    """Posts whose every field of front matter is hostile, and the authors file.

    A field of words takes `share` texts one behind the other, since a page for each text of each
    field takes hours; addresses are one text each. A category, a series and an author with a
    profile make a page each: one post in four has its own.
    """
    few = len(texts) < A_THREAD
    share = 1 if few else A_FIELD
    words = [" ".join(texts[k : k + share]) for k in range(0, len(texts), share)]
    most = max(12, len(texts) // 6) if few else len(words)
    turn = [itertools.cycle(words[k:] + words[:k]) for k in range(9)]
    alone = itertools.cycle(texts)
    authors: dict[str, dict[str, str]] = {}
    for n in range(most):
        title, description, category, series, tag, link, name, about, other = (
            next(each) for each in turn
        )
        urls = [next(alone) for _ in range(share)]
        url = urls[0]
        names = [f"a{n}", *(f"b{n}-{k}" for k in range(share))]
        given = {"name": name, "description": about, "url": url, "avatar": _no_load(url)}
        authors[f"a{n}"] = {**given, **({"slug": url} if n % 2 else {})}
        for k, each in enumerate(urls):
            authors[f"b{n}-{k}"] = {"name": each, "description": each, "url": each}
        front = {
            "title": title,
            "description": description,
            "categories": [category] if few or n % 4 == 0 else ["C"],
            "comments": n < 20,
            "tags": [tag, title],
            "series": series if few or n % 4 == 1 else "",
            "part": n,
            "links": [{link: each} for each in urls] + [{each: each} for each in urls],
            "redirect_from": [each for url in urls for each in (url, f"/{url}")],
            "authors": names,
            "related": urls,
            "author": name,
            "hide": [other],
        }
        if n % 8 == 0:  # most such slugs are refused, and the post with them
            front["slug"] = url
        post(docs / "blog", f"p{n}", f"# {'' if n % 2 else 'H '}Heading\n\nText {n}.", **front)
        for k, slug in enumerate(urls):
            if (n + k) % 4 and ":" not in slug[:20]:
                continue
            # The address at the root of a blog is the slug alone: it may look like a scheme.
            more = {"links": [{title: slug}], "comments": False, "authors": [f"a{n}"]}
            post(docs / "bare", f"q{n}-{k}", slug=slug, title=title, series="S", **more)
    write(docs / "bare" / ".authors.yml", json.dumps({"authors": authors}))
    authors |= {text: {"name": text, "url": text} for text in texts[:40]}
    write(docs / "blog" / ".authors.yml", json.dumps({"authors": authors}))


OWN = """{% extends "base.html" %}
{% block extrahead %}{% if page %}{% for each in page.meta.speakers or [] %}
{% for name, value in each.items() %}<meta name="{{ name }}" content="{{ value }}">{% endfor %}
{% endfor %}<meta name='topic' content='{{ page.meta.topic }}'>{% endif %}{% endblock %}
"""
"""A site's own template, which prints keys of its own as they are."""


LEADS = re.compile(r"http-equiv|<base|<form|<link|formaction|stylesheet")


def plant_pages(docs: Path, texts: Sequence[str]) -> None:
    """Pages that are no posts: what a theme or a site's own template prints of each is hostile."""
    write(docs.parent / "own" / "main.html", OWN)
    if len(texts) < A_THREAD:  # those that lead away alone, which only the first word can
        words = [text for text in texts if LEADS.search(text)]
        words += [" ".join(texts[k : k + 3]) for k in range(0, len(texts), 3)]
    else:
        words = [" ".join(texts[k : k + A_FIELD]) for k in range(0, len(texts), A_FIELD)]
        words += [text for text in texts if LEADS.search(text)][: len(words)]
    for n, text in enumerate(words):
        other = words[(n + 1) % len(words)]
        front = {
            "description": text,
            "author": other,
            "tags": [other],
            "topic": text,
            "speakers": [{"name": text, other: "x"}],
            "subtitle": text,
            "source": [text],
            **({"title": other} if n % 3 else {}),
        }
        lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
        heading = html.escape(_folded(text)).replace("`", "'")
        write(docs / "pages" / f"p{n}.md", f"---\n{lines}---\n\n# A `{heading}`\n\nText {n}.\n")


def _folded(text: str) -> str:
    return text.replace("\n", " ")


def _no_load(text: str) -> str:
    """A picture of the author's own is allowed to load; only what runs is looked for."""
    return re.sub(r"http\S*/load/\S*", "x.png", text)


def plant_listings(docs: Path, texts: Sequence[str]) -> None:
    """A page with every listing there is; titles and labels are hostile."""
    # A comment that opens in a page's own text hides the block: that page is its author's.
    given = [text for text in texts if "<!--" not in text]
    some = [_folded(text).replace("\u2028", " ").replace("\r", " ") for text in given]
    kinds = ("posts", "tips", "plays", "comments", "labels", "archive", "blogroll")
    lines = ["# Talk", ""]
    share = A_FIELD if len(some) > A_THREAD else 1
    words = [" ".join(some[k : k + share]) for k in range(0, len(some), share)]
    for kind, text in zip(itertools.cycle(kinds), words):
        option = [f"    label: {json.dumps(text)}"] if kind in {"posts", "tips"} else []
        lines += [f"/// {kind} | {text.replace('|', ' ')}", *option, "    blog: blog", "///", ""]
    for name in ("blog", "ledger", "bare", *made.SETTINGS):
        lines += ["/// comments | C", "    limit: 1000", f"    blog: {name}", "///", ""]
        for layout in ("cards", "compact", "dated"):
            lines += [
                "/// posts | P",
                "    limit: 1000",
                f"    blog: {name}",
                f"    layout: {layout}",
                "///",
                "",
            ]
        lines += ["/// posts | Q", f"    blog: {name}", "    unanswered: true", "///", ""]
    lines += [f"/// {kind}\n    blog: blog\n///\n" for kind in ("labels", "archive", "blogroll")]
    write(docs / "talk.md", "\n".join(lines))


def plant_blogroll(docs: Path, texts: Sequence[str]) -> None:
    """A list as written, one brought in from OPML, and what a refresh finds in hostile feeds."""
    some = list(texts)
    entries = [{"title": _folded(t), "url": f"https://x.example/{n}"} for n, t in enumerate(some)]
    entries += [{"title": "T", "url": text} for text in some]
    write(docs / "blog" / ".blogroll.yml", yaml.safe_dump(entries, allow_unicode=True))
    config = str(docs.parent / "mkdocs.yml")
    outlines = "".join(
        f"<outline text={quoteattr(_xml(t))} title={quoteattr(_xml(t))} "
        f"xmlUrl={quoteattr(_xml(t) if n % 2 else f'https://x.example/feed/{n}')} "
        f"htmlUrl={quoteattr(_xml(t))}/>"
        for n, t in enumerate(some)
    )
    opml = docs.parent / "list.opml"
    write(opml, f'<opml version="2.0"><head><title/></head><body>{outlines}</body></opml>')
    _run("blogroll", "import", str(opml), "-f", config)
    with serving() as server:
        path = docs / "blog" / ".blogroll.yml"
        feeds = [
            {"title": f"F{n}", "feed": server.feed(f"/{n}", reply(_feed(n, text)))}
            for n, text in enumerate(some)
        ]
        kept = [each for each in yaml.safe_load(path.read_text("utf-8")) if "feed" not in each]
        write(path, yaml.safe_dump([*kept, *feeds], allow_unicode=True))
        _run("blogroll", "refresh", "--private", "-f", config)


def _feed(n: int, text: str) -> bytes:
    """A feed in one of three formats whose title, link and site are hostile."""
    plain, quoted = _xml(text), quoteattr(_xml(text))
    inside = plain.replace("&", "&amp;").replace("<", "&lt;")
    when = "2026-11-24T09:00:00Z"
    if n % 3 == 0:
        dated = f"<updated>{when}</updated>"
        entry = f'<title type="html">{inside}</title><link href={quoted}/>{dated}'
        head = f"<title>{inside}</title><link href={quoted}/><id>{inside}</id>"
        space = "http://www.w3.org/2005/Atom"
        return f'<feed xmlns="{space}">{head}<entry>{entry}</entry></feed>'.encode()
    if n % 3 == 1:
        named = f"<title>{inside}</title><link>{inside}</link>"
        item = f"<item>{named}<pubDate>Tue, 24 Nov 2026 09:00:00 GMT</pubDate></item>"
        return f'<rss version="2.0"><channel>{named}{item}</channel></rss>'.encode()
    items = [{"title": text, "url": text, "date_published": when}]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": text, "home_page_url": text}
    return json.dumps({**head, "items": items}).encode()


def _xml(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)


def _run(*words: str) -> str:
    done = CliRunner().invoke(playbook, list(words), catch_exceptions=False)
    assert "Traceback" not in done.output, done.output
    return done.output


# --- The table ---

Plant = Callable[[Path, Sequence[str]], None]

COMMENTS = (*made.SETTINGS, "ledger")
FILES = ("front matter", "pages", "listings", "blogroll")
SOURCES: dict[str, Plant] = {
    **{name: plant_provider(name) for name in made.SETTINGS},
    "ledger": plant_ledger,
    "front matter": plant_front_matter,
    "pages": plant_pages,
    "listings": plant_listings,
    "blogroll": plant_blogroll,
    **({name: imports.plant(name, _run) for name in imports.EXPORTS} if imports.there() else {}),
}
"""Every way in; a further one is a row. Importers are rows where this version has them."""


def make_site(
    root: Path, site_url: str, texts: Sequence[str], sources: Collection[str] = tuple(SOURCES)
) -> str:
    """Write, sync, import, refresh and build a site from `texts`; what the build said."""
    docs = root / "docs"
    with ExitStack() as stack:
        servers = {}
        for name in made.SETTINGS:
            servers[name] = Faults(Provider(name, texts).answer)
            stack.callback(servers[name].close)
        config = {
            "site_name": 'T "quoted" & more',
            "site_url": site_url,
            "theme": {"name": "material", "font": False, "custom_dir": "own"},
            "nav": [{"Home": "index.md"}, {"Talk": "talk.md"}],
            "plugins": plugins(site_url, {name: each.url for name, each in servers.items()}),
            "markdown_extensions": ["attr_list", "toc"],
        }
        write(root / "mkdocs.yml", yaml.safe_dump(config))
        write(docs / "index.md", "# Home\n")
        (root / "own").mkdir(exist_ok=True)
        write(docs / "labels.md", "# Labels\n\n<!-- material/tags -->\n")
        for name in sources:
            SOURCES[name](docs, list(texts))
        said = _run("comments", "sync", "--timeout", "60", "-f", str(root / "mkdocs.yml"))
        assert "not up to date" not in said, said[-2000:]
        for name in made.SETTINGS.keys() & set(sources):
            ledger = sum(
                path.read_text("utf-8").count("- id: ")
                for path in (docs / name / ".comments").glob("thread-*.yml")
            )
            assert ledger == len(texts), f"{name}: {ledger} comments of {len(texts)} came in"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", str(root / "site")],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    if "front matter" in sources:
        wanted = len(list((docs / "blog" / "posts").iterdir()))
        posts = (root / "site" / "blog").glob("20*/**/index.html")
        assert len(list(posts)) > wanted * 0.6, (
            f"{len(list(posts))} of {wanted}: {done.stderr[:3000]}"
        )
    return done.stdout + done.stderr
