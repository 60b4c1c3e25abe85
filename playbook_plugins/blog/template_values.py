"""What the blog's plugin hands to templates: posts, listings, and the ways to its feeds."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urljoin

from playbook_plugins.comments.thread import live_words, widget_words
from playbook_plugins.shared.problems import Problem

from .feeds.addresses import SHOWN
from .feeds.gather import Feeds, feed_settings
from .feeds.ids import authority_from
from .listings.blocks import filled
from .listings.filling import answer
from .listings.pager import Pager, Paging
from .metadata import discovery_html
from .model import Post, View
from .own_templates import brings
from .preview import PreviewSteps
from .template_context import ListedPost, PostConfig


class TemplateValues(PreviewSteps):
    """The part of the blog's plugin that hands values to templates."""

    feeds: Feeds | None
    all_files: Any
    blogs: Any
    opml: str
    relative: Callable[..., str]
    """An address from the site's root, as one page writes it."""
    _report: Callable[[Problem], None]
    custom: str
    """The folder of the site's own templates; empty without one."""
    sources_read: Any

    def heading_id(self, title: str) -> str:
        """The id that the site's Markdown gives a heading."""
        raise NotImplementedError

    def all_files_url(self, path: str) -> str:
        """The address of the page made from a source path; empty when there is none."""
        file = self.all_files.get_file_from_path(path)
        return file.url if file else ""

    def _filled(self, page: Any, context: dict[str, Any]) -> str:
        """The page's content with its listings."""
        assert self.env is not None
        made = []
        path = page.file.src_uri
        for number, listing in enumerate(self.listings[path], start=path in self.blog.views):
            mark = str(number) if number else ""
            found = answer(self.library, listing, page.url, self.all_files_url, mark)
            template = self.env.get_template(f"playbook/listing-{listing.kind}.html")
            given = {**context, **self._of_this_blog(), "listing": listing, **found}
            made.append(template.render(given))
        return filled(page.content or "", self.root, made)

    def _of_this_blog(self) -> dict[str, Any]:
        """What the templates of this blog are given, which another blog of the site may not be."""
        language = self.library.addresses.language
        given: dict[str, Any] = {"playbook_date_format": self.config.post_date_format}
        given["playbook_live"] = None
        discussions = self.library.discussions
        if discussions.provider:
            given["playbook_live"] = {
                "script": self.sources_read.live_script,
                "style": self.sources_read.live_style,
                "counts": discussions.live,
                "words": live_words(language),
                "widget_words": widget_words(language),
            }
        return given

    def render_inputs(self, page: Any) -> Any:
        """What a page shows of the blog."""
        path = page.file.src_uri
        shown = [bool(self.blogs), *self.shown_on(path)]
        if self.feeds and (path in self.blog.views or path in self.listings):
            shown.append(self._discovery(None, path))
        if path in self.blog.views:
            shown.append(self._about(self.blog.views[path][0], page))
        return shown

    def _show_post(self, post: Post, page: Any, values: dict[str, Any]) -> None:
        around = self.library.context(post)
        page.config = PostConfig(post, around)
        page.authors = around.authors
        page.categories = around.categories
        page.comments = around.comments
        values["playbook_own_content"] = brings(self.custom, "partials/content.html")
        values["playbook_thread_feed"] = self.feeds.thread_feed(post) if self.feeds else ""
        values["playbook_references"] = around.references
        values["playbook_series"] = self.library.series_place(post)
        values["playbook_related"] = self.library.related(post)

    def _show_view(self, page: Any, values: dict[str, Any]) -> None:
        view, number = self.blog.views[page.file.src_uri]
        pages = self.blog.pages_of(view)
        values["posts"] = [self.library.listed(each, page.url) for each in pages[number - 1]]
        self._name_places(values["posts"], page)
        values["playbook_view"] = self._about(view, page)
        if len(pages) > 1 or self.config.pagination_if_single_page:
            urls = [file.url for file in self.blog.view_files[view.path]]
            shelf = Paging(len(view.posts), self.blog.settings.per_page(view.kind))
            form, written = self.config.pagination_format, partial(self.relative, other=page.url)
            values["pagination"] = Pager(number, urls, form, shelf, written)
        if self.blog.has_toc(view.kind) and page.toc.items:
            first = page.toc.items[0]
            shown = [(html.escape(post.title), post.uid) for post in pages[number - 1]]
            first.children.extend(type(first)(name, uid, 2) for name, uid in shown)

    def _about(self, view: View, page: Any) -> dict[str, Any]:
        """What stands below the heading of a view: how much it holds, whose it is, its feeds."""
        library = self.library
        return {
            "count": len(view.posts),
            "index": None if view.kind == "index" else self.all_files_url(self.blog.index_path),
            "author": library.authors.get(view.key) if view.kind == "author" else None,
            "feeds": self._named_feeds(view, page),
        }

    def _named_feeds(self, view: View, page: Any) -> list[tuple[str, str]]:
        """The name and address of each feed of a view: its own, else the blog's."""
        if not self.feeds:
            return []
        found = self.feeds.links()[: len(SHOWN)]
        if view.kind in {"category", "series"}:
            found = self.feeds.links(view.kind, view.key)[-len(SHOWN) :]
        root = self.feeds.wanted.site_url
        return [
            (name, self.relative(each.href.removeprefix(root), page.url))
            for name, each in zip(SHOWN.values(), found, strict=True)
        ]

    def _name_places(self, posts: list[ListedPost], page: Any) -> None:
        """Let links into a listing lead to posts by the ids that Material gives them, each once.

        Where a title stands in the front matter alone, its id is made as that of a heading.
        """
        taken = {each.uid for each in posts} | {each.id for each in _anchors(page.toc)}
        for post in posts:
            content = self.library.contents.get(post.path, "")
            titled = () if "<h1" in content else (self.heading_id(post.title),)
            wanted = [each for each in (*titled, *post.anchors) if each and each not in taken]
            post.anchors = list(dict.fromkeys(wanted))
            taken.update(wanted)

    def _feeds(self, config: Any) -> Feeds | None:
        """The blog's feeds; None where they are not wanted or nobody knows the site's address."""
        address = config.site_url or ""
        if not (self.config.feeds and address) or self.blog.language:
            return None  # without an address, or for a further language: its posts are the same
        root = f"{address.rstrip('/')}/"
        authority = authority_from(root, self.config.feeds_authority)
        if not authority:
            cure = "Write it as: coach.example,2026."
            self._report(Problem("mkdocs.yml", 0, 0, "feeds_authority is no name.", cure))
            return None
        named = (str(config.site_name), str(config.site_description or ""))
        wanted = replace(
            feed_settings(self.library, root, authority, named),
            blog_url=urljoin(root, self.all_files_url(self.blog.index_path)),
            blogroll=f"{root}{self.opml}" if self.blogs else "",
        )
        return Feeds(self.library, wanted)

    def feeds_again(self) -> None:
        """Make feeds of what the library knows now."""
        self.feeds = self._feeds(self.built)

    def _discovery(self, post: Post | None, path: str) -> str:
        """The links by which feed readers find what belongs to a page."""
        assert self.feeds is not None
        view = self.blog.views[path][0] if path in self.blog.views else None
        kind, name = ("thread", post.uid) if post else ("", "")
        if view and view.kind in {"category", "series"}:
            kind, name = view.kind, view.key
        elif any(listing.kind == "tips" for listing in self.listings.get(path, ())):
            kind = "tips"
        return discovery_html(
            self.feeds.links(kind, name), self.feeds.wanted.blogroll, self.library.words["blogroll"]
        )


def _anchors(items: Any) -> Iterator[Any]:
    for each in items:
        yield each
        yield from _anchors(each.children)
