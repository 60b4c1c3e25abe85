"""Share pictures in a build: which pages have one, what it shows, and where it lies.

A page names its picture in its head (`tags`), so it must be known before the page is written; the
picture itself is painted at the end, or taken from the cache by what it is made from.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.digests import SIZE, digest
from playbook_plugins.shared.host_card import card_of, title_of
from playbook_plugins.shared.open_graph import (
    LARGE,
    SMALL,
    CardPicture,
    card_html,
    has_card,
    has_picture,
    picture_html,
)
from playbook_plugins.shared.page_edits import Edits
from playbook_plugins.shared.parallel import MISSING, share
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.template_escaping import plain
from playbook_plugins.shared.words import Vocabulary, code_of
from playbook_plugins.shared.writing import write_files

from .share_drawing import Drawing, drawing_in
from .share_picture import HIGH, WIDE, MissingError, Painter, Picture

log = logging.getLogger("mkdocs.plugins.playbook")

FOLDER = "assets/share"
KIND = "file"
"""What the cache calls finished files."""
FROM_RIGHT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_SHEET = re.compile(r'<playbook-worksheet\b[^>]*\bkind="([\w-]+)"')


class Options(Protocol):
    """What a site sets of `playbook/publish` that concerns its share pictures."""

    enabled: bool
    share_pictures: bool
    share_colors: dict[str, str]
    share_font: str


class SharePictures:
    """The share pictures of one build; none where the site wants none or they cannot be made."""

    def __init__(self, options: Options, config: MkDocsConfig, serving: bool) -> None:
        """Find renderer and font. A preview makes no pictures: nobody shares it."""
        self._config = config
        self._painter: Painter | None = None
        self._pages: dict[str, tuple[str, Picture]] = {}
        """Name and picture by the page's address."""
        self._language = str(config.theme.get("language") or "en")
        if not (options.enabled and options.share_pictures) or serving:
            return
        root = Path(config.config_file_path or "mkdocs.yml").parent
        font = root / options.share_font if options.share_font else None
        try:
            if not config.site_url:
                what = "share_pictures needs site_url: chats ask for whole addresses."
                raise MissingError(what, "Set site_url, or write share_pictures: false.")
            from_right = code_of(self._language) in FROM_RIGHT
            self._painter = Painter(options.share_colors, font, from_right)
        except MissingError as error:
            log.warning("%s", Problem("mkdocs.yml", 0, 0, *error.args))

    def know(self, pages: Iterable[Page]) -> None:
        """Know what the picture of each page is. To be called when all pages are converted."""
        painter = self._painter
        if painter is None:
            return
        mark = self._mark(painter)
        for page in pages:
            if is_shared(page.meta):
                picture = self._picture(page, painter, mark)
                self._pages[page.url] = (painter.name(painter.svg(picture)), picture)

    def _mark(self, painter: Painter) -> Drawing | None:
        """The site's logo, where it is a plain drawing."""
        named = str(self._config.theme.get("logo") or "")
        path = Path(self._config.docs_dir) / named
        if not named.endswith(".svg") or not path.is_file():
            return None
        text = path.read_text(encoding="utf-8", errors="replace")
        return drawing_in(text, painter.variables(), named=False)

    def _picture(self, page: Page, painter: Painter, mark: Drawing | None) -> Picture:
        title = title_of(page, self._config)
        return Picture(
            title,
            " · ".join(each for each in self._above(page) if each != title),
            self._config.site_name,
            drawing_in(page.content or "", painter.variables()),
            mark,
        )

    def _above(self, page: Page) -> list[str]:
        """What a page is, in few words: where it stands, the kind of its sheet, its day."""
        stands = [plain(each.title) for each in reversed([*page.ancestors])]
        if day := day_of(page.meta.get("date")):
            return [*stands[:1], day_in(day, self._language)]
        kinds = _SHEET.findall(page.content or "")
        if len(kinds) == 1 and "play" not in page.meta and kinds[0] in KINDS:
            return [self._kind(kinds[0]), *stands[-1:]]
        return stands[:2]

    def _kind(self, name: str) -> str:
        english = {f"kind-{name}": name.replace("-", " ").capitalize()}
        return Vocabulary("blog", self._language, english)[f"kind-{name}"]

    def of(self, page: Page) -> CardPicture | None:
        """The picture of a page; None where it has none."""
        name, picture = self._pages.get(page.url, ("", None))
        if picture is None:
            return None
        base = str(self._config.site_url).rstrip("/") + "/"
        return CardPicture(urljoin(base, f"{FOLDER}/{name}"), picture.alt, WIDE, HIGH)

    def put_into(self, edits: Edits, page: Page) -> None:
        """Name the picture in the head of a finished page, unless that names one already."""
        text, picture = edits.text, self.of(page)
        end = text.find("</head>")
        if picture is None or end < 0 or has_picture(text):
            return
        head = picture_html(picture)
        if not has_card(text):
            head += card_html(card_of(page, self._config)).replace(SMALL, LARGE)
        elif (small := text.find(SMALL, 0, end)) >= 0:
            edits.put(small, small + len(SMALL), LARGE)
        edits.put(end, end, head)

    def write(self, site: Path, store: Store, processes: int) -> None:
        """Write every picture: those of earlier builds as they are, the others painted."""
        painter = self._painter
        if painter is None:
            return
        pictures = dict(self._pages.values())
        keys = {digest("share picture", name): name for name in pictures}
        known = store.load(KIND, keys)
        new = [
            name
            for key, name in keys.items()
            if len(known.get(key, b"")) != SIZE
            or not store.put_back(known[key], f"{site}/{FOLDER}/{name}")
        ]

        def paint(number: int) -> bytes:
            return painter.png(pictures[new[number]])

        for number, made in enumerate(share(len(new), paint, processes)):
            content = paint(number) if made is MISSING else made
            assert isinstance(content, bytes)
            self._keep(site, new[number], content, store)
        self._pages = {}

    def _keep(self, site: Path, name: str, content: bytes, store: Store) -> None:
        path = f"{FOLDER}/{name}"
        write_files(site, [(path, content)])
        sum = digest(content)
        store.take_file(sum, f"{site}/{path}")
        store.keep(KIND, {digest("share picture", name): sum})


def is_shared(front: Mapping[str, Any]) -> bool:
    """Whether a page wants a picture, by its front matter.

    `social: false` says no; so does Material's `social: {cards: false}`, and `robots: noindex`.
    """
    social = front.get("social")
    cards = social.get("cards") if isinstance(social, Mapping) else social
    return cards is not False and "noindex" not in str(front.get("robots") or "").lower()


def day_of(value: Any) -> datetime.date | None:
    """The day on which a page came out."""
    if isinstance(value, Mapping):
        value = value.get("created")
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value.strip()[:10])
        except ValueError:
            return None
    return value if isinstance(value, datetime.date) else None


def day_in(day: datetime.date, language: str) -> str:
    """`day` as it is written in `language`; as in English where nobody knows it."""
    for code in (language.replace("-", "_"), code_of(language)):
        try:
            return format_date(day, "long", locale=Locale.parse(code))
        except (UnknownLocaleError, ValueError):
            continue
    return format_date(day, "long", locale="en")
