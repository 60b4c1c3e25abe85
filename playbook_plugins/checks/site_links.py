"""What a site consists of, as its sources show it, and the judgement of every link on it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from playbook_plugins.blog.generated_pages import FEEDS, generated_pages
from playbook_plugins.blog.settings import BlogSettings

from .address_clashes import Placed
from .checked import Checked
from .links import SiteAddresses, Targets, target_of
from .rules import MADE_BY_US, PageRules, SiteRules, Verdict


def judge_links(
    site: SiteRules,
    published: Sequence[str],
    names: Sequence[str],
    pages: Mapping[str, Checked],
    placed: Sequence[Placed],
    verdict: Verdict,
) -> None:
    """Judge what every page points to. `published` are those of all `names` that the site shows."""
    ground = _ground(site, published, names, pages, placed)
    judge = Targets(ground, pages, verdict.drafts)
    for page in pages.values():
        judge.judge(page)
    verdict.problems += judge.problems
    verdict.links |= judge.said


def _ground(
    site: SiteRules,
    published: Sequence[str],
    names: Sequence[str],
    pages: Mapping[str, Checked],
    placed: Sequence[Placed],
) -> SiteAddresses:
    roots = [blog.root for blog in site.blogs]
    targets = {_address(each) for each in placed if each.published}
    if any(blog.slug is None for blog in site.blogs):
        targets |= {root for root in roots if root}
    made = [each for blog in site.blogs for each in blog.further]
    made += [f"{root}/index.md" if root else "index.md" for root in roots]
    known = {_moved(name, site.blogs) for name in published if name not in pages}
    fed = [f"{root}/{name}".lstrip("/") for root in roots for name in (*FEEDS, "tips", "category")]
    posts = {each.checked.name: _address(each) for each in placed if each.uid}
    slugs_known = all(blog.slug for blog in site.blogs)
    return SiteAddresses(
        sources=frozenset(published),
        left_out=frozenset(names) - frozenset(published),
        addresses=frozenset(targets | known | {root for root in roots if root} | _former(placed)),
        made=(*made, *fed, *MADE_BY_US),
        prefix=site.prefix,
        directory_urls=site.directory_urls,
        all_known=site.all_known and slugs_known,
        own_slugs=site.own_slugs,
        ignored=site.ignored,
        absolute_from_docs=site.absolute_from_docs,
        places_known=site.places_known,
        names_known=site.names_known,
        posts=posts if slugs_known else {},
    )


def _address(placed: Placed) -> str:
    return placed.target.removesuffix("/index.html")


def _moved(name: str, blogs: Sequence[BlogSettings]) -> str:
    """Where a file stands on the site: one beside posts loses their folder, as posts do."""
    blog = next((each for each in blogs if each.holds(name)), None)
    inside = name.removeprefix(f"{blog.folder}/") if blog else ""
    return posixpath.join(blog.root, inside) if blog else name


def _former(placed: Sequence[Placed]) -> set[str]:
    posts = [each.checked.post for each in placed if each.uid]
    return {address.strip("/") for post in posts for address in post.redirect_from}


def made_files(site: SiteRules, rules: PageRules, placed: Sequence[Placed]) -> Iterator[str]:
    """The files that blogs make beside their posts: feeds, the index, the pages of views."""
    for blog, wanted in zip(site.blogs, rules.posts, strict=True):
        held = [each for each in placed if each.uid and each.published]
        posts = [each.checked.post for each in held if blog.holds(each.checked.name)]
        yield from (posixpath.join(blog.root, name) for name in FEEDS)
        yield target_of(posixpath.join(blog.root, "index.md"), site.directory_urls)
        for name in generated_pages(blog, posts, wanted.authors or {}, site.language):
            yield target_of(name, site.directory_urls)
