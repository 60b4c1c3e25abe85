"""Former addresses of posts: each becomes a small page that leads on, `#c…` and all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playbook_plugins.problems import Problem, Report
from playbook_plugins.redirects import from_address, redirect_page

from .library import Library


def redirects(
    library: Library, shown: Callable[[str], str], report: Report
) -> Iterator[tuple[str, str]]:
    """File to write → its HTML, for every `redirect_from` of every post."""
    words = library.words
    taken: dict[str, str] = {}
    for post in sorted(library.posts, key=lambda post: post.path):
        for address in post.redirect_from:
            target = file_of(address)
            if target in taken:
                what = f'"{address}" leads to this post and to {shown(taken[target])}.'
                cure = "Keep it in one of the two."
                report(Problem(shown(post.path), 1, 0, what, cure))
                continue
            taken[target] = post.path
            folder = target.rpartition("/")[0]
            link = from_address(f"{folder}/" if folder else ".", library.urls[post.path])
            yield target, redirect_page(post.title, link, words.language, words["goes-to"])


def file_of(address: str) -> str:
    """The file that a host serves at `address`: `/2011/05/first.html`, `/old/` or `/old`."""
    path = address.partition("?")[0].partition("#")[0].strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html".lstrip("/")
