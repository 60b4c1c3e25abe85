"""WordPress's shortcodes: code, galleries and recordings become HTML, the rest is named.

WordPress itself prints what nobody has registered, so a word in brackets is a word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from playbook_plugins.shared.records import record

from .model import Picture

TOKEN = (
    r"(?P<double>\[(?=\[[^\[\]]*\]\]))?"
    r"\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{0,60})(?P<rest>(?:[=\s/][^\[\]]*)?)\](?(double)\])"
)
_ATTRIBUTE = re.compile(
    r"""(?P<key>[\w-]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"']+))"""
    r"""|"(?P<d>[^"]*)"|'(?P<e>[^']*)'|(?P<f>[^\s"']+)"""
)
_QUOTES = str.maketrans("“”″„‘’′", '""""\'\'\'')

LANGUAGES = {
    name: words.split()[0]
    for words in (
        "as3 actionscript3",
        "bash shell sh",
        "clojure",
        "cfm coldfusion cf",
        "cpp",
        "c",
        "csharp c-sharp c#",
        "css",
        "delphi pascal",
        "diff patch",
        "erlang",
        "fsharp",
        "go",
        "groovy",
        "haskell",
        "html xhtml",
        "java",
        "javascript jscript js",
        "json",
        "kotlin",
        "latex tex",
        "matlab",
        "objc obj-c",
        "perl pl",
        "php",
        "powershell ps",
        "python py",
        "r",
        "ruby rails ror",
        "rust",
        "scala",
        "scss",
        "sql",
        "swift",
        "typescript",
        "vb.net vb vbnet",
        "xml xslt",
        "yaml yml",
    )
    for name in words.split()
}
"""Languages by what old blogs call them. No other word may stand behind a fence: a site can have
its own meaning for one."""
_TAGS_TOO = frozenset(
    {"as3", "bash", "shell", "coldfusion", "cf", "cpp", "csharp", "css", "delphi", "diff", "erlang"}
    | {
        "fsharp",
        "go",
        "groovy",
        "html",
        "java",
        "javascript",
        "js",
        "matlab",
        "objc",
        "perl",
        "php",
    }
    | {"powershell", "python", "py", "ruby", "scala", "sql", "vb", "xml"}
)
CODE = frozenset({"code", "sourcecode", "source", "crayon", "cc", "codeblock"}) | _TAGS_TOO
"""Shortcodes between which code stands; nothing in it means anything else."""
_CAPTION = frozenset({"caption", "wp_caption"})
_MEDIA = {
    "youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}", "ted": "https://www.ted.com/talks/{}",
    "gist": "https://gist.github.com/{}", "tweet": "https://twitter.com/i/status/{}",
    "wpvideo": "https://videopress.com/v/{}", "videopress": "https://videopress.com/v/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "embed": "", "audio": "", "video": "", "soundcloud": "", "googlemaps": "", "flickr": "",
    "slideshare": "", "scribd": "", "spotify": "", "bandcamp": "", "playlist": "", "facebook": "",
    "pinterest": "", "tiktok": "", "kickstarter": "", "mixcloud": "", "vine": "",
    "presentation": "", "podcast": "", "powerpress": "", "wp_embed": "", "iframe": "",
    "audioplayer": "",
}  # fmt: skip
"""Shortcodes that show something from elsewhere, and its address by number."""
_KNOWN = frozenset(
    {"gallery", "contact-form-7", "contact-form", "contact-field", "archives", "sitemap", "wpforms"}
    | {
        "gravityform",
        "ninja_form",
        "recent-posts",
        "ngg",
        "nggallery",
        "slideshow",
        "toc",
        "polldaddy",
    }
    | {"subscribe2", "mc4wp_form", "blog_subscription_form", "jetpack_subscription_form", "poll"}
    | {
        "portfolio",
        "testimonials",
        "recipe",
        "rev_slider",
        "login_form",
        "googleapps",
        "googlevideo",
    }
    | {
        "display-posts",
        "products",
        "woocommerce_cart",
        "tweetmeme",
        "digg",
        "reddit",
        "upcomingevents",
    }
) | {*_MEDIA, *_CAPTION}
_WEB = re.compile(r"(?:https?:)?//[^\s\"'<>\[\],]+")


@dataclass
class MediaLibrary:
    """What the texts of an export name by number."""

    picture: Callable[[str], Picture | None] = lambda number: None
    pictures: Callable[[str], Iterable[Picture]] = lambda post: ()
    """Those that were uploaded to a post."""
    part: Callable[[str], str] = lambda number: ""


class Around(Protocol):
    """The text that a shortcode stands in."""

    library: MediaLibrary
    post: str
    """Its number."""
    lost: list[str]
    """What is taken off, as it stood there."""
    captions: list[str]
    """Words of pictures that are open."""


@record
class Shortcode:
    """One, as it stands in a text."""

    name: str
    end: bool
    text: str
    """All of it."""
    values: tuple[tuple[str, str], ...] = ()
    """What it says; the key is empty where it has none."""

    @classmethod
    def of(cls, found: re.Match[str]) -> Shortcode:
        """The one that `TOKEN` found."""
        rest = html.unescape(found["rest"]).translate(_QUOTES).strip().rstrip("/").lstrip("=")
        values = []
        for each in _ATTRIBUTE.finditer(rest):
            words = next(
                w for w in (*each.group("a", "b", "c", "d", "e", "f"), "") if w is not None
            )
            values.append(((each["key"] or "").lower(), words))
        return cls(found["name"].lower(), bool(found["end"]), found[0], tuple(values))

    @property
    def takes_body(self) -> bool:
        """Whether what stands up to its end is an address and no words."""
        return self.name in _MEDIA

    def value(self, *keys: str) -> str:
        """The first of some values."""
        return next((value for key, value in self.values if key in keys), "")

    @property
    def addresses(self) -> list[str]:
        """All web addresses that it names."""
        return [found for _, value in self.values for found in _WEB.findall(value)]


def is_shortcode(one: Shortcode, closed: set[str]) -> bool:
    """Whether brackets are more than brackets: known, closed again, or with values by name."""
    if one.name in _KNOWN or one.name in closed:
        return True
    if re.match(r"\[/?\w+=(?!https?:)", one.text):
        return False
    named = any(key for key, _ in one.values)
    return not one.end and (named or bool(re.search(r"\w[-_]\w", one.name)))


def code_block(one: Shortcode, body: str, encoded: bool, alone: bool) -> str:
    """Code as HTML, exactly as it was shown."""
    raw = re.search(r"<[A-Za-z/!?]", body)
    if encoded or (not raw and re.search(r"&(?:lt|gt|amp|quot|#0?39);", body)):
        body = html.unescape(body)
    if not alone:
        return f"<code>{html.escape(body)}</code>"
    named = one.value("language", "lang", "") if one.name not in _TAGS_TOO else one.name
    language = LANGUAGES.get(named.strip().lower(), "")
    title = one.value("title")
    head = f"<p>{html.escape(title)}</p>" if title else ""
    return f'{head}<pre class="language-{language}">\n{html.escape(body)}</pre>'


def replaced(one: Shortcode, body: str, text: Around) -> str:
    """What stands for a shortcode that holds no code; `text` notes what is taken off."""
    if one.name in _CAPTION:
        if not one.end:
            text.captions.append(one.value("caption"))
        words = text.captions.pop() if one.end and text.captions else ""
        return f"<p>{words}</p>" if words else ""
    if one.name == "gallery" and not one.end:
        return _gallery(one, text)
    links = _media(one, body) if one.name in _MEDIA else _links(one.addresses)
    if one.name == "playlist" and not one.addresses:
        links = _links(each.url for each in _chosen(one, text))
    if not one.end and not (links and one.name in _MEDIA):
        text.lost.append(" ".join(one.text.split()))
        if body and not _WEB.search(body):
            return f"{links}{html.escape(body)}"
    return links


def _links(addresses: Iterable[str]) -> str:
    made = ""
    for each in dict.fromkeys(addresses):
        safe = html.escape(each)
        made += f'<p><a href="{safe}">{safe}</a></p>'
    return made


def _media(one: Shortcode, body: str) -> str:
    """Links to what a shortcode shows from elsewhere."""
    found = [*_WEB.findall(html.unescape(body)), *one.addresses]
    number = one.value("id", "v", "") or body.strip()
    if not found and _MEDIA[one.name] and re.fullmatch(r"[\w/-]{3,80}", number):
        found = [_MEDIA[one.name].format(number)]
    return _links(found)


def _chosen(one: Shortcode, text: Around) -> list[Picture]:
    """The pictures of a gallery: those it names, else those of its post."""
    named = re.findall(r"\d+", one.value("ids", "include"))
    if named:
        return [each for number in named[:1000] if (each := text.library.picture(number))]
    left_out = set(re.findall(r"\d+", one.value("exclude")))
    post = one.value("id") or text.post
    return [each for each in text.library.pictures(post) if each.id not in left_out]


def _gallery(one: Shortcode, text: Around) -> str:
    pictures = [each for each in _chosen(one, text) if _is_picture(each.url)]
    named = re.findall(r"\d+", one.value("ids", "include"))
    if not pictures or len(pictures) < len(named):
        text.lost.append(" ".join(one.text.split()))
    made = ""
    for each in pictures:
        alt = html.escape(each.alt or each.caption)
        made += f'<p><img src="{html.escape(each.url)}" alt="{alt}"></p>'
        if each.caption and each.caption != (each.alt or each.caption):
            made += f"<p>{html.escape(each.caption)}</p>"
    return made


def _is_picture(url: str) -> bool:
    path = urlsplit(url).path.lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp"))
