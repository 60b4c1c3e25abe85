"""All that a blog is made from, read from the site's files: posts, authors, threads, blogroll."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from playbook_plugins.blogroll.cache import NAME as BLOGROLL_CACHE
from playbook_plugins.blogroll.cache import read_cache
from playbook_plugins.blogroll.listing import blog_list
from playbook_plugins.blogroll.model import FollowedBlog, Newest
from playbook_plugins.blogroll.reader import NAME as BLOGROLL
from playbook_plugins.blogroll.reader import read_blogroll
from playbook_plugins.comments.counts import NAME as COUNTS
from playbook_plugins.comments.counts import read_counted
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.shared.bundle import FOLDER, STATIC, hashed
from playbook_plugins.shared.host_generated_files import made_file
from playbook_plugins.shared.problems import Problem, Report

from .discussion_place import discussed
from .host_files import BlogFiles
from .library import Library
from .model import Post

log = logging.getLogger("mkdocs.plugins.playbook")

STYLE = "playbook-blog.css"
PLAYS_STYLE = "playbook-plays.css"
LIVE_SCRIPT, LIVE_STYLE = "playbook-comments.js", "playbook-comments.css"
OPML = "blogroll.opml"
TEMPLATES = Path(__file__).parents[1] / "templates"


class BlogSources:
    """Reads one blog into its `library`, and adds what the site gets beside the pages."""

    style = live_script = live_style = ""
    """Addresses of our files, from the site's root; empty for those that are not needed."""

    def __init__(
        self, files: Files, library: Library, config: MkDocsConfig, blog: BlogFiles, report: Report
    ) -> None:
        """`blog` reads the posts; nothing is read yet."""
        self.blog = blog
        self.blogs: list[FollowedBlog] = []
        """The blogroll."""
        self.newest: Mapping[str, Newest] = {}
        """What the last refresh found, by the blog's address."""
        self._files = files
        self._library = library
        self._config = config
        self._report = report
        self._folder = Path(config.docs_dir, blog.settings.root)

    def read_posts(self) -> list[Post]:
        """Authors and posts, in listing order. Whoever counts what is missing does so next."""
        self._library.authors = self.blog.read_authors()
        self._library.base = (self._config.site_url or "").rstrip("/")
        return self.blog.read_posts()

    def read_rest(self, posts: list[Post]) -> None:
        """Everything else, and the pages of all views."""
        library = self._library
        self.blog.move_media()
        if library.options.comments:
            self._read_threads(posts)
        self.style = self._add(STYLE)
        self.plays_style = self._add(PLAYS_STYLE)
        if library.discussions.provider:
            self.live_script, self.live_style = self._add(LIVE_SCRIPT), self._add(LIVE_STYLE)
        library.settle(posts)
        self._read_blogroll()
        self.blog.add_views(posts)

    def _add(self, name: str) -> str:
        """Add one of our scripts or styles to the site's files; its address."""
        content = (STATIC / name).read_bytes()
        uri = f"{FOLDER}/{hashed(name, content)}"
        if not self._files.get_file_from_path(uri):
            self._files.append(made_file(self._config, uri, content))
        return uri

    def _read_threads(self, posts: list[Post]) -> None:
        said, shown = self._library.discussions, self.blog.shown
        folder = Path(self._config.docs_dir, self.blog.settings.comments_dir)
        said.threads = read_ledger(folder, shown(folder), self._report)
        said.counted = read_counted(folder / COUNTS, self._report, shown(folder / COUNTS))
        said.choose_provider(self._config.site_url or "", self._report)
        folders = [Path(each) for each in self._config.theme.dirs]
        said.place = discussed(folders, TEMPLATES / "theme")
        if not said.are_known:
            self._forget_threads(folder)
            return
        for uid in said.threads.keys() - {post.uid for post in posts}:
            # A draft's thread may wait for its post.
            log.info("%s/%s.yml: no published post has this uid.", folder.name, uid)
        if fewer := said.share(posts):
            log.info("%s: %s", shown(folder), fewer)

    def _forget_threads(self, folder: Path) -> None:
        """Count nothing: a site's own template shows another discussion, and none of ours."""
        said = self._library.discussions
        template = said.place.template
        if said.threads and template:
            what = f"this template shows none of the comments in {self.blog.shown(folder)}."
            cure = 'Write {% include "playbook/thread.html" %} into it, or set comments: false.'
            self._report(Problem(self.blog.shown(template), 0, 0, what, cure))
        said.threads, said.counted = {}, {}

    def _read_blogroll(self) -> None:
        path, cache = self._folder / BLOGROLL, self._folder / BLOGROLL_CACHE
        if path.is_file():
            self.blogs = read_blogroll(path, self.blog.shown(path), self._report)
            self.newest = read_cache(cache, self.blog.shown(cache), self._report)
            self._library.blogroll = blog_list(self.blogs, self.newest)

    def opml_path(self, is_first: bool) -> str:
        """Where the blogroll is written: the first blog's where readers look for it, the others'
        in their folders."""
        return OPML if is_first else posixpath.join(self.blog.settings.root, OPML)

    def watched(self) -> list[Path]:
        """What a preview follows beside the docs folder's pages."""
        ledger = Path(self._config.docs_dir, self.blog.settings.comments_dir)
        return [ledger, self._folder / BLOGROLL, self._folder / BLOGROLL_CACHE]
