"""Where the pages of a site stand, as the lock file wants to know it."""

from __future__ import annotations

from playbook_plugins.checks.links import target_of
from playbook_plugins.checks.rules import SiteRules, Verdict
from playbook_plugins.worksheets.lock import Pages


def pages_of(site: SiteRules, verdict: Verdict) -> Pages:
    """Where the pages of a site stand, and where those stood whose files are gone."""

    def former(page: str) -> str:
        # A post stood where its day and title said, and not where its file was.
        if any(blog.holds(page) for blog in site.blogs):
            return ""
        return target_of(page, site.directory_urls).removesuffix("index.html")

    return Pages(verdict.addresses, former)
