"""Every check of a site: the plugin and `playbook check` call the same.

Each source is looked at alone (source.py), then all of them together (together.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from playbook_plugins.blog.authors import read_authors
from playbook_plugins.shared.problems import Problem, Report

from .checked import Checked
from .links import PAGES
from .meta_files import read_defaults, set_for
from .pictures import check_pictures
from .rules import PageRules, SiteRules, Verdict
from .source import look_at
from .sources import files_of, read_source
from .together import check_together


def page_rules(site: SiteRules, report: Report) -> PageRules:
    """What checking one file depends on; reads the authors files."""
    posts = []
    for blog in site.blogs:
        path = site.docs / blog.authors_file
        authors: dict[str, Any] = {}
        if blog.options.authors and path.is_file():
            text = _text(path, site, report)
            authors = read_authors(text, site.shown(path), report) if text else {}
            check_pictures(site, path, text, authors, report)
        posts.append(blog.post_rules(authors))
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


def check_site(site: SiteRules, look: Look = look_at) -> Verdict:
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
    check_together(site, rules, names, pages, verdict)
    verdict.problems = sorted(set(verdict.problems))
    return verdict
