"""Options of the plugin `playbook/publish`."""

from __future__ import annotations

from mkdocs.config import base
from mkdocs.config import config_options as c

from playbook_plugins.pages.offline import USUAL


class PublishConfig(base.Config):  # type: ignore[no-untyped-call]
    """What a site sets under `playbook/publish:` in mkdocs.yml."""

    enabled = c.Type(bool, default=True)
    """Switch all of it off without taking it out."""

    staging = c.Type(bool, default=True)
    """Build beside the live site and swap it in at the end: a failed build changes nothing."""

    staging_wait = c.Type(int, default=600)
    """Seconds to wait for another build of the same site before this one gives up."""

    build_date = c.Choice(("content", "clock"), default="content")
    """`content`: dates in the site map and `build_date_utc` come from front matter, so the same
    sources give the same bytes any day. `clock`: MkDocs' own, today."""

    fast = c.Type(bool, default=True)
    """Convert and write pages in several processes (on Linux) and with the cache, where no plugin
    stands in the way. The result is the same without, only later."""

    cache = c.Type(bool, default=True)
    """Keep what a build made, so that the next one costs what changed. The cache stands in
    `.cache/plugin/playbook` beside mkdocs.yml; it may be deleted at any time."""

    cache_dir = c.Type(str, default=".cache/plugin/playbook")
    """Where the cache stands, from the folder of mkdocs.yml."""

    pure = c.ListOfItems(c.Type(str), default=[])
    """Plugins, hooks and Markdown extensions that the site knows to be pure: what they do to a
    page depends on that page and on mkdocs.yml alone. `playbook check --cache` names those that
    keep the site from the fast path."""

    own_keys = c.ListOfItems(c.Type(str), default=[])
    """Keys of front matter that are the site's own, such as `speaker`: they are never taken for a
    misspelt one, and may hold anything."""

    search = c.Type(bool, default=True)
    """Where the site lists the theme's `search` plugin: answer its box from an index in parts, of
    which nothing is loaded before a reader opens search. `false` leaves the theme's own index."""
    precompress = c.ListOfItems(c.Choice(("gzip", "brotli")), default=[])
    """Write compressed copies beside the files, for hosts that send them as they are: `gzip`,
    `brotli`, or both. Brotli needs `pip install "mkdocs-playbook[brotli]"`."""
    content_security_policy = c.Type(bool, default=False)
    """Put a Content-Security-Policy into every page: this site, the inline scripts it was built
    with, the origins that its pages embed and its comment provider, and nothing else."""
    share_pictures = c.Type(bool, default=False)
    """Make a picture for every page, which chats show of its link: its title, where it stands or
    its day, its first drawing, the logo. Needs `site_url`, and
    `pip install "mkdocs-playbook[share]"`. A page that names its own `image:` keeps it; one with
    `social: false` in its front matter has none."""
    share_colors = c.DictOfItems(c.Type(str), default={})
    """Colours of these pictures, each as in `#17403a`: `paper`, `ink`, `quiet`, `accent`,
    `mark`."""
    share_font = c.Type(str, default="")
    """A font file (TTF, OTF) for these pictures, from the folder of mkdocs.yml. The usual one has
    Latin, Greek and Cyrillic letters; a title in others is left out of the picture."""
    offline = c.Type(bool, default=False)
    """Keep the playbook and every page that a reader opens usable without a network."""
    offline_keep = c.ListOfItems(c.Type(str), default=list(USUAL))
    """Files that are kept before a reader opens them, besides every page with a sheet: paths in
    the built site, where `*` stands for anything."""
    offline_most = c.Type((int, float), default=10)
    """How many MiB are kept this way. What has no room is named when the site is built."""
