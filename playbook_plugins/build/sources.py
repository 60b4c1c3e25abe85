"""A build's sources: what the check found in each, before any of them becomes a page."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, InclusionLevel

from playbook_plugins.checks.checked import Checked
from playbook_plugins.checks.rules import PageRules, Verdict
from playbook_plugins.checks.site import check_site
from playbook_plugins.checks.source import check_source, look_at
from playbook_plugins.shared.problems import Problem

from .said_already import SaidAlready
from .site_rules import rules_from

log = logging.getLogger("mkdocs.plugins.playbook")


class Sources:
    """The sources of one build by their paths in the docs folder. None are known at first."""

    def __init__(self) -> None:
        self.broken: dict[str, Problem] = {}
        """Sources that cannot be built."""
        self.texts: dict[str, str] = {}
        """What the readable sources say."""
        self.found: dict[str, tuple[Checked, PageRules]] = {}
        """What each source was found to be, and by which rules."""
        self.drafts: set[str] = set()
        """Pages that say of themselves that they are drafts, and are no posts."""
        self.withheld: set[str] = set()
        """Files that are pages and would be copied as they stand."""
        self.said = SaidAlready()

    def check(self, config: MkDocsConfig, *, is_serve: bool) -> None:
        """Check all sources in one go. Raises `PluginError` where nothing may be built."""
        rules = rules_from(config)
        verdict = check_site(rules, self._looked)
        posts = {name for name in verdict.drafts if any(blog.holds(name) for blog in rules.blogs)}
        self.broken, self.drafts = verdict.broken, verdict.drafts - posts
        self.withheld = verdict.withheld
        self._say(verdict, f"{rules.shown(rules.docs)}/")
        if not is_serve:
            self._stop(verdict, config.strict)

    def _looked(self, content: bytes, name: str, rules: PageRules) -> Checked:
        """One source, whose text is kept: the host would read each file again."""
        page = look_at(content, name, rules)
        if page.readable:
            self.texts[name] = as_read(content)
        self.found[name] = page, rules
        return page

    def _say(self, verdict: Verdict, prefix: str) -> None:
        """Report everything once; paths are shown with `prefix`.

        What stops a build or stays out of the site is said in a quiet build as well.
        """
        aloud = {each.path for each in self.broken.values()}
        aloud |= {f"{prefix}{name}" for name in (*verdict.missing, *verdict.withheld)}
        for problem in verdict.problems:
            log.log(logging.ERROR if problem.path in aloud else logging.WARNING, "%s", problem)
        self.said.start(verdict.problems, verdict.links)
        self.said.listen()

    def _stop(self, verdict: Verdict, strict: bool) -> None:
        stops = self.broken.keys() | {name for name, stops in verdict.missing.items() if stops}
        if stops:
            count = len(stops)
            pages = "1 page" if count == 1 else f"{count} pages"
            raise PluginError(f"Nothing was built: {pages} cannot be published, see above.")
        if strict and verdict.problems:
            count = len(verdict.problems)
            said = "1 problem" if count == 1 else f"{count} problems"
            raise PluginError(f"Nothing was built: {said} in a strict build, see above.")

    def hand_to(self, files: Files, *, keep_texts: bool) -> None:
        """Give the host's `files` what is known of them.

        Drafts are shown while writing only; a page that cannot be read becomes a note. The host
        reads a file whenever it is asked for its text; `keep_texts` gives it what we have read.
        """
        for name, text in self.texts.items() if keep_texts else ():
            file = files.get_file_from_path(name)
            if file is not None and file._content is None:
                file._content = text
        for name, problem in self.broken.items():
            file = files.get_file_from_path(name)
            if file is not None:
                file.content_string = placeholder(problem)
        for name in self.withheld:
            file = files.get_file_from_path(name)
            if file is not None:
                files.remove(file)
        for name in self.drafts:
            file = files.get_file_from_path(name)
            if file is not None:
                file.inclusion = InclusionLevel.DRAFT

    def post_in(self, path: str, text: str, rules: Any) -> tuple[Any, tuple[int, int]] | None:
        """The post that the check has read in a source that says `text`, by these `rules`."""
        if self.texts.get(path) != text or path not in self.found:
            return None
        page, by = self.found[path]
        same = page.post is not None and by.post_rules(path) == rules and not by.defaults
        return (page.post, page.front.place("links")) if same else None

    def has_judged(self, path: str, target: str) -> bool:
        """Whether all is said of a link in a source's front matter: its place, and its file."""
        return path in self.found and ("#" in target or self.said.has_link(path, target))

    def is_body_change(self, page: Any, text: str) -> bool:
        """Whether a page that now says `text` is as right or wrong as before, links included."""
        name = page.file.src_uri
        if name not in self.found:
            return bool(page.file.generated_by) or not page.file.abs_src_path
        before, rules = self.found[name]
        return before.stands_for(check_source(text.encode("utf-8", "surrogatepass"), name, rules))

    def included(self) -> set[str]:
        """The snippets that sources name."""
        return {each.target for page, _ in self.found.values() for each in page.includes}


def as_read(content: bytes) -> str:
    """A source's text as the host reads it: no byte order mark, lines end in line feeds."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def placeholder(problem: Problem) -> str:
    """A page in place of one that cannot be read: the problem, and not a word of the source."""
    said = html.escape(re.sub(r"([\\`*_{}\[\]<>#|~])", r" ", str(problem)))
    return (
        "---\ntitle: This page cannot be read yet\nsearch: {exclude: true}\n---\n\n"
        f"# This page cannot be read yet\n\n{said}\n"
    )
