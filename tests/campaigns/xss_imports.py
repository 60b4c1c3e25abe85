"""Exports of old blogs with hostile texts in every field, brought in by the real commands."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

A_POST = 10
"""Texts that share one post's body: a page holds many."""
WHEN = "2026-11-24T09:00:00Z"

Run = Callable[..., str]


def there() -> bool:
    """Whether this version has importers."""
    found = importlib.util.find_spec("playbook_plugins.imports")
    return bool(found and found.origin)


def portions(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Numbered portions of texts, one for each post."""
    for number, start in enumerate(range(0, len(texts), A_POST)):
        yield number, texts[start : start + A_POST]


def clean(text: str) -> str:
    """What XML can hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or ord(sign) >= 32)


def wxr(texts: Sequence[str]) -> str:
    """A WordPress export."""
    items = "".join(_item(number, some) for number, some in portions(texts))
    spaces = {
        "excerpt": "http://wordpress.org/export/1.2/excerpt/",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "wp": "http://wordpress.org/export/1.2/",
    }
    named = "".join(f' xmlns:{name}="{there}"' for name, there in spaces.items())
    head = f"<title>{_text(texts[0])}</title><link>https://old.example</link>"
    version = "<wp:wxr_version>1.2</wp:wxr_version>"
    return f'<rss version="2.0"{named}><channel>{head}{version}{items}</channel></rss>'


def _own(some: Sequence[str]) -> list[str]:
    """Texts for a post's body, where pictures stay on their foreign hosts, as the command says."""
    return [text for text in some if "/load/" not in text]


def _text(text: str) -> str:
    return escape(clean(text))


def _item(number: int, some: Sequence[str]) -> str:
    body = "\n\n".join(f"<p>Next:</p>{text}" for text in _own(some))
    fields = {
        "title": some[0],
        "link": f"https://old.example/{some[1 % len(some)]}",
        "dc:creator": some[2 % len(some)],
        "description": some[3 % len(some)],
        "content:encoded": body,
        "excerpt:encoded": some[4 % len(some)],
        "wp:post_id": str(number + 1),
        "wp:post_date_gmt": "2026-11-24 09:00:00",
        "wp:post_name": some[5 % len(some)],
        "wp:status": "publish",
        "wp:post_type": "post",
    }
    made = "".join(f"<{name}>{_text(text)}</{name}>" for name, text in fields.items())
    made += "".join(
        f'<category domain="category" nicename={quoteattr(clean(text))}>{_text(text)}</category>'
        for text in some[:2]
    )
    return f"<item>{made}{''.join(_remark(number, n, text) for n, text in enumerate(some))}</item>"


def _remark(post: int, number: int, text: str) -> str:
    fields = {
        "id": str(post * A_POST + number + 1),
        "author": text,
        "author_url": text,
        "author_email": "a@b.example",
        "date_gmt": "2026-11-24 10:00:00",
        "content": text,
        "approved": "1",
        "parent": "0",
        "type": "",
    }
    inside = "".join(f"<wp:comment_{n}>{_text(t)}</wp:comment_{n}>" for n, t in fields.items())
    return f"<wp:comment>{inside}</wp:comment>"


def blogger(texts: Sequence[str]) -> str:
    """A classic Blogger export."""
    entries = "".join(
        _post(number, some) + "".join(_answer(number, n, text) for n, text in enumerate(some))
        for number, some in portions(texts)
    )
    spaces = (
        'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    )
    return (
        f"<feed {spaces}><id>tag:blogger.com,1999:blog-1.archive</id>"
        f"<title>{_text(texts[0])}</title>{entries}</feed>"
    )


def _kind(kind: str) -> str:
    scheme = "http://schemas.google.com/g/2005#kind"
    return (
        f'<category scheme="{scheme}" term="http://schemas.google.com/blogger/2008/kind#{kind}"/>'
    )


def _entry(id: str, kind: str, title: str, body: str, author: str, more: str) -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{id}</id><published>{WHEN}</published>"
        f"<updated>{WHEN}</updated>{_kind(kind)}<title type='text'>{_text(title)}</title>"
        f"<content type='html'>{_text(body)}</content>"
        f"<author><name>{_text(author)}</name><uri>{_text(author)}</uri></author>{more}</entry>"
    )


def _post(number: int, some: Sequence[str]) -> str:
    body = "".join(f"<p>Next:</p>{text}" for text in _own(some))
    labels = "".join(
        f'<category scheme="http://www.blogger.com/atom/ns#" term={quoteattr(clean(text))}/>'
        for text in some[:2]
    )
    address = quoteattr(f"https://old.example/2026/11/{number}.html")
    link = f"<link rel='alternate' type='text/html' href={address}/>"
    total = f"<thr:total>{len(some)}</thr:total>"
    return _entry(f"{number + 1}", "post", some[-1], body, some[0], labels + link + total)


def _answer(post: int, number: int, text: str) -> str:
    above = f"tag:blogger.com,1999:blog-1.post-{post + 1}"
    more = f'<thr:in-reply-to ref="{above}" href="https://old.example/2026/11/{post}.html"/>'
    return _entry(f"9{post:04}{number:02}", "comment", text, text, text, more)


EXPORTS: dict[str, Callable[[Sequence[str]], str]] = {"wxr": wxr, "blogger": blogger}


def plant(name: str, run: Run) -> Callable[[Path, Sequence[str]], None]:
    """The source for one importer: its export goes through its command into a blog of its own."""

    def planted(docs: Path, texts: Sequence[str]) -> None:
        file = docs.parent / f"{name}.xml"
        file.write_text(EXPORTS[name](texts), "utf-8")
        blog = docs / name
        (blog / "posts").mkdir(parents=True, exist_ok=True)
        config = str(docs.parent / "mkdocs.yml")
        said = run("import", name, str(file), "--blog", name, "-f", config)
        posts = list((blog / "posts").rglob("*.md"))
        wanted = -(-len(texts) // A_POST)
        assert len(posts) >= wanted * 0.9, f"{len(posts)} posts of {wanted}: {said[-3000:]}"
        ledger = (each.read_text("utf-8") for each in (blog / ".comments").glob("*.yml"))
        comments = sum(text.count("- id: ") for text in ledger)
        # A comment of which cleaning leaves no text is named and left out.
        assert comments >= len(texts) * 0.6, f"{comments} comments: {said[-3000:]}"

    return planted
