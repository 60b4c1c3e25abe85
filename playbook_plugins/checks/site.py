"""Every check of a site, in one list: the plugin and `playbook check` call the same.

Here the features meet. `checked` is a pure function of a file's bytes, its path and the rules,
so that what it finds can be kept; `across` looks at what the files say together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from playbook_plugins.blog.addresses import Addresses, post_address
from playbook_plugins.blog.authors import read_authors
from playbook_plugins.blog.excerpt import end_of_excerpt, looks_like_end
from playbook_plugins.blog.generated_pages import FEEDS, made_pages
from playbook_plugins.blog.listings.blocks import Lifter
from playbook_plugins.blog.listings.order import named_apart
from playbook_plugins.blog.model import Post
from playbook_plugins.blog.reader import PostReader, Rules
from playbook_plugins.blog.series import wrong_parts
from playbook_plugins.blogroll.reader import NAME as BLOGROLL
from playbook_plugins.blogroll.reader import read_blogroll
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.comments.model import Thread
from playbook_plugins.forms.model import Sheet
from playbook_plugins.forms.questions import questions
from playbook_plugins.shared.front_matter import FrontMatter
from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.memory import Kind, remembered
from playbook_plugins.shared.problems import Problem, Report, did_you_mean
from playbook_plugins.shared.redirects import former_file
from playbook_plugins.worksheets.lock import Standing
from playbook_plugins.worksheets.references import wrong_references
from playbook_plugins.worksheets.sheets import read_sheets

from .address_clashes import (
    Placed,
    check_former,
    check_parts,
    check_targets,
    check_threads,
    check_uids,
)
from .blog_names import Offer, check_related, check_wishes, offered_posts, offered_tips, wishes_of
from .checked import Checked
from .front_matter_keys import Reads, check_keys
from .includes import check_includes
from .link_scan import Scan
from .links import PAGES, front_references, target_of
from .macros import check_macros, first_id
from .markdown_slips import read_prose, without_code
from .meta_files import merged, read_defaults, set_for
from .misplaced_files import find_lost_posts, find_strays, linked_by
from .nesting import check_nesting
from .pictures import check_pictures
from .rules import BlogRules, PageRules, PostRules, SiteRules, Verdict
from .site_links import judge_links, made_files
from .source_text import TextError, front_of, place, text_of
from .sources import files_of, read_source
from .templates import check_templates

_HELD = {(Checked, "post"): Post | None, (Checked, "standing"): tuple[Standing, ...]}
KIND: Kind[Checked] = Kind("source", Checked, _HELD)
"""What the checks of one file find."""
_BLOCKS = re.compile(r"\n {0,3}/{2,}")

# --- One file ---------------------------------------------------------------------


def look(content: bytes, path: str, rules: PageRules) -> Checked:
    """What `checked` finds, remembered between builds. It is shared: nobody may change it."""
    make = partial(checked, content, path, rules)

    def fits(found: Checked) -> bool:
        ours, post = found.name == path and found.path == rules.prefix + path, found.post
        return ours and (
            post is None or (post.path == path and all(map(former_file, post.redirect_from)))
        )

    return remembered(KIND, look_text(content, path, rules), make, fits)


def look_text(content: bytes, path: str, rules: PageRules) -> str:
    """All that `checked` depends on, as one text."""
    return f"{path!r}\n{rules.digest}\n{content.decode('utf-8', 'surrogateescape')}"


def checked(content: bytes, path: str, rules: PageRules) -> Checked:
    """Everything about one file that its own bytes show; `path` is that in the docs folder."""
    shown = rules.prefix + path
    try:
        text = text_of(content, shown)
        front, problems = front_of(text, shown)
    except TextError as error:
        return Checked(path, shown, (error.problem,), readable=False)
    leaks, found = check_keys(front, shown, _reads(path, rules))
    stops, slow = check_nesting(front.body, front.height, shown)
    problems = [*stops, *leaks, *problems, *found, *slow]
    bare = replace(front, body="", repeated=(), taken=())
    if stops:
        return Checked(path, shown, tuple(problems), readable=False, front=bare)
    scan = Scan(front.body, front.height)
    prose = read_prose(front.body, front.height, shown, scan.is_code)
    problems += prose.problems
    references = [*scan.references, *prose.wiki]
    if "links" in front.values:
        references += front_references(front.values["links"], *front.place("links"))
    made = Checked(
        path,
        shown,
        readable=not leaks,
        front=bare,
        references=tuple(references),
        includes=tuple(scan.includes),
        anchors=frozenset(scan.anchors),
        nearly=frozenset(scan.nearly),
        certain=scan.certain,
        doubtful=prose.doubtful if scan.certain else (),
        id=first_id(text),
    )
    return _by_features(made, text, front, problems, rules)


def _reads(name: str, rules: PageRules) -> Reads:
    """Which keys of front matter are read of a page."""
    post = rules.post_rules(name)
    authors = frozenset(post.authors or ()) if post else frozenset()
    return Reads(post is not None, rules.lists_tags, frozenset(rules.own_keys), authors)


def _by_features(
    made: Checked, text: str, front: FrontMatter, problems: list[Problem], rules: PageRules
) -> Checked:
    """What blog and worksheets say to a file."""
    post: Any = None
    wanted = rules.post_rules(made.name)
    if wanted:
        own = Rules(wanted.authors, wanted.categories, checked_elsewhere=True)
        whole = replace(front, values=merged(rules.defaults, front.values))
        reader = PostReader(made.name, made.path, own, problems.append)
        post = reader.understood(whole)
        odd = looks_like_end(wanted.separator, front.body)
        odd = odd and looks_like_end(wanted.separator, without_code(front.body))
        lacks = wanted.has_excerpts and not end_of_excerpt(wanted.separator, front.body)
        made = replace(made, stops=reader.stops or lacks)
        if odd:
            line, column = place(front.body, odd.start())
            what = f'"{odd[0]}" does not end the excerpt: its signs are others.'
            cure = f"Write {wanted.separator}"
            problems.append(Problem(made.path, line + front.height, column, what, cure))
        elif lacks:
            what = "this post does not say where its excerpt ends."
            cure = f"Add a line {wanted.separator} after the opening."
            problems.append(Problem(made.path, 1, 0, what, cure))
    if rules.listings:
        lifter = Lifter(made.path, front.height, problems.append)
        lifter.run(front.body)
        wishes = [each for listing in lifter.listings for each in wishes_of(listing)]
        made = replace(made, wanted=tuple(wishes))
    if rules.sheets and (_BLOCKS.search(f"\n{front.body}") or "worksheets" in front.values):
        sheets = read_sheets(text, made.name, made.path, rules.others)
        told = {(each.line, each.column) for each in sheets.problems}  # what a sheet says is closer
        problems[:] = [each for each in problems if (each.line, each.column) not in told]
        problems += sheets.problems
        anchors = {anchor for each in sheets.standing for anchor in _anchors(each.block)}
        made = replace(
            made,
            standing=tuple(sheets.standing),
            unstamped=tuple(sorted([*sheets.unstamped, *sheets.nameless], key=itemgetter(1))),
            anchors=made.anchors | anchors,
        )
    return replace(made, post=post, problems=tuple(dict.fromkeys(problems)))


def _anchors(block: Any) -> Iterator[str]:
    """The places of a sheet or tip: its own, and one for every question."""
    yield block.id
    for name, question in questions(block).items():
        if question.anchor:
            yield f"{block.id}--{name}"


# --- The sources of a site --------------------------------------------------------


def page_rules(site: SiteRules, report: Report) -> PageRules:
    """What checking one file depends on; reads the authors files."""
    posts = []
    for blog in site.blogs:
        path = site.docs / blog.authors_file
        authors: dict[str, Any] = {}
        if blog.has_authors and path.is_file():
            text = _text(path, site, report)
            authors = read_authors(text, site.shown(path), report) if text else {}
            check_pictures(site, path, text, authors, report)
        known = authors if blog.has_authors else None
        posts.append(
            PostRules(blog.folder, known, blog.categories, blog.separator, blog.has_excerpts)
        )
    prefix = f"{site.shown(site.docs)}/".removeprefix("./")
    return PageRules(
        prefix,
        tuple(posts),
        site.sheets,
        bool(site.blogs),
        site.others,
        lists_tags=site.lists_tags,
        own_keys=tuple(sorted(site.own_keys)),
    )


def _text(path: Path, site: SiteRules, report: Report) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        what = "this file is not UTF-8 text."
        report(Problem(site.shown(path), line, 0, what, "Save it again with the encoding UTF-8."))
    except OSError as error:
        what = f"this file cannot be opened: {error.strerror}."
        report(Problem(site.shown(path), 0, 0, what, "Check its permissions."))
    return ""


def rules_by_file(
    site: SiteRules, rules: PageRules, names: Iterable[str], report: Report
) -> Callable[[str], PageRules]:
    """The rules of one file: those of the site, with what is set for a post's folder."""
    wanted = [name for name in names if name.rpartition("/")[2] == site.defaults_file]
    folders = read_defaults(site.docs, wanted, rules.prefix, report)
    known: dict[str, PageRules] = {}

    def rules_at(name: str) -> PageRules:
        if not folders or not rules.post_rules(name):
            return rules
        folder = name.rpartition("/")[0]
        if folder not in known:
            known[folder] = replace(rules, defaults=set_for(name, folders))
        return known[folder]

    return rules_at


Look = Callable[[bytes, str, PageRules], Checked]


def check_site(site: SiteRules, look: Look = look) -> Verdict:
    """Everything that is wrong with a site. `look` is asked for each file."""
    verdict = Verdict()
    report = verdict.problems.append
    links: list[Problem] = []
    rules = page_rules(site, report)
    pages: dict[str, Checked] = {}
    names = list(files_of(site, links.append))
    rules_at = rules_by_file(site, rules, names, report)
    read = {
        name: read_source(name, site, rules_at(name))
        for name in names
        if name.endswith(PAGES) and not site.left_out(name)
    }
    for name, content in read.items():
        page = look(content, name, rules_at(name)) if isinstance(content, bytes) else content
        if site.drafted(name) and not page.readable:
            page = replace(page, readable=True)  # nobody publishes it
        pages[name] = page
        verdict.problems += page.problems
        if not page.readable:
            verdict.broken[name] = page.problems[0]
    for problem in links:
        verdict.problems.append(problem)
        verdict.broken[problem.path.removeprefix(rules.prefix)] = problem
    across(site, rules, names, pages, verdict)
    verdict.problems = sorted(set(verdict.problems))
    return verdict


# --- Together ---------------------------------------------------------------------


def across(
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
    made = made_files(site, rules, placed, FEEDS, partial(_made_by, site.language))
    verdict.problems += check_former(placed, {*others, *made}, site.blogs)
    posts = [each.checked.post for each in placed if each.uid and each.published]
    verdict.problems += check_parts(wrong_parts(posts, site.language_of), pages)
    judge_links(site, published, [*names], pages, placed, FEEDS, verdict)
    _asked(site, rules, published, pages, verdict)
    report_all = verdict.problems.extend
    report_all(find_lost_posts(pages.values(), site.blogs, rules.prefix))
    if site.names_known:
        report_all(each for page in pages.values() for each in page.doubtful)
    _threads(site, rules, pages, report)
    _sheets(pages, verdict)
    verdict.problems += check_macros(pages.values(), site.macros)
    for page in pages.values():
        for problem in check_templates(page, site.templates):
            stop(page.name, problem)
        if snippets := site.snippets:
            for problem in check_includes(page, snippets):
                stop(page.name, problem) if snippets.stops else report(problem)


def _made_by(language: str, blog: BlogRules, posts: Any, authors: Any) -> Iterator[str]:
    """The sources of the pages that a blog makes of its posts and authors."""
    if blog.category_slug is not None:
        addresses = Addresses(blog.root, language)
        yield from made_pages(blog.options, blog.category_slug, posts, authors, addresses)


def _asked(
    site: SiteRules,
    rules: PageRules,
    published: Iterable[str],
    pages: Mapping[str, Checked],
    verdict: Verdict,
) -> None:
    """What listings choose by, and the posts that posts name as related."""
    tips = offered_tips(pages, published) if site.all_known else {}
    offers = []
    for blog, wanted in zip(site.blogs, rules.posts, strict=True):
        own = [page for name, page in pages.items() if blog.holds(name)]
        posts = [page.post for page in own if page.post is not None]
        known = len(posts) == len(own) and site.all_known  # else nobody knows what others would say
        ready = known and posts  # a blog that begins has listings before it has posts
        said = offered_posts(posts, blog.categories, wanted.authors or ()) if ready else {}
        offers.append(Offer(blog.root, {**tips, **said}))
        uids = {post.uid for post in named_apart(posts)}
        for page in own if known else ():
            verdict.problems += check_related(page, page.post.related, uids)
    roots = [blog.root for blog in site.blogs]
    for page in pages.values() if offers else ():
        verdict.problems += check_wishes(page, offers, roots)


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
        elif blog.misses(page) and not site.drafted(name):
            verdict.missing[name] = page.stops
        if blog and page.post is not None:
            hidden = page.post.draft and not blog.shows_drafts
            if hidden or site.drafted(name):
                verdict.drafts.add(name)
            language, shown = site.language_of(name), name not in verdict.drafts
            if made := _target(site, blog, page):
                made = f"{language}/{made}" if language else made
                found.append(Placed(page, made, shown, page.post.uid, language))
    return found


def _target(site: SiteRules, blog: BlogRules, page: Checked) -> str | None:
    """The file that a post becomes; one of its own where nobody knows how addresses are made."""
    addresses = Addresses(blog.root, site.language)
    if blog.slug is None or blog.category_slug is None:
        return f"{page.name}/index.html"
    try:
        made = post_address(page.post, blog.formats, addresses, blog.slug, blog.category_slug)
        return target_of(addresses.source(made), site.directory_urls)
    except (KeyError, IndexError, ValueError, LookupError):
        return None  # the options are wrong, and whoever checks options says so


def _threads(site: SiteRules, rules: PageRules, pages: dict[str, Checked], report: Report) -> None:
    """Ledgers and blogrolls of every blog."""
    for blog, wanted in zip(site.blogs, rules.posts, strict=True):
        folder = site.docs / blog.comments_dir
        if blog.has_comments:
            threads = read_ledger(folder, site.shown(folder), report)
            if wanted.authors is not None:
                _writers(site, folder, threads, wanted.authors, report)
            _orphans(site, blog, folder, pages, report)
        roll = site.docs / blog.root / BLOGROLL
        if roll.is_file():
            read_blogroll(roll, site.shown(roll), report)


def _writers(
    site: SiteRules,
    folder: Path,
    threads: Mapping[str, Thread],
    authors: Mapping[str, Any],
    report: Report,
) -> None:
    """Comments that claim an author whom the site does not have."""
    for uid, thread in threads.items():
        for comment in thread.comments:
            if not comment.by or comment.by in authors:
                continue
            path = folder / f"{uid}.yml"
            text = path.read_text(encoding="utf-8-sig")
            at = re.search(rf"\bby:[ ]*[\"']?{re.escape(comment.by)}\b", text)
            line = text.count("\n", 0, at.start()) + 1 if at else 1
            what = f'comment "{comment.id}" is by "{comment.by}", who is no author of the blog.'
            cure = did_you_mean(comment.by, authors) or "Add the author to the authors file."
            report(Problem(site.shown(path), line, 0, what, cure))


def _orphans(
    site: SiteRules, blog: BlogRules, folder: Path, pages: dict[str, Checked], report: Report
) -> None:
    named: dict[str, str] = {}
    shown = site.shown(folder)
    for path in sorted(folder.glob("*")):
        if path.suffix == ".yml" and not path.name.startswith(".") and is_id(path.stem):
            named[path.stem] = f"{shown}/{path.name}"
        elif path.suffix in {".yaml", ".YML", ".json"} and not path.name.startswith("."):
            cure = "Name it for its post's uid, with the ending .yml."
            report(Problem(site.shown(path), 0, 0, "this file is read as no thread.", cure))
    own = [page for name, page in pages.items() if blog.holds(name)]
    if any(page.post is None for page in own):
        return  # one of these may be whose it is
    uids = [post.uid for post in named_apart(page.post for page in own)]
    uids += [str(page.front.values["uid"]) for page in pages.values() if "uid" in page.front.values]
    for problem in check_threads(named, uids):
        report(problem)


def _sheets(pages: dict[str, Checked], verdict: Verdict) -> None:
    """Sheets of one id that are not one sheet."""
    first: dict[tuple[bool, str], Any] = {}
    for page in pages.values():
        verdict.unstamped += [(page.path, page.unstamped)] if page.unstamped else []
        for each in page.standing:
            verdict.standing.append(each)
            known = first.setdefault((isinstance(each.block, Sheet), each.block.id), each)
            if known.path != each.path and known.block != each.block:
                at, block = f"{known.path}:{known.line}", each.block
                what = f'{block.kind} "{block.id}": another one on {at} has the same id.'
                problem = Problem(
                    each.path, each.line, each.column, what, "Give this one another id."
                )
                verdict.problems.append(problem)
    if not any(page.includes for page in pages.values()):  # a plan may come from elsewhere
        verdict.problems += wrong_references(verdict.standing)
