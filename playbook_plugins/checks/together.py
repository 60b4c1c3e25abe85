"""What the sources of a site say together: addresses, links, names, threads, templates, sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from playbook_plugins.blog.addresses import Addresses
from playbook_plugins.blog.listings.order import named_apart
from playbook_plugins.blog.series import wrong_parts
from playbook_plugins.blog.settings import BlogSettings
from playbook_plugins.shared.problems import Problem

from .address_clashes import Placed, check_former, check_parts, check_targets, check_uids
from .blog_names import (
    KnownNames,
    check_names,
    check_related,
    offered_plays,
    offered_posts,
    offered_tips,
)
from .checked import Checked
from .includes import check_includes
from .links import target_of
from .macros import check_macros
from .misplaced_files import find_lost_posts, find_strays, linked_by
from .rules import PageRules, SiteRules, Verdict
from .sheets import check_sheets
from .site_links import judge_links, made_files
from .templates import check_templates
from .threads import check_discussions


def check_together(
    site: SiteRules,
    rules: PageRules,
    names: Iterable[str],
    pages: dict[str, Checked],
    verdict: Verdict,
) -> None:
    """What is wrong between files: addresses, links, threads, templates, snippets, ids."""
    report = verdict.problems.append

    def stop(name: str, problem: Problem) -> None:
        report(problem)
        verdict.broken.setdefault(name, problem)

    published = [name for name in names if not site.left_out(name)]
    placed = _placed(site, pages, verdict, stop)
    verdict.addresses = {
        each.checked.name: each.target.removesuffix("index.html")
        for each in placed
        if each.published
    }
    copied = [name for name in published if name not in pages]
    for name, problem in find_strays(copied, site.docs, linked_by(pages), rules.prefix):
        report(problem)
        verdict.withheld.add(name)
    others = {
        name: f"{site.shown(site.docs)}/{name}"
        for name in copied
        if name not in verdict.withheld and not any(blog.holds(name) for blog in site.blogs)
    }
    verdict.problems += check_targets(placed, others, stop)
    verdict.problems += check_uids(placed)
    made = made_files(site, rules, placed)
    verdict.problems += check_former(placed, {*others, *made}, site.blogs)
    posts = [each.checked.post for each in placed if each.uid and each.published]
    verdict.problems += check_parts(wrong_parts(posts, site.language_of), pages)
    judge_links(site, published, [*names], pages, placed, verdict)
    _asked(site, rules, published, pages, verdict)
    report_all = verdict.problems.extend
    report_all(find_lost_posts(pages.values(), site.blogs, rules.prefix))
    if site.names_known:
        report_all(each for page in pages.values() for each in page.doubtful)
    check_discussions(site, rules, pages, report)
    check_sheets(pages, verdict)
    verdict.problems += check_macros(pages.values(), site.macros)
    for page in pages.values():
        for problem in check_templates(page, site.templates):
            stop(page.name, problem)
        if snippets := site.snippets:
            for problem in check_includes(page, snippets):
                stop(page.name, problem) if snippets.stops else report(problem)


def _asked(
    site: SiteRules,
    rules: PageRules,
    published: Iterable[str],
    pages: Mapping[str, Checked],
    verdict: Verdict,
) -> None:
    """What listings choose by, and the posts that posts name as related."""
    tips = offered_tips(pages, published) if site.all_known else {}
    plays = offered_plays(pages, published) if site.all_known else {}
    offers = []
    for blog, wanted in zip(site.blogs, rules.posts, strict=True):
        own = [page for name, page in pages.items() if blog.holds(name)]
        posts = [page.post for page in own if page.post is not None]
        known = len(posts) == len(own) and site.all_known  # else nobody knows what others would say
        ready = known and posts  # a blog that begins has listings before it has posts
        said = offered_posts(posts, wanted.categories, wanted.authors or ()) if ready else {}
        offers.append(KnownNames(blog.root, {**tips, **plays, **said}))
        uids = {post.uid for post in named_apart(posts)}
        for page in own if known else ():
            verdict.problems += check_related(page, page.post.related, uids)
    roots = [blog.root for blog in site.blogs]
    for page in pages.values() if offers else ():
        verdict.problems += check_names(page, offers, roots)


def _placed(
    site: SiteRules,
    pages: dict[str, Checked],
    verdict: Verdict,
    stop: Callable[[str, Problem], None],
) -> list[Placed]:
    """Where every page will stand."""
    found = []
    for name, page in pages.items():
        blog = next((each for each in site.blogs if each.holds(name)), None)
        if blog is None:
            target = target_of(name, site.directory_urls)
            if page.draft or site.drafted(name):
                verdict.drafts.add(name)
            found.append(Placed(page, target, name not in verdict.drafts))
        elif (page.post is None or page.stops) and not (
            blog.waits(page.front.values) or site.drafted(name)
        ):
            verdict.missing[name] = page.stops  # a mistake keeps it out
        if blog and page.post is not None:
            hidden = blog.hides(page.post)
            if hidden or site.drafted(name):
                verdict.drafts.add(name)
            language, shown = site.language_of(name), name not in verdict.drafts
            if made := _target(site, blog, page):
                made = f"{language}/{made}" if language else made
                found.append(Placed(page, made, shown, page.post.uid, language))
    return found


def _target(site: SiteRules, blog: BlogSettings, page: Checked) -> str | None:
    """The file that a post becomes; one of its own where nobody knows how addresses are made."""
    if not blog.knows_addresses:
        return f"{page.name}/index.html"
    try:
        source = blog.source_of(page.post, Addresses(blog.root, site.language))
        return target_of(source, site.directory_urls)
    except (KeyError, IndexError, ValueError, LookupError):
        return None  # the options are wrong, and whoever checks options says so
