"""What a blog is made of: posts, authors, and the views that list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from functools import cached_property

from playbook_plugins.shared.ids import Id
from playbook_plugins.shared.records import record


@record
class Author:
    """Somebody who writes posts, from the authors file."""

    id: str
    name: str
    description: str = ""
    avatar: str = ""
    """Address of a picture: from the site's root, or whole."""
    url: str = ""
    """Address of the author's page; empty for none."""
    slug: str = ""


@record
class PostDate:
    """When a post was written and, if that differs, last changed. Always with a zone."""

    created: datetime
    updated: datetime | None = None
    others: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    """Dates of the author's own, by name."""


@record
class Link:
    """A reference beside a post: a title and where it leads (a page's path or a whole address)."""

    title: str
    """Empty where the page that it leads to gives the title."""
    target: str
    """Empty for a section, whose references are its `inner` ones."""
    inner: tuple[Link, ...] = ()


@record
class Post:
    """A dated article, as its front matter describes it."""

    path: str
    """Source path from the docs folder, `blog/posts/first.md`."""
    uid: Id
    """Permanent name; comments hang on it."""
    title: str
    date: PostDate
    named: bool = True
    """Whether its front matter gives the uid; else it is made from the file's name."""
    heading: str = ""
    """The title as it is written, marks included: what the address is made from."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    description: str = ""
    slug: str = ""
    draft: bool | None = None
    """None where the author says nothing; then a date in the future may make it wait."""
    pin: bool = False
    order: float = 0
    readtime: int | None = None
    """Minutes, when the author set them."""
    links: tuple[Link, ...] = ()
    comments: bool = True
    """Whether the post has a comments line at all."""
    tags: tuple[str, ...] = ()
    series: str = ""
    """The series it belongs to, by its title."""
    part: float = 0
    """Its place in the series; 0 for the place that its date gives."""
    related: tuple[str, ...] = ()
    """Uids of posts that the author names as related."""
    redirect_from: tuple[str, ...] = ()
    """Former addresses from the site's root, `/2011/05/first.html`."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Categories and tags: what a listing selects by."""
        return tuple(dict.fromkeys((*self.categories, *self.tags)))

    @property
    def changed(self) -> datetime:
        """When it was last changed."""
        return self.date.updated or self.date.created

    @cached_property
    def sort_key(self) -> tuple[bool, datetime, float, tuple[int, ...]]:
        """A total order, best read in reverse: pinned, then newest, then `order`, then path."""
        return (self.pin, self.date.created, -self.order, _read_in_reverse(self.path))


@record
class View:
    """One listing with an address of its own: the blog's index, a year, a category, an author."""

    kind: str
    """`index`, `archive`, `category`, `author` or `series`."""
    title: str
    path: str
    """Source path of its first page, `blog/category/plans.md`."""
    posts: tuple[Post, ...] = field(default=(), repr=False)
    keys: tuple[str, ...] = ()
    """What the view collects: author ids, or categories whose address is the same."""

    @property
    def key(self) -> str:
        """The first of `keys`."""
        return self.keys[0] if self.keys else ""

    @property
    def name(self) -> str:
        """What functions that sort categories compare; Material's read it."""
        return self.title


def _read_in_reverse(path: str) -> tuple[int, ...]:
    """A key whose reverse order is that of a folder's listing: its index, its files, its folders.

    So does the host sort files, and so do posts of one moment stand in Material's blog.
    """
    *folders, name = path.split("/")
    first = "" if name in {"index.md", "README.md"} else name
    text = "".join(f"\x02{folder}\x00" for folder in folders) + f"\x01{first}\x00"
    return tuple(-ord(sign) for sign in text)
