"""A project for each tool from one corpus: the same texts, as much of the same site as it can."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .corpus import AUTHORS, Corpus, Page, Post
from .dialects import Dialect, beside, front_matter, site_rooted

THEMES = Path(__file__).with_name("themes")
INTRO = "Posts and sheets, written by a program to measure programs."
FACE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="14" fill="#456"/></svg>\n'
)

EXTENSIONS = """\
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: "#"
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tasklist
"""
MATERIAL = """\
theme:
  name: material
  font: false
  language: en
  features:
    - navigation.instant
    - navigation.tabs
    - navigation.footer
    - toc.follow
    - search.highlight
"""
OUR_PLUGINS = """\
plugins:
  - search
  - playbook/publish
  - playbook/worksheets:
      site_id: benchmark
  - playbook/blog:
      comments_post_to: mailto:coach@example.org
"""
MATERIAL_PLUGINS = """\
plugins:
  - search
  - blog
"""


@dataclass(frozen=True)
class Project:
    """A written project and the post that the benchmarks change in it."""

    tool: str
    folder: Path
    source: Path
    """File of the newest post: the one an author is writing."""
    address: str
    """Where that post is published, below the site's root."""
    paragraph: str
    """Its first paragraph; an edit adds a sentence to it, so that listings change too."""

    def edit(self, words: str) -> None:
        """Add `words` to the first paragraph, in place of what an earlier edit added."""
        lines = self.source.read_text(encoding="utf-8").split("\n")
        at = next(i for i, line in enumerate(lines) if line.startswith(self.paragraph))
        lines[at] = f"{self.paragraph} {words}".rstrip()
        self.source.write_text("\n".join(lines), encoding="utf-8")


def write(path: Path, text: str) -> None:
    """Write one file of a project and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def finished(tool: str, corpus: Corpus, folder: Path, source: str, address: str) -> Project:
    """The project whose newest post stands in `source` and is published at `address`."""
    paragraph = corpus.posts[-1].blocks[0].lines[0]
    return Project(tool, folder, folder / source, address, paragraph)


# --- MkDocs and its relatives -----------------------------------------------------


def navigation(pages: list[Page], blog: bool) -> str:
    """Home, the blog's entry and the pages in sections of ten; posts are never listed."""
    lines = [
        "nav:",
        "  - Home: index.md",
        *(["  - Blog:", "      - blog/index.md"] if blog else []),
    ]
    lines.append("  - Playbook:")
    lines.append("      - playbook/index.md")
    for start in range(0, len(pages), 10):
        lines.append(f"      - Part {start // 10 + 1}:")
        lines += [f"          - playbook/{page.slug}.md" for page in pages[start : start + 10]]
    return "\n".join(lines) + "\n"


def post_front(post: Post, titled: bool) -> str:
    """A post's front matter as Material's blog and ours read it.

    The title is the text's first heading, as in Material's own examples, unless it is `titled`.
    """
    return front_matter(
        **({"title": post.title} if titled else {}),
        slug=post.slug,
        date=None,
        authors=[post.author],
        categories=post.categories,
        tags=post.tags,
    ).replace("date: null", f"date: {post.date}")


def write_docs(corpus: Corpus, folder: Path, dialect: Dialect, titled: bool) -> None:
    """The docs folder that every relative of MkDocs builds."""
    docs = folder / "docs"
    write(docs / "index.md", f"# Home\n\n{INTRO}\n")
    write(docs / "blog" / "index.md", "# Blog\n")
    write(docs / "playbook" / "index.md", f"# Playbook\n\n{INTRO}\n")
    write(docs / "blog" / "assets" / "face.svg", FACE)
    lines = ["authors:"]
    for name, (full, about) in AUTHORS.items():
        lines += [f"  {name}:", f"    name: {full}", f"    description: {about}"]
        lines.append("    avatar: blog/assets/face.svg")
    write(docs / "blog" / ".authors.yml", "\n".join(lines) + "\n")
    for post in corpus.posts:
        text = post_front(post, titled) + dialect.body(post)
        write(docs / "blog" / "posts" / f"{post.slug}.md", text)
    for page in corpus.pages:
        write(docs / "playbook" / f"{page.slug}.md", dialect.body(page))


def write_ledger(corpus: Corpus, folder: Path) -> None:
    """Our comment ledger; the other tools have none."""
    for post in corpus.posts:
        comments = corpus.comments(post)
        lines = [f"thread: {post.slug}", "state: open", "comments:"]
        for one in comments:
            lines += [f"  - id: {one.id}", *([f"    parent: {one.parent}"] if one.parent else [])]
            lines += [f"    author: {one.author}", f"    date: {one.date}"]
            lines.append(f"    body: {json.dumps(one.body, ensure_ascii=False)}")
        if comments:
            path = folder / "docs" / "blog" / ".comments" / f"{post.slug}.yml"
            write(path, "\n".join(lines) + "\n")


def mkdocs_project(
    tool: str,
    corpus: Corpus,
    folder: Path,
    *,
    theme: str = MATERIAL,
    plugins: str = MATERIAL_PLUGINS,
    blog: bool = True,
    worksheets: bool = False,
    titled: bool = False,
) -> Project:
    """A project for MkDocs or one of its relatives."""
    dialect = Dialect(**beside(corpus), worksheets=worksheets)
    write_docs(corpus, folder, dialect, titled)
    head = "site_name: Benchmark\nsite_url: https://example.org/\nuse_directory_urls: true\n"
    # Posts outside the navigation are meant to be there; a thousand lines saying so are not.
    quiet = "validation:\n  omitted_files: ignore\n  nav: {omitted_files: ignore}\n"
    if tool == "zensical":
        quiet = ""
    nav = navigation(corpus.pages, blog)
    write(folder / "mkdocs.yml", "\n".join([head, theme, plugins, EXTENSIONS, quiet, nav]))
    last = corpus.posts[-1]
    # Without a blog a post is a page, published where its file lies.
    address = last.address if "blog" in plugins else f"blog/posts/{last.slug}/"
    return finished(tool, corpus, folder, f"docs/blog/posts/{last.slug}.md", address)


def ours(corpus: Corpus, folder: Path) -> Project:
    """Our three plugins, worksheets, comments, feeds."""
    made = mkdocs_project("ours", corpus, folder, plugins=OUR_PLUGINS, worksheets=True)
    write_ledger(corpus, folder)
    return made


def material(corpus: Corpus, folder: Path) -> Project:
    """Material's blog with the same theme and texts."""
    return mkdocs_project("material", corpus, folder)


def material_titled(corpus: Corpus, folder: Path) -> Project:
    """Material's blog where every post names its title a second time, in its front matter."""
    return mkdocs_project("material-titled", corpus, folder, titled=True)


def properdocs(corpus: Corpus, folder: Path) -> Project:
    """Material's blog again, built by ProperDocs."""
    return mkdocs_project("properdocs", corpus, folder)


def mkdocs(corpus: Corpus, folder: Path) -> Project:
    """MkDocs with its own theme and no blog."""
    theme, plugins = "theme:\n  name: mkdocs\n", "plugins:\n  - search\n"
    return mkdocs_project("mkdocs", corpus, folder, theme=theme, plugins=plugins)


def zensical(corpus: Corpus, folder: Path) -> Project:
    """Zensical, which has no blog in the version that can be installed: posts are pages."""
    plugins = "plugins:\n  - search\n"
    return mkdocs_project("zensical", corpus, folder, plugins=plugins)


# --- Others -----------------------------------------------------------------------


def hugo(corpus: Corpus, folder: Path) -> Project:
    """Hugo with a small theme of ours: listings, categories, archive, feed, search text."""
    shutil.copytree(THEMES / "hugo", folder, dirs_exist_ok=True)
    dialect = Dialect(**site_rooted(corpus), more="<!--more-->", quoted_callouts=True)
    content = folder / "content"
    for post in corpus.posts:
        front = front_matter(
            title=post.title,
            slug=post.slug,
            date=f"{post.date}T00:00:00Z",
            authors=[AUTHORS[post.author][0]],
            categories=post.categories,
            labels=post.tags,
            years=[f"{post.date:%Y}"],
        )
        write(content / "blog" / f"{post.slug}.md", front + without_title(dialect.body(post)))
    for page in corpus.pages:
        front = front_matter(title=page.title)
        write(content / "playbook" / f"{page.slug}.md", front + without_title(dialect.body(page)))
    last = corpus.posts[-1]
    return finished("hugo", corpus, folder, f"content/blog/{last.slug}.md", last.address)


def eleventy(corpus: Corpus, folder: Path) -> Project:
    """Eleventy with the same small theme, as far as it goes."""
    shutil.copytree(THEMES / "eleventy", folder, dirs_exist_ok=True)
    dialect = Dialect(**site_rooted(corpus), quoted_callouts=True)
    for post in corpus.posts:
        front = front_matter(
            title=post.title,
            permalink=f"/{post.address}",
            date=f"{post.date}",
            author=AUTHORS[post.author][0],
            categories=post.categories,
            labels=post.tags,
        )
        path = folder / "content" / "blog" / f"{post.slug}.md"
        write(path, front + without_title(dialect.body(post)))
    for page in corpus.pages:
        front = front_matter(title=page.title, permalink=f"/{page.address}")
        path = folder / "content" / "playbook" / f"{page.slug}.md"
        write(path, front + without_title(dialect.body(page)))
    last = corpus.posts[-1]
    return finished("eleventy", corpus, folder, f"content/blog/{last.slug}.md", last.address)


def pelican(corpus: Corpus, folder: Path) -> Project:
    """Pelican with its default theme."""
    shutil.copytree(THEMES / "pelican", folder, dirs_exist_ok=True)
    dialect = Dialect(
        post_link=lambda number: f"{{filename}}/blog/{corpus.slug_of(number)}.md",
        page_link=lambda number: f"{{filename}}/pages/sheet-{number + 1:02}.md",
    )
    content = folder / "content"
    for post in corpus.posts:
        lines = [
            f"Title: {post.title}",
            f"Slug: {post.slug}",
            f"Date: {post.date}",
            f"Author: {AUTHORS[post.author][0]}",
            # Pelican gives an article one category.
            f"Category: {post.categories[0]}",
        ]
        body = "\n".join([*lines, "", without_title(dialect.body(post))])
        write(content / "blog" / f"{post.slug}.md", body)
    for page in corpus.pages:
        body = f"Title: {page.title}\nSlug: {page.slug}\n\n{without_title(dialect.body(page))}"
        write(content / "pages" / f"{page.slug}.md", body)
    last = corpus.posts[-1]
    return finished("pelican", corpus, folder, f"content/blog/{last.slug}.md", last.address)


def without_title(body: str) -> str:
    """`body` without its first heading, for themes that print the title themselves."""
    return body.split("\n\n", 1)[1]


PROJECTS: dict[str, Callable[[Corpus, Path], Project]] = {
    "ours": ours,
    "material": material,
    "material-titled": material_titled,
    "mkdocs": mkdocs,
    "properdocs": properdocs,
    "zensical": zensical,
    "hugo": hugo,
    "eleventy": eleventy,
    "pelican": pelican,
}
