"""A small site with some of everything, and random edits as authors and their colleagues make them.

The site lives in memory as plain values; `write` puts on the disk what has changed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

WORDS = (
    *("offer", "client", "pilot", "metric", "desk", "quote", "pump", "Thursday", "*ask*", "`call`"),
    *("**second**", "door", "plan", "quarter", "Ärger", "site", "manager", "number", "visit"),
    *("label", "promise", "review", "week", "note"),
)
LABELS = ("Plans", "Talent", "Deals", "Debrief & more")
COACHES = ("mara", "ruth", "tomas")

FRAME = """{% import "partials/language.html" as lang with context %}
<!doctype html><html lang="{{ config.theme.language }}"><head>
<title>{{ page.title if page }} - {{ config.site_name }}</title>{% for each in config.extra_css %}
<link rel="stylesheet" href="{{ each | url }}">{% endfor %}
{% block styles %}{% endblock %}</head><body>
<nav>{% for item in nav recursive %}<li{% if item.active %} class="on"{% endif %}>
{% if item.children %}{{ item.title }}<ul>{{ loop(item.children) }}</ul>
{% else %}<a href="{{ item.url | url }}">{{ item.title }}</a>{% endif %}</li>{% endfor %}</nav>
{% block container %}{% block content %}{% if page %}{{ page.content }}{% endif %}{% endblock %}
{% endblock %}
{% if page and page.next_page %}<a rel="next" href="{{ page.next_page.url | url }}">
{{ page.next_page.title }}</a>{% endif %}
{% if page %}{{ page.meta.description }} {{ page.update_date }} {{ page.edit_url }}{% endif %}
</body></html>
"""
NEWEST = """{% extends "main.html" %}{% block content %}{{ super() }}
{% for post in playbook_posts[:3] %}<h3><a href="{{ post.url | url }}">{{ post.title | e }}</a></h3>
{{ post.description | e }} {{ post.comments.line if post.comments }}{% endfor %}
{% for tip in playbook_tips %}{{ tip.title }} {{ tip.body }}{% endfor %}{% endblock %}
"""
LANGUAGE = "{% macro t(key) %}{{ key }}{% endmacro %}"
LAST_WORDS = """{% block styles %}{{ super() }}{% for each in playbook_remarks %}
<!-- {{ each.text | e }} -->{% endfor %}{% endblock %}"""
OVERRIDES = {
    "home.html": NEWEST,
    "main.html": '{% extends "base.html" %}' + LAST_WORDS,
    "blog-post.html": '{% extends "main.html" %}{% block container %}{{ page.content }}'
    "{{ page.config.date.created | date }}{% endblock %}",
    "partials/nav-item.html": "{% macro render(nav_item, path, level, parent) %}<li>"
    "{{ nav_item.title }} {{ page.title if page }}</li>{% endmacro %}",
    "partials/copyright.html": "<p>{{ page.title if page }} {{ config.copyright }}</p>",
    "partials/post.html": "<h2>{{ post.title | e }}</h2>{{ post.content }}{{ post.more }}",
    "playbook/compact.html": "<i>{% for post in posts %}{{ post.title | e }} {{ post.rest }}"
    "{% endfor %}</i>",
    "list.html": '{% extends "main.html" %}{% block content %}{{ super() }}'
    "{% for each in nav.pages %}{{ each.title }} {{ each.url }} {{ each.meta.description }}"
    "{% endfor %}{% endblock %}",
}
LISTINGS = (
    "/// posts\n    sort: {sort}\n    layout: {layout}\n    limit: 4\n///",
    "/// posts\n    label: {label}\n    layout: {layout}\n///",
    "/// posts\n    author: {coach}\n///",
    "/// tips\n///",
    "/// tips\n    layout: compact\n    label: {label}\n///",
    "/// comments\n    limit: 3\n///",
    "/// labels\n///",
    "/// archive\n///",
    "/// blogroll\n    limit: 2\n///",
)
PLUGINS: dict[str, dict[str, Any]] = {
    "search": {},
    "playbook/publish": {"staging": False},
    "playbook/worksheets": {"site_id": "edited"},
    "playbook/blog": {"pagination_per_page": 4, "comments_post_to": "mailto:a@edited.example"},
}
CONFIG: dict[str, Any] = {
    "site_name": "Edited",
    "site_url": "https://edited.example/",
    "theme": {"name": None, "custom_dir": "frame", "language": "en"},
    "markdown_extensions": [
        "abbr",
        "attr_list",
        "tables",
        "footnotes",
        {"toc": {"permalink": True}},
        "pymdownx.superfences",
        {"pymdownx.snippets": {"base_path": ["parts"]}},
    ],
    "extra_css": ["css/site.css"],
    "copyright": "Ours",
    "repo_url": "https://code.example/edited/",
    "edit_uri": "edit/main/",
}


class Function(str):
    """The name of a function among the options of an extension."""


yaml.SafeDumper.add_representer(
    Function,
    lambda dumper, name: dumper.represent_scalar(f"tag:yaml.org,2002:python/name:{name}", ""),
)
READING = {
    "pymdownx.snippets": [
        {"base_path": ["parts"]},
        {"base_path": ["parts"], "auto_append": ["short.md"]},
        {"base_path": ["parts", "parts/single.md"], "auto_append": ["short.md:1:1", "single.md"]},
        {"base_path": "parts", "auto_append": ["around.md"]},
    ],
    "pymdownx.emoji": [
        {
            "emoji_index": Function("material.extensions.emoji.twemoji"),
            "emoji_generator": Function("material.extensions.emoji.to_svg"),
            "options": {"custom_icons": ["icons"]},
        }
    ],
}
"""Extensions that read files, each with options that it may have."""
READ = (
    "parts/note.md",
    "parts/inner.md",
    "parts/short.md",
    "parts/single.md",
    "icons/own/hand.svg",
)
"""What they read: none of it stands below `docs`."""


class Garden:
    """The site, its edits, and the dice."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.config = deepcopy(CONFIG)
        self.plugins = deepcopy(PLUGINS)
        self.nav: list[Any] | None = None
        self.pages: dict[str, tuple[dict[str, Any], list[str]]] = {}
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.coaches = {name: {"name": name.title(), "description": "Coach"} for name in COACHES}
        self.files: dict[str, str] = {
            "docs/css/site.css": "p { color: teal }",
            "docs/image.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "parts/note.md": "A note from a *snippet*.",
            "parts/inner.md": "What is inside.",
            "parts/outer.md": 'Around it.\n\n--8<-- "inner.md"\n',
            "parts/around.md": '--8<-- "inner.md"\n',
            "parts/short.md": "*[KPI]: a number that counts",
            "parts/single.md": "*[pump]: what moves water",
            "icons/own/hand.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        }
        self.made = 0
        self._written: dict[str, str] = {}
        self._plant()
        self.wear(None)

    def _plant(self) -> None:
        self.pages["index.md"] = ({"template": "home.html"}, ["# Home", self.words(9)])
        self.pages["blog/index.md"] = ({}, ["# Blog"])
        self.pages["blog/talk.md"] = ({}, ["# Talk", LISTINGS[5], LISTINGS[3]])
        self.pages["guide/index.md"] = ({}, ["# Guide", "[to the post](../blog/index.md)"])
        for _ in range(8):
            self.add_page()
        for _ in range(10):
            self.add_post()
        for _ in range(6):
            self.add_comment()

    # --- Dice ---

    def words(self, count: int) -> str:
        return " ".join(self.dice.choice(WORDS) for _ in range(count))

    def name(self) -> str:
        self.made += 1
        return f"{self.dice.choice('abkmtz')}{self.made}"

    def one(self, kind: str = "") -> str:
        """Some page; of a `kind` when it is given: `posts`, or `pages` outside of the blog."""
        fits: dict[str, Callable[[str], bool]] = {
            "posts": lambda name: "/posts/" in name,
            "pages": lambda name: "/posts/" not in name and not name.endswith("index.md"),
        }
        return self.dice.choice(sorted(filter(fits.get(kind), self.pages)))

    def day(self) -> date:
        return date(
            self.dice.randint(2023, 2026), self.dice.randint(1, 9), self.dice.randint(1, 28)
        )

    def time(self) -> datetime:
        return datetime.combine(self.day(), time(self.dice.randrange(24)), UTC)

    def part(self) -> str:
        """A paragraph, or something richer."""
        name, target = self.name(), self.one()
        depth = "../" * 3
        return self.dice.choice(
            [
                self.words(25),
                self.words(60),
                f"## {self.words(3)}",
                f"See [{self.words(2)}]({depth[:-3]}{target}).",
                f"See [{self.words(2)}]({depth}{target}#part).",
                "![A picture](../image.svg)",
                f"KPI[^{name}] and <!-- {name} --> text.\n\n[^{name}]: {self.words(4)}",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                f"```python\nprint('{name}')\n```",
                '--8<-- "note.md"',
                '--8<-- "outer.md"',
                f"{self.words(9)} :own-hand: KPI",
                "<!-- more -->",
                f"/// checklist | {self.words(3)}\n    id: {name}\n- [ ] {self.words(4)} {{#x}}\n"
                f"- [ ] {self.words(2)}\n///",
                f"/// tip | {self.words(2)}\n    id: {name}\n    label: {self.dice.choice(LABELS)}"
                f"\n\n{self.words(9)} [there]({depth}{target})\n///",
                f"/// checklist | Wrong\n    id: {name}\n    verison: 2\n- [ ] a\n///",
                "/// sheet\n///",
                self.listing(),
            ]
        )

    def listing(self) -> str:
        layout = self.dice.choice(("cards", "compact", "dated"))
        sort = self.dice.choice(("newest", "updated", "most discussed", "last comment"))
        return self.dice.choice(LISTINGS).format(
            layout=layout,
            sort=sort.replace(" ", "-"),
            label=self.dice.choice(LABELS),
            coach=self.dice.choice(COACHES),
        )

    # --- Edits of pages ---

    def add_page(self) -> None:
        folder = self.dice.choice(("", "guide/", "guide/deep/", "playbook/"))
        name = f"{folder}{self.name()}.md"
        self.pages[name] = ({}, [f"# {self.words(2)}", self.words(30), self.part()])

    def add_post(self) -> None:
        meta: dict[str, Any] = {"date": self.day(), "categories": [self.dice.choice(LABELS)]}
        body = [f"# {self.words(3)}", self.words(40), "<!-- more -->", self.words(20), self.part()]
        self.pages[f"blog/posts/{self.name()}.md"] = (meta, body)
        for _ in range(2):
            self.front_matter(f"blog/posts/{self.made_name()}")

    def made_name(self) -> str:
        return [name for name in self.pages if "/posts/" in name][-1].rsplit("/", 1)[1]

    def text(self) -> None:
        _, body = self.pages[self.one()]
        place = self.dice.randrange(len(body))
        if self.dice.random() < 0.3 and len(body) > 2:
            del body[place]
        elif self.dice.random() < 0.5:
            body[place] = self.part() if place else f"# {self.words(2)}"
        else:
            body.insert(place + 1, self.part())

    def typo(self) -> None:
        _, body = self.pages[self.one()]
        body[-1] += " " + self.words(1)

    def front_matter(self, name: str = "") -> None:
        meta, _ = self.pages[name or self.one("posts")]
        key, value = self.dice.choice(
            [
                ("title", self.words(3)),
                ("date", self.day()),
                ("date", {"created": self.day(), "updated": self.day()}),
                ("categories", self.dice.sample(LABELS, 2)),
                ("tags", [self.words(1)]),
                ("description", self.words(8)),
                ("draft", True),
                ("draft", False),
                ("pin", True),
                ("series", "First calls"),
                ("authors", [self.dice.choice(COACHES)]),
                ("uid", self.name()),
                ("slug", self.name()),
                ("order", self.dice.randint(1, 5)),
                ("comments", False),
                ("readtime", self.dice.randint(1, 9)),
                ("links", [self.one()]),
                ("hide", ["navigation"]),
                ("wrong", "key"),
            ]
        )
        if key in meta and key != "date" and self.dice.random() < 0.4:
            del meta[key]
        else:
            meta[key] = value

    def page_front_matter(self) -> None:
        meta, _ = self.pages[self.one("pages")]
        templates = [name for name in ("list.html", "home.html") if f"frame/{name}" in self.files]
        meta.update(
            self.dice.choice(
                [
                    {"title": self.words(2)},
                    {"description": self.words(5)},
                    {"template": self.dice.choice(templates)} if templates else {},
                    {"date": self.day()},
                    {"search": {"exclude": True}},
                    {"image": "image.svg"},
                ]
            )
        )

    def rename(self) -> None:
        old = self.one()
        if old.endswith("index.md"):
            return
        folder = old.rpartition("/")[0]
        if "/posts" not in old and self.dice.random() < 0.5:
            folder = self.dice.choice(("guide", "playbook", "guide/deep"))
        self.pages[f"{folder}/{self.name()}.md".lstrip("/")] = self.pages.pop(old)

    def delete(self) -> None:
        kind = self.dice.choice(("posts", "pages"))
        count = sum("/posts/" in name for name in self.pages)
        if (count if kind == "posts" else len(self.pages) - count) > 7:
            del self.pages[self.one(kind)]

    # --- Edits beside the pages ---

    def add_comment(self) -> None:
        post = self.one("posts")
        uid = self.pages[post][0].setdefault("uid", self.name())
        thread = self.comments.setdefault(uid, [])
        state = self.dice.choice(("approved", "approved", "pending"))
        thread.append(
            {"id": self.name(), "author": self.words(1), "date": self.time(),
             "body": self.words(12), "state": state}
        )  # fmt: skip
        if len(thread) > 1 and self.dice.random() < 0.5:
            thread[-1]["parent"] = thread[0]["id"]
            thread[-1]["by"] = "mara"

    def approve(self) -> None:
        for comment in self._some_thread():
            comment["state"] = "pending" if comment["state"] == "approved" else "approved"

    def unsay(self) -> None:
        thread = self._some_thread()
        if thread:
            thread.pop()

    def _some_thread(self) -> list[dict[str, Any]]:
        return self.comments[self.dice.choice(sorted(self.comments))] if self.comments else []

    def coach(self) -> None:
        one = self.coaches[self.dice.choice(COACHES)]
        one[self.dice.choice(("name", "description"))] = self.words(2).replace("*", "")

    def blogroll(self) -> None:
        blogs = [
            {"title": self.words(2), "url": f"https://{self.name()}.example/"}
            for _ in range(self.dice.randint(0, 3))
        ]
        self.files["docs/blog/.blogroll.yml"] = yaml.safe_dump(blogs)

    def asset(self) -> None:
        name = self.dice.choice(("docs/css/site.css", f"docs/{self.name()}.css", "docs/image.svg"))
        if name in self.files and self.dice.random() < 0.2:
            del self.files[name]
        else:
            self.files[name] = f"/* {self.words(3)} */"

    def read_file(self) -> None:
        """Change one of the files that extensions read."""
        name, words = self.dice.choice(READ), self.words(3)
        self.files[name] = {
            "short.md": f"*[KPI]: {words}",
            "single.md": f"*[pump]: {words}",
            "hand.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><!-- {words} --></svg>",
        }.get(name.rpartition("/")[2], words)

    def override(self) -> None:
        name = self.dice.choice(sorted(OVERRIDES))
        place = f"frame/{name}"
        if self.config["theme"]["name"] is None and name.startswith(("main", "partials/nav")):
            self.files["frame/main.html"] = FRAME.replace("</body>", f"{self.words(1)}</body>")
        elif place in self.files and self.dice.random() < 0.5:
            self.files.pop(place)
        else:
            self.files[place] = OVERRIDES[name] + f"<!-- {self.words(1)} -->"
        self._drop_templates()

    def _drop_templates(self) -> None:
        """No page names a template that is gone."""
        for meta, _ in self.pages.values():
            if f"frame/{meta.get('template')}" not in self.files:
                meta.pop("template", None)

    # --- Edits of mkdocs.yml ---

    def option(self) -> None:
        blog, sheets = self.plugins["playbook/blog"], self.plugins["playbook/worksheets"]
        publish = self.plugins["playbook/publish"]
        folder, key, value = self.dice.choice(
            [
                (blog, "pagination_per_page", self.dice.randint(2, 9)),
                (blog, "pagination_keep_content", True),
                (blog, "pagination_format", "$link_first ~2~ $link_last"),
                (blog, "authors_profiles", True),
                (blog, "related", self.dice.randint(0, 4)),
                (blog, "feeds", False),
                (blog, "feeds_most", self.dice.randint(1, 5)),
                (blog, "archive", False),
                (blog, "blog_toc", True),
                (blog, "post_date_format", self.dice.choice(("short", "yyyy"))),
                (blog, "post_readtime", False),
                (blog, "post_url_format", self.dice.choice(("{slug}", "{date}/{file}"))),
                (blog, "post_excerpt_max_authors", 2),
                (blog, "categories", False),
                (blog, "comments", False),
                (blog, "draft", True),
                (blog, "series", False),
                (publish, "offline", True),
                (publish, "offline_keep", ["guide/*", "*.svg"]),
                (publish, "content_security_policy", True),
                (publish, "precompress", ["gzip"]),
                (sheets, "cards", False),
                (sheets, "short_addresses", False),
                (sheets, "card_image", "image.svg"),
                (self.config, "site_name", self.words(2)),
                (self.config, "copyright", self.words(2)),
                (self.config, "use_directory_urls", False),
                (self.config, "extra_css", ["css/site.css", "css/more.css"]),
                (self.config, "extra", {"note": self.words(1)}),
                (self.config["theme"], "language", self.dice.choice(("de", "fr", "pt-BR"))),
                (self.config["theme"], "features", ["navigation.tabs", "navigation.indexes"]),
                (self.config["theme"], "features", ["toc.integrate", "navigation.footer"]),
            ]
        )
        if key in folder and self.dice.random() < 0.6:
            default = CONFIG if folder is self.config else CONFIG["theme"]
            if folder in (self.config, self.config["theme"]) and key in default:
                folder[key] = deepcopy(default[key])
            else:
                del folder[key]
        else:
            folder[key] = value

    def extension(self) -> None:
        found = self.config["markdown_extensions"]
        choice = self.dice.choice([*READING, *READING, "def_list", "pymdownx.tilde", "smarty"])
        if choice in READING:
            found[:] = [each for each in found if choice not in each]
            if choice == "pymdownx.snippets" or self.dice.random() < 0.7:
                found.append({choice: deepcopy(self.dice.choice(READING[choice]))})
        elif choice in found:
            found.remove(choice)
        else:
            found.append(choice)

    def tag_pages(self) -> None:
        """Take Material's tags in or out: with a listing, and some that are allowed alone."""
        pages = self.pages
        if "material/tags" in self.plugins or not self.config["theme"]["name"]:
            self.plugins.pop("material/tags", None)
            pages.pop("labels.md", None)
            return
        self.plugins["material/tags"] = self.dice.choice(
            [{}, {"shadow_tags": ["Call"]}, {"listings_map": {"all": {"exclude": ["Call"]}}}]
        )
        pages["labels.md"] = ({}, ["# Labels", "<!-- material/tags -->"])
        for number, name in enumerate(sorted(pages)):
            pages[name][0]["tags"] = ["Call", "Plan", "Talk"][: number % 4]

    def navigate(self) -> None:
        if self.nav and self.dice.random() < 0.4:
            self.nav = None
            return
        names = sorted(name for name in self.pages if "/posts/" not in name)
        some = self.dice.sample(names, min(len(names), 5))
        titled = [{self.words(1): name} if self.dice.random() < 0.6 else name for name in some[:3]]
        section = {self.words(1): some[3:]}
        blog = {"Blog": ["blog/index.md", "blog/talk.md"]} if "blog/talk.md" in names else []
        self.nav = ["index.md", *titled, section, *([blog] if blog else [])]

    EDITS = (
        ("text", 8), ("typo", 8), ("front_matter", 12), ("page_front_matter", 4), ("add_page", 2),
        ("add_post", 4), ("rename", 4), ("delete", 4), ("add_comment", 4), ("approve", 2),
        ("unsay", 2), ("coach", 2), ("blogroll", 2), ("asset", 2), ("read_file", 9),
        ("override", 7), ("option", 8), ("extension", 5), ("navigate", 4), ("tag_pages", 2),
    )  # fmt: skip

    def edit(self) -> str:
        """Do one thing; its name."""
        names, weights = zip(*self.EDITS, strict=True)
        name: str = self.dice.choices(names, weights)[0]
        getattr(self, name)()
        return name

    def wear(self, theme: str | None) -> None:
        """Put on another theme; a frame's own main.html would hide it."""
        if "material/tags" in self.plugins:
            self.tag_pages()
        self.config["theme"]["name"] = theme
        self.config["theme"].pop("font", None)
        for name in [name for name in self.files if name.startswith("frame/")]:
            del self.files[name]
        self.files["frame/home.html"] = NEWEST
        if theme:
            self.config["theme"]["font"] = False
        else:
            self.files["frame/main.html"] = FRAME
            self.files["frame/partials/language.html"] = LANGUAGE
            for name in ("tags", "actions", "source-file"):
                self.files[f"frame/partials/{name}.html"] = "<!-- nothing -->"
            self.files["frame/404.html"] = '{% extends "main.html" %}'
        self._drop_templates()

    # --- On the disk ---

    def all_files(self) -> dict[str, str]:
        """Every file of the site by its path."""
        plugins = [{name: deepcopy(given)} for name, given in self.plugins.items()]
        config = {**self.config, "plugins": plugins}
        if self.nav:
            config["nav"] = self.nav
        found = dict(self.files)
        found["mkdocs.yml"] = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
        found["docs/blog/.authors.yml"] = yaml.safe_dump({"authors": self.coaches})
        for uid, thread in self.comments.items():
            values = {"thread": uid, "comments": thread}
            found[f"docs/blog/.comments/{uid}.yml"] = yaml.safe_dump(values)
        for name, (meta, body) in self.pages.items():
            head = f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n\n" if meta else ""
            found[f"docs/{name}"] = head + "\n\n".join(body) + "\n"
        return found

    def write(self) -> None:
        """Put on the disk what has changed since the last time."""
        now = self.all_files()
        for name in self._written.keys() - now.keys():
            (self.folder / name).unlink()
        for name, text in now.items():
            if self._written.get(name) != text:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self._written = now
