"""A small site to bring exports into, and what an import said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import write_site

EXPORTS = Path(__file__).resolve().parents[1] / "examples" / "exports"
CONFIG = b"""site_name: Small
site_url: https://small.example/
theme: {name: material, font: false}
plugins: [playbook/publish, playbook/worksheets: {site_id: small}, playbook/blog]
markdown_extensions: [attr_list, md_in_html, tables, pymdownx.superfences, pymdownx.snippets]
"""


@dataclass
class Said:
    """What a command said."""

    code: int
    text: str

    @property
    def table(self) -> dict[str, list[int]]:
        """Row by name: in the export, written, here already, skipped."""
        found = re.findall(r"(?m)^(posts|pages|drafts|comments)((?: +\d+){4})$", self.text)
        return {name: [int(each) for each in numbers.split()] for name, numbers in found}

    @property
    def left_out(self) -> list[str]:
        """The lines below "Left out:"."""
        found = re.search(r"(?m)^Left out:\n((?:  .*\n)*)", self.text)
        return [line.strip() for line in found[1].splitlines()] if found else []


@dataclass
class Site:
    """A site in a folder."""

    folder: Path
    config: bytes = CONFIG
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        write_site(self.folder, {"mkdocs.yml": self.config, **self.files})

    def bring(self, kind: str, export: Path | bytes | str, *words: str) -> Said:
        """Run `playbook import`; a crash of it is a failure of the test."""
        if isinstance(export, bytes | str):
            content = export.encode() if isinstance(export, str) else export
            export = self.folder / "export.xml"
            export.write_bytes(content)
        called = ["import", kind, str(export), "-f", str(self.folder / "mkdocs.yml"), *words]
        done = CliRunner().invoke(main, called)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.output)

    def sources(self) -> dict[str, str]:
        """Every file below the docs folder but the home page."""
        docs = self.folder / "docs"
        return {
            path.relative_to(docs).as_posix(): path.read_bytes().decode("utf-8", "replace")
            for path in sorted(docs.rglob("*"))
            if path.is_file() and path.name != "index.md"
        }

    def post(self, name: str) -> str:
        """The source of a post."""
        return (self.folder / "docs" / "blog" / "posts" / f"{name}.md").read_text("utf-8")


HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'
 xmlns:app='http://purl.org/atom/app#'><id>tag:blogger.com,1999:blog-1.archive</id>
"""
KIND = (
    "<category scheme='http://schemas.google.com/g/2005#kind' "
    "term='http://schemas.google.com/blogger/2008/kind#{}'/>"
)


def escaped(text: str) -> str:
    """Text for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def entry(
    number: object = 1,
    title: str = "A post",
    html: str = "<p>Text.</p>",
    kind: str = "post",
    path: str = "/2011/05/a-post.html",
    more: str = "",
    date: str = "2011-05-04T09:30:00-05:00",
) -> str:
    """One entry of a classic export. `more` is XML for its end."""
    link = f"<link rel='alternate' href='http://old.example{escaped(path)}'/>" if path else ""
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><published>{date}</published>"
        f"{KIND.format(kind)}<title type='text'>{escaped(title)}</title>"
        f"<content type='html'>{escaped(html)}</content>{link}"
        f"<author><name>Ana</name><email>ana@old.example</email></author>{more}</entry>\n"
    )


def remark(number: object, post: object = 1, html: str = "Yes.", parent: object = "") -> str:
    """One comment of a classic export."""
    related = f"<link rel='related' href='http://b.example/f/{parent}'/>" if parent else ""
    answers = f"<thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-{post}'/>"
    return entry(number, "Yes", html, "comment", "", answers + related)


def feed(*entries: str) -> str:
    """A whole classic export."""
    return f"{HEAD}{''.join(entries)}</feed>"


WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><wp:base_site_url>https://old.example</wp:base_site_url>
"""


def item(
    number: object = 1,
    title: str = "A post",
    html: str = "Text.",
    status: str = "publish",
    kind: str = "post",
    more: str = "",
    date: str = "2015-05-04 09:30:00",
    path: str | None = None,
) -> str:
    """One item of a WordPress export. `more` is XML for its end."""
    path = f"/2015/05/{title.lower().replace(' ', '-')}/" if path is None else path
    return (
        f"<item><title>{escaped(title)}</title><link>https://old.example{escaped(path)}</link>"
        f"<dc:creator>ana</dc:creator><content:encoded>{escaped(html)}</content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>{date}</wp:post_date>"
        f"<wp:post_date_gmt>{date}</wp:post_date_gmt><wp:status>{status}</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type>{more}</item>\n"
    )


def meta(key: str, value: str) -> str:
    """What a plugin keeps beside an item."""
    return (
        f"<wp:postmeta><wp:meta_key>{escaped(key)}</wp:meta_key>"
        f"<wp:meta_value>{escaped(value)}</wp:meta_value></wp:postmeta>"
    )


def wxr(*items: str) -> str:
    """A whole export of WordPress."""
    return f"{WXR}{''.join(items)}</channel></rss>"
