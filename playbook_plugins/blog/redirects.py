"""Former addresses of posts and pages: each becomes a small page that leads on, `#c…` and all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from playbook_plugins.shared.front_matter import FrontMatterError, read
from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.records import record
from playbook_plugins.shared.redirects import former_file, from_address, redirect_page

from .library import Library


@record
class Moved:
    """Something that once stood elsewhere."""

    path: str
    title: str
    url: str
    redirect_from: tuple[str, ...]


def moved_page(path: str, url: str, text: str) -> Moved | None:
    """A page that is no post, if its front matter names former addresses."""
    if "redirect_from" not in text:
        return None
    try:
        values = read(text).values
    except FrontMatterError:
        return None  # which the source check has named
    words = values.get("redirect_from")
    listed = words if isinstance(words, list) else []
    named = tuple(each for each in listed if isinstance(each, str) and former_file(each))
    return Moved(path, str(values.get("title") or path), url, named) if named else None


def moved_pages(pages: Iterable[tuple[str, str, str]]) -> list[Moved]:
    """Those of the pages (path, address, text) that once stood elsewhere."""
    found = [moved_page(*each) for each in pages]
    return [each for each in found if each]


def redirects(
    library: Library,
    pages: Iterable[Moved],
    taken: Collection[str],
    shown: Callable[[str], str],
    report: Report,
) -> Iterator[tuple[str, str]]:
    """File to write → its HTML, for every `redirect_from` of every post and page.

    `taken` are the files that the site has; an address of one of those, or inside one, or that
    two posts claim, is named and left out.
    """
    words = library.words
    used = dict.fromkeys(taken, "the site itself")
    posts = (Moved(p.path, p.title, library.urls[p.path], p.redirect_from) for p in library.posts)
    for post in sorted([*posts, *pages], key=lambda post: post.path):
        for address in post.redirect_from:
            target = former_file(address)
            owner = next((used[each] for each in _standing(target) if each in used), "")
            if owner:
                what = f'"{address}" is taken by {owner}.'
                report(Problem(shown(post.path), 1, 0, what, "Take it out of redirect_from."))
                continue
            used[target] = shown(post.path)
            folder = target.rpartition("/")[0]
            link = from_address(f"{folder}/" if folder else ".", post.url)
            yield target, redirect_page(post.title, link, words.language, words["goes-to"])


def _standing(target: str) -> list[str]:
    """`a/b.html/index.html`, `a/b.html`, `a`: a file with one of these names leaves no room."""
    parts = target.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
