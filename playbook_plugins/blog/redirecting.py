"""Former addresses of posts: each becomes a small page that leads on, `#c…` and all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from playbook_plugins.problems import Problem, Report
from playbook_plugins.redirects import former_file, from_address, redirect_page

from .library import Library


def redirects(
    library: Library, taken: Collection[str], shown: Callable[[str], str], report: Report
) -> Iterator[tuple[str, str]]:
    """File to write → its HTML, for every `redirect_from` of every post.

    `taken` are the files that the site has; an address of one of those, or inside one, or that
    two posts claim, is named and left out.
    """
    words = library.words
    used = dict.fromkeys(taken, "the site itself")
    for post in sorted(library.posts, key=lambda post: post.path):
        for address in post.redirect_from:
            target = former_file(address)
            owner = next((used[each] for each in _standing(target) if each in used), "")
            if owner:
                what = f'"{address}" is taken by {owner}.'
                report(Problem(shown(post.path), 1, 0, what, "Take it out of redirect_from."))
                continue
            used[target] = shown(post.path)
            folder = target.rpartition("/")[0]
            link = from_address(f"{folder}/" if folder else ".", library.urls[post.path])
            yield target, redirect_page(post.title, link, words.language, words["goes-to"])


def _standing(target: str) -> list[str]:
    """`a/b.html/index.html`, `a/b.html`, `a`: a file with one of these names leaves no room."""
    parts = target.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
