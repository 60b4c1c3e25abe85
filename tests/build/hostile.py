"""Three hundred wrong sources by name: what is written where, and what an author is told.

`stops`: the page is not built, and a build stops. `told`: named, and a strict build fails.
`fine`: odd, and right. A line of 0 stands for the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

STOPS, TOLD, FINE = "stops", "told", "fine"
CANARY = "KEEP-THIS-INSIDE"
"""Stands in every source that must not be built: no page may show it."""


@dataclass(frozen=True)
class Hostile:
    """One wrong file."""

    name: str
    file: str
    content: bytes
    outcome: str
    line: int = 0
    said: str = ""
    """What the message says, among other words."""


# --- Front matter: name, lines, the wrong one of them, what is said, outcome -------

FRONT: list[tuple[str, str, int, str, str]] = [
    ("colon", "title: Q3: plan", 1, "a colon inside a value", STOPS),
    ("tab", "tags:\n\t- one", 2, "a tab", STOPS),
    ("quote", 'title: "open', 1, "never closed", STOPS),
    ("bracket", "tags: [one, two", 1, "bracket", STOPS),
    ("no-colon", "title", 0, "", STOPS),
    ("list", "- one\n- two", 0, "", STOPS),
    ("at-sign", "title: @home", 1, "Put it in quotes", STOPS),
    ("star", "title: *bold*", 1, "Put it in quotes", STOPS),
    ("percent", "title: %off", 1, "Put it in quotes", STOPS),
    ("tag", "title: !!python/object/apply:os.system [ls]", 1, "may not hold", STOPS),
    ("env", "title: !ENV HOME", 1, "may not hold", STOPS),
    ("self", "tags: &a [*a]", 1, "refers to itself", STOPS),
    ("bomb", "a: &a [x,x]\nb: &b [" + "*a," * 30 + "]", 0, "refers to itself too often", STOPS),
    ("deep", "a: " + "[" * 60 + "]" * 60, 0, "nested too deeply", STOPS),
    ("key-list", "? [a]\n: b", 0, "", STOPS),
    ("no-such-day", "updated: 2026-02-30", 1, "is no day", STOPS),
    ("huge-number", "order: " + "9" * 5000, 1, "does not exist", STOPS),
    ("huge-front", "description: " + "word " * 20000, 0, "larger than 64 KiB", STOPS),
    ("draft-word", 'draft: "yes"', 1, "neither true nor false", STOPS),
    ("draft-list", "draft: [true]", 1, "neither true nor false", STOPS),
    ("draft-empty", "draft:", 1, "neither true nor false", STOPS),
    ("draft-number", "draft: 1", 1, "neither true nor false", STOPS),
    ("draft-capital", "Draft: true", 1, "would be published", STOPS),
    ("draft-plural", "drafts: true", 1, "would be published", STOPS),
    ("draft-typo", "darft: true", 1, "would be published", STOPS),
    ("draft-shout", "DRAFT: true", 1, "would be published", STOPS),
    ("unpublished", "unpublished: true", 1, "would be published", STOPS),
    ("published-no", "published: false", 1, "would be published", STOPS),
    ("publish-no", "publish: no", 1, "would be published", STOPS),
    ("title-list", "title: [a, b]", 1, "not plain text", STOPS),
    ("title-keys", "title: {a: b}", 1, "not plain text", STOPS),
    ("title-long", "title: " + "word " * 100, 1, "longer than 300", STOPS),
    ("title-binary", "title: !!binary aGVsbG8=", 1, "not plain text", STOPS),
    ("search-word", "search: off", 1, "not made of keys", STOPS),
    ("search-key", "search: {exlude: true}", 1, "exclude", STOPS),
    ("search-boost", "search: {boost: much}", 1, "boost", STOPS),
    ("hide-number", "hide: 5", 1, "not a list", STOPS),
    ("hide-keys", "hide: [{toc: true}]", 1, "not a list", STOPS),
    ("hide-typo", "hide: [navigaton]", 1, "navigation", STOPS),
    ("template-gone", "template: nowhere.html", 1, "no template", STOPS),
    ("template-out", "template: ../../mkdocs.yml", 1, "no template", STOPS),
    ("icon-gone", "icon: material/no-such-icon-here", 1, "no icon", STOPS),
    ("icon-out", "icon: ../../x", 1, "no icon", STOPS),
    ("title-no", "title: no", 1, "yes or no", TOLD),
    ("title-date", "title: 2026-11-24", 1, "a date", TOLD),
    ("title-version", "title: 1.10", 1, "a number", TOLD),
    ("title-zeros", "title: 007", 1, "a number", TOLD),
    ("title-time", "title: 12:30", 1, "a number", TOLD),
    ("title-null", "title: null", 1, "nothing", TOLD),
    ("tags-no", "tags: [yes, no]", 1, "yes or no", TOLD),
    ("tags-word", "tags: one", 1, "not a list", TOLD),
    ("tags-keys", "tags: [{a: b}]", 1, "not a list of words", TOLD),
    ("twice", "title: A\ntitle: B", 2, "written twice", TOLD),
    ("twice-inside", "search:\n  boost: 1\n  boost: 2", 3, "written twice", TOLD),
    ("merge", "base: &b {x: 1}\n<<: *b", 2, "takes keys from elsewhere", TOLD),
    ("misspelt", "descripton: A page.", 1, "description", TOLD),
    ("misspelt-comments", "commments: false", 1, "comments", TOLD),
    ("comments-word", "comments: closed", 1, "neither true nor false", TOLD),
    ("pin-word", "pin: top", 1, "neither true nor false", TOLD),
    ("order-word", "order: first", 1, "not a number", TOLD),
    ("order-nan", "order: .nan", 1, "no number that can be meant", TOLD),
    ("order-infinite", "order: .inf", 1, "no number that can be meant", TOLD),
    ("part-word", "part: two", 1, "not a number", TOLD),
    ("readtime-word", "readtime: five", 1, "not a number", TOLD),
    ("description-keys", "description: {a: b}", 1, "not plain text", TOLD),
    ("status-list", "status: [new]", 1, "not plain text", TOLD),
    ("series-list", "series: [a]", 1, "not plain text", TOLD),
    ("redirect-word", "redirect_from: {a: b}", 1, "not a list of words", TOLD),
    ("related-keys", "related: [{a: b}]", 1, "not a list of words", TOLD),
    ("other-plugin", "social: {cards: false}", 0, "", FINE),
    ("emoji", "title: 'Plans 🎯 für Größe'", 0, "", FINE),
    ("long-description", "description: " + "word " * 500, 0, "", FINE),
    ("markup", "title: '<script>alert(1)</script> & \"co\"'", 0, "", FINE),
    ("template-words", "description: '{{ config }} {% include x %}'", 0, "", FINE),
]

OF_POSTS = {
    "tags",
    "commments",
    "comments",
    "pin",
    "order",
    "part",
    "readtime",
    "series",
    "related",
}
"""Keys that mean something in a post alone: on other pages they are the site's own."""

DATES: list[tuple[str, str, str]] = [
    ("both-ways", "11/12/2026", "2026-12-11 or 2026-11-12"),
    ("european", "24.11.2026", "2026-11-24"),
    ("short", "2026-1-5", "not a date"),
    ("words", "yesterday", "not a date"),
    ("number", "20261124", "not a date"),
    ("list", "[2026-11-24]", "not a date"),
    ("keys", "{created: soon}", "not a date"),
    ("month-13", "2026-13-01", "is no day"),
    ("year-1", "0001-01-01", "cannot be meant"),
    ("year-9999", "9999-12-31", "cannot be meant"),
    ("empty", "", "no date"),
]

WITHOUT_POST = {"tags-keys", "pin-word", "readtime-word", "author-unknown", "author-near"}
WITHOUT_POST |= {"authors-keys", "category-unknown", "links-number"}
"""Mistakes for which Material's blog stops a build, in a post; so does every wrong date."""

POSTS: list[tuple[str, str, int, str]] = [
    ("author-unknown", "authors: [nobody]", 1, "unknown author"),
    ("author-near", "authors: [mra]", 1, 'Did you mean "mara"'),
    ("authors-keys", "authors: [{a: b}]", 1, "not a list of words"),
    ("category-unknown", "categories: [Plan]", 1, 'Did you mean "Plans"'),
    ("uid-capitals", "uid: My Post", 1, "permanent name"),
    ("uid-proto", "uid: __proto__", 1, "permanent name"),
    ("uid-constructor", "uid: constructor", 1, "permanent name"),
    ("uid-number", "uid: 5", 1, "permanent name"),
    ("slug-up", "slug: ../../escaped", 1, "cannot be part of an address"),
    ("slug-root", "slug: /etc/x", 1, "cannot be part of an address"),
    ("slug-windows", 'slug: "a\\\\b"', 1, "cannot be part of an address"),
    ("slug-query", 'slug: "a?b#c"', 1, "cannot be part of an address"),
    ("slug-long", "slug: " + "x" * 260, 1, "cannot be part of an address"),
    ("links-number", "links: [5]", 1, "no link"),
    ("links-gone", "links:\n  - Title: nowhere.md", 1, "is not there"),
    ("redirect-out", "redirect_from: [https://other.example/]", 1, "no address on this site"),
    ("redirect-up", "redirect_from: [/../x]", 1, "no address on this site"),
    ("redirect-taken", "redirect_from: [/p/ok/]", 1, "is taken by"),
]

# --- Texts: name, text, wrong line, what is said, outcome --------------------------

BODIES: list[tuple[str, str, int, str, str]] = [
    ("quotes", ">" * 500 + " deep", 3, "a quotation inside", STOPS),
    ("quotes-spaced", "> " * 200 + "deep", 3, "a quotation inside", STOPS),
    ("lists", "\n".join(" " * 4 * n + "- x" for n in range(60)), 33, "set in by", STOPS),
    ("lists-in-line", "- " * 100 + "x", 3, "list signs in one line", STOPS),
    ("brackets", "[" * 3000, 3, 'signs "["', STOPS),
    ("brackets-words", "[a " * 2000, 3, 'signs "["', STOPS),
    ("less-than", "<a " * 2000, 3, 'signs "<"', STOPS),
    ("tags", "<div markdown>\n" * 500 + "x", 0, "HTML inside", STOPS),
    ("columns", "|a" * 300 + "|\n" + "|-" * 300 + "|", 3, "columns", STOPS),
    ("page-gone", "A [link](nowhere-at-all.md).", 3, 'the page "nowhere-at-all.md"', TOLD),
    ("page-near", "A [link](okk.md).", 3, 'Did you mean "ok.md"', TOLD),
    ("page-capitals", "A [link](OK.md).", 3, "capitals count", TOLD),
    ("page-elsewhere", "A [link](alone.md).", 3, "../deep/alone.md", TOLD),
    ("page-out", "A [link](../../mkdocs.yml).", 3, "leads out of the docs folder", TOLD),
    ("page-root", "A [link](../../../../../etc/passwd).", 3, "leads out of the docs folder", TOLD),
    ("page-draft", "A [link](hidden.md).", 3, "leads to a draft", TOLD),
    ("post-draft", "A [link](../blog/posts/hidden-post.md).", 3, "leads to a draft", TOLD),
    ("page-excluded", "A [link](../private/x.md).", 3, "leaves out", TOLD),
    ("page-spaces", "A [link](<no such page.md>).", 3, "is not there", TOLD),
    ("page-title", 'A [link](nowhere.md "Title").', 3, "is not there", TOLD),
    ("page-reference", "A [link][x].\n\n[x]: nowhere.md", 5, "is not there", TOLD),
    ("picture-gone", "![x](nowhere.png)", 3, "the picture", TOLD),
    ("file-gone", "[x](nowhere.pdf)", 3, "the file", TOLD),
    ("picture-html", '<img src="nowhere.png" alt="">', 3, "the picture", TOLD),
    ("link-html", '<a href="nowhere/">x</a>', 3, "no address", TOLD),
    ("link-html-source", '<a href="ok.md">x</a>', 3, "[words](ok.md)", TOLD),
    ("absolute", "[x](/no/such/place/)", 3, "no address", TOLD),
    ("anchor-own", "[x](#nowhere-here)", 3, "no place called", TOLD),
    ("anchor-other", "[x](ok.md#nowhere-here)", 3, "no place called", TOLD),
    ("anchor-near", "[x](ok.md#seccond-part)", 3, '"#second-part"', TOLD),
    ("anchor-sheet", "[x](ok.md#good--two)", 3, "no place called", TOLD),
    ("in-list", "- a\n    - [x](nowhere.md)", 4, "is not there", TOLD),
    ("in-quote", "> [x](nowhere.md)", 3, "is not there", TOLD),
    ("in-table", "| a |\n|---|\n| [x](nowhere.md) |", 5, "is not there", TOLD),
    ("snippet-gone", '--8<-- "nowhere.txt"', 3, "is not there", STOPS),
    ("snippet-out", '--8<-- "../../outside.txt"', 3, "outside of the folder", STOPS),
    ("snippet-root", '--8<-- "/etc/passwd"', 3, "outside of the folder", STOPS),
    ("snippet-web", '--8<-- "https://x.example/a.md"', 3, "downloaded", STOPS),
    ("snippet-many", "--8<--\nnowhere.txt\n--8<--", 4, "is not there", STOPS),
    ("code", "```\n[x](nowhere.md)\n```\n\n`[x](nowhere.md)`", 0, "", FINE),
    ("code-set-in", "Text.\n\n    [x](nowhere.md)", 0, "", FINE),
    ("comment", "<!-- [x](nowhere.md) -->", 0, "", FINE),
    ("escaped", r"\[x](nowhere.md)", 0, "", FINE),
    ("elsewhere", "[x](https://x.example/a.md) <mailto:a@x.example>", 0, "", FINE),
    ("good-links", "[x](ok.md#second-part) [y](#page) ![z](ok.svg)", 0, "", FINE),
    ("good-sheet", "[x](ok.md#good--one) [y](ok.md#good)", 0, "", FINE),
    ("fence-open", "```python\nprint(1)", 0, "", FINE),
    ("script", "<script>var a = '[x](nowhere.md)'</script>", 0, "", FINE),
    ("long-line", "word " * 30000, 3, "a line of", TOLD),
    ("jinja", "{{ config.site_name }} {% raw %}", 0, "", FINE),
    ("brackets-few", "x[1] (see) and [y] and {z}", 0, "", FINE),
]

SHEETS: list[tuple[str, str, int, str]] = [
    ("unclosed", "/// checklist | A\n    id: a1\n\n- [ ] One {#one}", 3, ""),
    ("misspelt", "/// cheklist | A\n    id: a2\n\n- [ ] One {#one}\n///", 3, "checklist"),
    ("option", "/// checklist | A\n    idd: a3\n\n- [ ] One {#one}\n///", 4, 'Did you mean "id"'),
    ("id-proto", "/// checklist | A\n    id: __proto__\n\n- [ ] One {#one}\n///", 4, ""),
    ("id-constructor", "/// checklist | A\n    id: constructor\n\n- [ ] O {#one}\n///", 4, ""),
    ("id-capital", "/// checklist | A\n    id: BAD\n\n- [ ] One {#one}\n///", 4, ""),
    ("version", "/// checklist | A\n    id: a4\n    version: two\n\n- [ ] One {#one}\n///", 5, ""),
    ("empty", "/// checklist | A\n    id: a5\n\n///", 3, ""),
    ("item-twice", "/// checklist | A\n    id: a6\n\n- [ ] A {#x}\n- [ ] B {#x}\n///", 7, ""),
    ("item-proto", "/// checklist | A\n    id: a7\n\n- [ ] A {#__proto__}\n///", 6, ""),
    ("ticked", "/// checklist | A\n    id: a8\n\n- [x] A {#x}\n///", 6, ""),
    ("mark", "/// checklist | A\n    id: a9\n\n- [ ] A {#x .requird}\n///", 6, ""),
    ("plan-no-table", "/// action-plan | A\n    id: b1\n\nWords.\n///", 3, ""),
    ("plan-ragged", "/// action-plan | A\n    id: b2\n\n| A | B |\n|---|---|\n| 1 |\n///", 8, ""),
    ("agreement", "/// agreement | A\n    id: b3\n\n- What? ____ {#w}\n///", 3, "metrics"),
    ("tip-empty", "/// tip | A\n    id: b4\n\n///", 3, ""),
    ("tip-id", "/// tip | A\n    id: Not An Id\n\nText\n///", 4, ""),
    ("tip-option", "/// tip | A\n    id: b5\n    lables: [x]\n\nText\n///", 5, "labels"),
    ("tip-date", "/// tip | A\n    id: b6\n    date: soon\n\nText\n///", 5, ""),
    ("stray-end", "Words.\n\n///", 5, ""),
    (
        "gate",
        "/// checklist | A\n    id: b7\n\n### S {#s opens-when=nothing}\n- [ ] A {#x}\n///",
        6,
        "",
    ),
    ("field-type", "/// worksheet | A\n    id: b8\n\n- What? ____ {#w .persn}\n///", 6, ""),
    ("options-broken", "/// checklist | A\n    id: [a\n\n- [ ] A {#x}\n///", 4, ""),
    ("trait", "/// assessment | A\n    id: b9\n\n1. I plan. {#p trait=none}\n///", 0, ""),
    ("posts-option", "/// posts\n    limit: many\n///", 4, "no limit"),
    ("posts-sort", "/// posts\n    sort: random\n///", 4, "no sort"),
    ("posts-unknown", "/// posts\n    lable: x\n///", 4, "label"),
    ("posts-open", "/// posts\n    limit: 5\n\nText.", 3, "never closed"),
    ("posts-typo", "/// pots\n///", 3, "posts"),
    ("posts-limit", "/// posts\n    limit: -1\n///", 4, "no limit"),
]

# --- Files beside the pages --------------------------------------------------------

COMMENT = "- id: c1\n    author: Ana\n    date: 2026-01-01\n    body: Hello\n"
LEDGER: list[tuple[str, str, int, str]] = [
    ("not-yaml", "thread: [", 0, "cannot be read"),
    ("colon", "comments:\n  - id: c1\n    body: a: b", 3, "cannot be read"),
    ("text", "just words", 1, "not made of keys"),
    ("list", "- a", 1, "not made of keys"),
    ("unknown-key", "threed: x", 1, 'Did you mean "thread"'),
    ("other-thread", "thread: other", 1, "its thread is"),
    ("state", "state: locked", 1, "unknown state"),
    ("no-id", "comments:\n  - author: A\n    date: 2026-01-01\n    body: x", 2, "has no id"),
    ("no-author", "comments:\n  - id: c1\n    date: 2026-01-01\n    body: x", 2, "no author"),
    ("no-date", "comments:\n  - id: c1\n    author: A\n    body: x", 2, "has no date"),
    ("no-body", "comments:\n  - id: c1\n    author: A\n    date: 2026-01-01", 2, "has no body"),
    ("date", "comments:\n  - id: c1\n    author: A\n    date: soon\n    body: x", 4, "not a date"),
    (
        "day",
        "comments:\n  - id: c1\n    author: A\n    date: 2026-02-30\n    body: x",
        4,
        "is no day",
    ),
    ("id", "comments:\n  " + COMMENT.replace("c1", '"../x"'), 2, "cannot be an id"),
    ("id-twice", f"comments:\n  {COMMENT}  {COMMENT.replace('Hello', 'Hi')}", 6, "share the id"),
    ("parent", f"comments:\n  {COMMENT}    parent: c9\n", 2, "which is not here"),
    ("own-parent", f"comments:\n  {COMMENT}    parent: c1\n", 2, "which is not here"),
    ("comment-state", f"comments:\n  {COMMENT}    state: aproved\n", 6, "approved"),
    ("by", f"comments:\n  {COMMENT}    by: mra\n", 6, 'Did you mean "mara"'),
    ("comment-key", f"comments:\n  {COMMENT}    emial: x\n", 6, "unknown key"),
    ("words", "comments:\n  - hello", 2, "no comment"),
    ("bomb", "a: &a [x]\nb: [" + "*a," * 40 + "]", 0, "refers to itself"),
    ("deep", "comments: " + "[" * 60 + "]" * 60, 0, "nested too deeply"),
    ("tag", "comments: !!python/name:os.system", 1, ""),
]

AUTHORS: list[tuple[str, str, int, str]] = [
    ("not-yaml", "authors: [", 0, "not valid YAML"),
    ("words", "hello", 1, "names no authors"),
    ("list", "authors: [mara]", 1, "no ids with keys"),
    ("no-name", "authors:\n  mara:\n    description: x", 2, "has no name"),
    ("misspelt", "authors:\n  mara: {name: M, avtar: x}", 2, 'Did you mean "avatar"'),
    ("twice", "authors:\n  mara: {name: M}\n  mara: {name: N}", 3, "written twice"),
    ("name-list", "authors:\n  mara: {name: [a]}", 2, "not plain text"),
    ("bomb", "a: &a [x]\nauthors: {b: {name: [" + "*a," * 40 + "]}}", 0, "refers to itself"),
    ("deep", "authors: " + "[" * 60 + "]" * 60, 0, "nested too deeply"),
    ("tag", "authors: !!python/name:os.system", 1, ""),
]

BLOGROLLS: list[tuple[str, str, int, str]] = [
    ("not-yaml", "- title: [", 0, "cannot be read"),
    ("keys", "title: One", 1, "not a list"),
    ("words", "- hello", 1, "no blog"),
    ("misspelt", "- title: One\n  feeed: https://x.example/", 2, 'Did you mean "feed"'),
    ("no-title", "- feed: https://x.example/", 1, "no title"),
    ("no-feed", "- title: One", 1, "no feed"),
    ("script", "- title: One\n  url: javascript:alert(1)", 2, "no address on the web"),
    ("file", "- title: One\n  feed: file:///etc/passwd", 2, "no address on the web"),
    (
        "twice",
        "- {title: A, feed: https://x.example/}\n- {title: B, feed: https://x.example/}",
        2,
        "",
    ),
    ("list", "- title: One\n  feed: [a]", 2, "not one line of text"),
    ("deep", "[" * 3000, 1, ""),
]

OPTIONS: list[tuple[str, str, str]] = [
    ("blog", "pagination_per_pag: 5", 'Did you mean "pagination_per_page"'),
    ("blog", "pagination_per_page: many", "not a whole number"),
    ("blog", "pagination_per_page: 0", "cannot be 0"),
    ("blog", "pagination_per_page: -3", "cannot be -3"),
    ("blog", "pagination: maybe", "neither true nor false"),
    ("blog", "blog_dir: ../elsewhere", "leads out of the docs folder"),
    ("blog", "blog_dir: [a]", "not plain text"),
    ("blog", "post_dir: /etc", "leads out of the docs folder"),
    ("blog", "post_dir: '{blgo}/posts'", "braces that mean nothing"),
    ("blog", "post_url_format: '{nope}'", "means nothing"),
    ("blog", "post_url_format: '{slug'", "not closed"),
    ("blog", "post_url_format: same", "one address"),
    ("blog", "archive_url_format: archive", "one address"),
    ("blog", "pagination_url_format: page", "one address"),
    ("blog", "categories_url_format: '../{slug}'", "leads out"),
    ("blog", "post_date_format: 7", "not plain text"),
    ("blog", "post_excerpt: always", "Use one of: optional, required"),
    ("blog", "post_excerpt: requird", 'Did you mean "required"'),
    ("blog", "categories_allowed: Plans", "not a list"),
    ("blog", "categories_allowed: [1]", "no word"),
    ("blog", "feeds_most: -1", "cannot be -1"),
    ("blog", "related: lots", "not a whole number"),
    ("blog", "draft: sometimes", "neither true nor false"),
    ("blog", "comments: closed", "neither true nor false"),
    ("blog", "comments_provider_settings: x", "not made of keys"),
    ("blog", "authors_file: ../../authors.yml", "leads out of the docs folder"),
    ("blog", "post_pagination: x", "has no option"),
    ("worksheets", "side_id: x", 'Did you mean "site_id"'),
    ("worksheets", "site_id: 5", "not plain text"),
    ("worksheets", "site_id: two words", "cannot be a site_id"),
    ("worksheets", "cards: 1", "neither true nor false"),
    ("worksheets", "short_addresses: maybe", "neither true nor false"),
    ("publish", "enable: true", 'Did you mean "enabled"'),
    ("publish", "enabled: 1", "neither true nor false"),
]

WHOLE: list[tuple[str, bytes, int, str, str]] = [
    ("latin-1", "# Größe\n".encode("latin-1"), 1, "not UTF-8", STOPS),
    ("utf-16", "# Page\n".encode("utf-16"), 1, "UTF-16", STOPS),
    ("utf-16-be", b"\xfe\xff" + "# Page\n".encode("utf-16-be"), 1, "UTF-16", STOPS),
    ("nothing", b"# A\x00B\n", 1, "control character", STOPS),
    ("escape", b"# A\n\n\x1b[31mred\n", 3, "control character", STOPS),
    ("half-letter", b"# A\n\n\xc3", 3, "not UTF-8", STOPS),
    ("surrogate", b"# A\n\xed\xa0\x80\n", 2, "not UTF-8", STOPS),
    ("too-large", b"word " * 500_000, 0, "larger than 2 MiB", STOPS),
    ("front-open", b"---\ntitle: x\n\n# Page\n", 1, "never closes", STOPS),
    ("front-late", b"\n---\ntitle: x\ndraft: true\n---\n", 2, "first line", STOPS),
    ("front-set-in", b" ---\ntitle: x\n---\n", 1, "first line", STOPS),
    ("front-four", b"----\ntitle: x\n----\n", 1, "three hyphens", STOPS),
    ("front-two", b"--\ntitle: x\n--\n", 1, "three hyphens", STOPS),
    ("front-toml", b"+++\ntitle = 1\n+++\n", 1, "three hyphens", STOPS),
    ("front-dash", "—\ntitle: x\n—\n".encode(), 1, "three hyphens", STOPS),
    ("front-end", b"---\ntitle: x\ndraft: true\n---", 4, "ends with its front matter", STOPS),
    ("front-space", "---\ntitle: x\n---\u00a0\n".encode(), 3, "invisible", STOPS),
    ("front-break", "---\ntitle: x\u2028---\n# A\n---\n".encode(), 2, "invisible", STOPS),
    ("front-bare-draft", b"title: x\ndraft: true\n\nText\n", 1, "reads as the key", STOPS),
    ("front-bare", b"Note: this is text.\n\nMore.\n", 1, "reads as the key", TOLD),
    ("front-empty", b"---\n---\n# A\n", 1, "empty", TOLD),
    ("bom", b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n# A\r\n", 0, "", FINE),
    ("old-mac", b"---\rtitle: x\r---\r# A\r", 0, "", FINE),
    ("dots", b"---\ntitle: x\n...\n# A\n", 0, "", FINE),
    ("empty-file", b"", 0, "", FINE),
    ("one-line", b"# A", 0, "", FINE),
    ("rule", b"---\n", 0, "", FINE),
]


def _file(front: str, body: str) -> bytes:
    return f"---\n{front}\n---\n\n{body}\n".encode()


def pages() -> Iterator[Hostile]:
    """Wrong pages and posts, each in a file of its own, to stand in one site."""
    for name, front, line, said, outcome in FRONT:
        at = line + 1 if line else 0
        mark = CANARY if outcome == STOPS else "Words."
        text = f"# Page {name}\n\n{mark}"
        own = outcome == TOLD and front.partition(":")[0] in OF_POSTS
        told = (FINE, 0, "") if own else (outcome, at, said)
        yield Hostile(name, f"docs/p/{name}.md", _file(front, text), *told)
        dated = f"date: 2026-01-01\nuid: post-{name}\n{front}"
        at = line + 3 if line else 0
        post = f"docs/blog/posts/{name}.md"
        kept = STOPS if name in WITHOUT_POST else outcome
        yield Hostile(f"post {name}", post, _file(dated, text), kept, at, said)
    for name, front, line, said in POSTS:
        uid = "" if front.startswith("uid:") else f"\nuid: post-{name}"
        content = _file(f"date: 2026-01-01\n{front}{uid}", f"# {name}")
        at = line + 2
        kept = STOPS if name in WITHOUT_POST else TOLD
        yield Hostile(f"post {name}", f"docs/blog/posts/{name}.md", content, kept, at, said)
    for name, written, said in DATES:
        content = _file(f"uid: date-{name}\ndate: {written}", f"# {name}")
        file = f"docs/blog/posts/date-{name}.md"
        at = 1 if said == "no date" else 3
        yield Hostile(f"post date {name}", file, content, STOPS, at, said)
    for name, text, line, said, outcome in BODIES:
        mark = f"\n\n{CANARY}" if outcome == STOPS else ""
        content = f"# Page\n\n{text}{mark}\n".encode()
        yield Hostile(f"text {name}", f"docs/p/text-{name}.md", content, outcome, line, said)
    for name, text, line, said in SHEETS:
        content = f"# Page\n\n{text}\n".encode()
        yield Hostile(f"sheet {name}", f"docs/p/sheet-{name}.md", content, TOLD, line, said)
    for name, content, line, said, outcome in WHOLE:
        yield Hostile(f"file {name}", f"docs/p/file-{name}.md", content, outcome, line, said)


def others() -> Iterator[Hostile]:
    """Wrong ledgers, to stand in one site; each belongs to a post of its own."""
    for name, text, line, said in LEDGER:
        file = f"docs/blog/.comments/talk-{name}.yml"
        yield Hostile(f"ledger {name}", file, f"{text}\n".encode(), TOLD, line, said)
    stray = b"comments: []\n"
    name = "docs/blog/.comments/Not An Id.yml"
    yield Hostile("ledger name", name, stray, TOLD, 0, "cannot be a post's uid")
    yaml = "docs/blog/.comments/talk.yaml"
    yield Hostile("ledger ending", yaml, stray, TOLD, 0, "read as no thread")
    latin = "docs/blog/.comments/talk-latin.yml"
    yield Hostile("ledger latin", latin, b"state: gr\xf6\xdfe\n", TOLD, 1, "not UTF-8")


def singles() -> Iterator[Hostile]:
    """Files of which a blog has one, and a thread of no post."""
    stray = "docs/blog/.comments/gone.yml"
    yield Hostile("ledger orphan", stray, b"comments: []\n", TOLD, 1, "no post has")
    for name, text, line, said in AUTHORS:
        file, content = "docs/blog/.authors.yml", f"{text}\n".encode()
        yield Hostile(f"authors {name}", file, content, TOLD, line, said)
    for name, text, line, said in BLOGROLLS:
        file, content = "docs/blog/.blogroll.yml", f"{text}\n".encode()
        yield Hostile(f"blogroll {name}", file, content, TOLD, line, said)


SITE: dict[str, bytes] = {
    "mkdocs.yml": b"""site_name: Hostile
site_url: https://hostile.example/
theme: {name: material, font: false}
exclude_docs: /private/
plugins:
  - search
  - playbook/publish
  - playbook/worksheets: {site_id: hostile}
  - playbook/blog: {categories_allowed: [Plans, Talent]}
markdown_extensions:
  - attr_list
  - tables
  - md_in_html
  - pymdownx.superfences
  - pymdownx.snippets: {base_path: [docs], check_paths: true}
""",
    "docs/index.md": b"# Home\n",
    "docs/p/ok.md": b"# Fine\n\n## Second part\n\n/// checklist | Good\n    id: good\n\n"
    b"- [ ] One {#one}\n///\n",
    "docs/p/ok.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "docs/p/hidden.md": b"---\ndraft: true\n---\n\n# Hidden KEEP-THIS-INSIDE\n",
    "docs/blog/posts/hidden-post.md": b"---\ndate: 2026-01-01\ndraft: true\n---\n\n"
    b"# Hidden KEEP-THIS-INSIDE\n",
    "docs/deep/alone.md": b"# Alone\n",
    "docs/private/x.md": b"# Private KEEP-THIS-INSIDE\n",
    "docs/blog/.authors.yml": b"authors:\n  mara: {name: Mara}\n",
    "outside.txt": b"Outside KEEP-THIS-INSIDE\n",
}
