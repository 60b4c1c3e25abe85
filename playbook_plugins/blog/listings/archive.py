"""The archive: every post under its year and month, newest first."""

from __future__ import annotations

from playbook_plugins.blog.library import Library
from playbook_plugins.blog.template_context import ListedPost
from playbook_plugins.shared.records import record

from .order import grouped


@record
class Month:
    """A month of the archive."""

    name: str
    """`November 2026`, in the site's language."""
    posts: tuple[ListedPost, ...]


@record
class Year:
    """A year of the archive."""

    title: str
    url: str
    """Address of the year's page; empty without one."""
    count: int
    months: tuple[Month, ...]


def archive(library: Library, url: str) -> list[Year]:
    """Years and months, newest first, each with its posts, for the page at `url`."""
    by_age = sorted(library.posts, key=lambda post: post.sort_key[1:], reverse=True)
    form = library.options.archive_date_format
    years = []
    for title, group in grouped(
        by_age, lambda p: [library.addresses.date(p.date.created, form)]
    ).items():
        months = grouped(group, lambda p: [p.date.created.strftime("%Y-%m")]).values()
        made = tuple(
            Month(
                library.addresses.date(month[0].date.created, "LLLL yyyy"),
                tuple(library.listed(post, url) for post in month),
            )
            for month in months
        )
        address = library.view_urls.get(("archive", title), "")
        years.append(Year(title, address, len(group), made))
    return years
