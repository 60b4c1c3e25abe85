"""Pelican with its default theme, addresses and paging like the others'."""

SITENAME = "Benchmark"
SITEURL = "https://example.org"
RELATIVE_URLS = False
AUTHOR = "Benchmark"
PATH = "content"
ARTICLE_PATHS = ["blog"]
PAGE_PATHS = ["pages"]
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 10
ARTICLE_URL = "blog/{date:%Y/%m/%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = "playbook/{slug}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
YEAR_ARCHIVE_SAVE_AS = "blog/archive/{date:%Y}/index.html"
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_MAX_ITEMS = 20
MARKDOWN = {
    "extension_configs": {
        name: {}
        for name in (
            "abbr",
            "admonition",
            "attr_list",
            "def_list",
            "footnotes",
            "md_in_html",
            "tables",
            "toc",
            "pymdownx.highlight",
            "pymdownx.superfences",
            "pymdownx.tasklist",
        )
    },
    "output_format": "html5",
}
