"""Two sources must not want one address: one of them would vanish without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record
from playbook_plugins.shared.redirects import LONGEST_NAME, former_file

from .checked import Checked


@record
class Placed:
    """A source and the file that it becomes on the site."""

    checked: Checked
    target: str
    """`blog/first/index.html`."""
    published: bool = True
    uid: str = ""
    language: str = ""
    """The language of a site in several; empty for the first, or the only one."""


Fatal = Callable[[str, Problem], None]


def check_targets(placed: Sequence[Placed], files: Mapping[str, str], stop: Fatal) -> list[Problem]:
    """Sources that share an address, or whose address no host can serve.

    `files` are the other files of the site, target → path as shown. What would be written
    outside of the site, or nowhere, goes to `stop`.
    """
    found: list[Problem] = []
    taken = dict(files)
    lower = {target.lower(): shown for target, shown in taken.items()}
    for each in sorted(placed, key=lambda each: (each.uid != "", each.checked.name)):
        if not each.published:
            continue
        page, target = each.checked, each.target
        name = "slug" if "slug" in page.front.places else "title"
        place = page.front.place(name) if each.uid else (1, 0)
        parts = target.split("/")
        if ".." in parts or any(len(part.encode()) > LONGEST_NAME for part in parts):
            what = "the address of this page is too long, or leads out of the site."
            stop(page.name, Problem(page.path, *place, what, "Give it a short slug: my-post."))
            continue
        owner, folded = taken.get(target), lower.get(target.lower())
        address = target.removesuffix("index.html")
        if owner:
            if each.uid and owner in {other.checked.path for other in placed if other.uid}:
                url = address or "./"
                what = f'this post has the same address "{url}" as {owner}.'
                found.append(Problem(page.path, *place, what, "Change its title or slug."))
            else:
                what = f'this page and {owner} have one address, "/{address}".'
                found.append(Problem(page.path, *place, what, "Rename one of them."))
        elif folded:
            what = f'"/{address}" differs from the address of {folded} in capitals only.'
            cure = "Rename one of them: many systems do not tell them apart."
            found.append(Problem(page.path, *place, what, cure))
        taken.setdefault(target, page.path)
        lower.setdefault(target.lower(), page.path)
    return found


def check_uids(placed: Iterable[Placed]) -> list[Problem]:
    """Posts that share a permanent name: comments would stand under the wrong one."""
    found: list[Problem] = []
    first: dict[tuple[str, str], Placed] = {}
    for each in sorted(placed, key=lambda each: each.checked.name):
        if not each.uid or not each.checked.post.named:
            continue  # one made from a file's name gives way
        standing = first.setdefault((each.uid, each.language), each)
        if standing is not each:
            page = each.checked
            what = f'this post has the same uid "{each.uid}" as {standing.checked.path}.'
            place = page.front.place("uid")
            found.append(Problem(page.path, *place, what, "Give it a uid of its own."))
    return found


def check_parts(pairs: Iterable[tuple[Any, Any]], pages: Mapping[str, Checked]) -> list[Problem]:
    """Posts that claim one part of a series, each pair of which is given."""
    found = []
    for first, second in pairs:
        what = f"this post and {pages[first.path].path} are both part {second.part:g}."
        cure = f'Give each post of "{second.series}" a part of its own.'
        page = pages[second.path]
        found.append(Problem(page.path, *page.front.place("part"), what, cure))
    return found


def check_former(
    placed: Sequence[Placed], files: Iterable[str], blogs: Sequence[object]
) -> list[Problem]:
    """Former addresses that somebody else has, of posts and, where a blog leads on, of pages.

    `files` are those of the site that no source makes: pictures, listings, feeds.
    """
    taken = dict.fromkeys(files, "the site itself")
    taken |= {each.target: "the site itself" for each in placed if each.published}
    found = []
    for each in sorted(placed, key=lambda each: each.checked.name):
        for address in _former(each) if each.published and (each.uid or blogs) else ():
            target = former_file(address)
            if not target:
                continue  # the blog's reader says so
            parts = target.split("/")
            standing = ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
            page = each.checked
            owner = next((taken[name] for name in standing if name in taken), "")
            if owner:
                what, cure = f'"{address}" is taken by {owner}.', "Take it out of redirect_from."
                found.append(Problem(page.path, *page.front.place("redirect_from"), what, cure))
            else:
                taken[target] = page.path
    return found


def _former(each: Placed) -> Iterable[str]:
    value = each.checked.front.values.get("redirect_from")
    single = [value] if each.uid else []  # of a page, a list alone is read
    items = value if isinstance(value, list) else single
    return [str(item).strip() for item in items if isinstance(item, str)]
