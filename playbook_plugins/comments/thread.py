"""A thread as readers see it: nested, cleaned, with the line that every listing shows."""

from __future__ import annotations

import contextlib
import html
import json
import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

import nh3

from playbook_plugins.shared.costly_html import is_costly, words_of
from playbook_plugins.shared.words import Vocabulary

from .model import Comment

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
TAGS = {"p", "br", "a", "em", "strong", "b", "i", "code", "pre", "blockquote", "ul", "ol", "li"}
SCHEMES = {"https", "http", "mailto"}

ENGLISH = {
    "comments-none": "No comments",
    "comments.one": "1 comment",
    "comments.other": "{n} comments",
    "comments-off": "Comments closed",
    "comments-unknown": "Comments",
}
"""The comments line. "No comments" is a key of its own: not every language counts nothing apart."""


LIVE = {
    "live-load": "Load the discussion from {host}",
    "live-sent": "Your browser then connects to {host}. It learns your internet address and which "
    "page you read, and keeps what you write there. It may set cookies.",
    "live-always": "From now on load discussions from {host} by themselves, in this browser",
    "live-loading": "Loading the discussion from {host} …",
    "live-loaded": "This discussion comes from {host}.",
    "live-forget": "Do not load it by itself any more",
    "live-failed": "The discussion at {host} cannot be loaded just now. What stands above is here "
    "all the same.",
    "live-again": "Try again",
    "live-elsewhere": "Open the discussion",
}
"""What the provider's own discussion says around itself; the browser's script has the English."""


def comments_line(count: int | None, closed: bool, language: str = "en") -> str:
    """The words for a count: "No comments", "3 comments"; None is a count that nobody knows."""
    words = Vocabulary("blog", language, ENGLISH)
    if count is None:
        return words["comments-unknown"]
    if count == 0:
        return words["comments-off" if closed else "comments-none"]
    return words.counted("comments", count)


def live_words(language: str) -> str:
    """The comments line's words for the browser, as JSON: one for each plural form and case."""
    words = Vocabulary("blog", language, ENGLISH)
    said = {"none": words["comments-none"], "closed": words["comments-off"]}
    for form in ("zero", "one", "two", "few", "many", "other"):
        with contextlib.suppress(KeyError):
            said[form] = words[f"comments.{form}"]
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def widget_words(language: str) -> str:
    """The words around the provider's own discussion, as JSON; nothing where they are English."""
    words = Vocabulary("blog", language, LIVE)
    said = {key.removeprefix("live-"): words[key] for key in LIVE} if words.language != "en" else {}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes=SCHEMES,
    link_rel="ugc nofollow noopener",
)
"""Made once: taking in what it lets through costs more than cleaning one comment."""


def body_html(comment: Comment) -> str:
    """A comment's text as HTML that is safe to print as it is: cleaned last, whatever it was."""
    return _body_html(comment.body, comment.format == "html")


@lru_cache(maxsize=20_000)
def _body_html(body: str, is_html: bool) -> str:
    """The page, the feeds and the search ask for the same comment, one after the other."""
    made = body if is_html else _paragraphs(body)
    return _words_only(made) if is_costly(made) else _CLEANER.clean(made)


BEGINNING = 160
"""Characters of a comment in a list of comments."""


def beginning(comment: Comment) -> str:
    """The first words of a comment as plain text, cut between words."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", body_html(comment)))
    plain = " ".join(text.split())
    return plain if len(plain) <= BEGINNING else f"{plain[:BEGINNING].rsplit(' ', 1)[0]} …"


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n(?:[^\S\n]*\n)+", text.strip())
    return "".join(f"<p>{'<br>'.join(map(_linked, block.splitlines()))}</p>" for block in blocks)


def _words_only(markup: str) -> str:
    """The words of a text that would take hours to clean: all of them encoded, no tag but ours."""
    lines = html.unescape(words_of(markup)).split("\n")
    return f"<pre>{html.escape(chr(10).join(line.rstrip() for line in lines).strip())}</pre>"


def _linked(line: str) -> str:
    made, last = "", 0
    for found in ADDRESS.finditer(line):
        address = html.escape(found[0])
        made += html.escape(line[last : found.start()]) + f'<a href="{address}">{address}</a>'
        last = found.end()
    return made + html.escape(line[last:])


def author_url(comment: Comment) -> str:
    """The author's own address if a link to it is safe, else nothing."""
    try:
        parts = urlsplit(comment.url)
    except ValueError:
        return ""
    return comment.url if parts.scheme in {"http", "https"} and parts.netloc else ""


def mail_address(template: str) -> str:
    """The address that a plain `mailto:` writes to; empty for any other way."""
    is_plain = template.startswith("mailto:") and "?" not in template
    return unquote(template.removeprefix("mailto:")) if is_plain else ""


def post_url(template: str, title: str, url: str, uid: str, comment: str = "") -> str:
    """Where "Post a comment" leads: a prefilled e-mail or issue form; nothing without a template.

    `mailto:` gets subject and text, and below it what tells `playbook comments add --mail` the
    post, and with `comment` the one that is answered (mails.py, `MARK`). In any other address
    `{title}`, `{url}` and `{uid}` are filled.
    """
    if not template:
        return ""
    if template.startswith("mailto:") and "?" not in template:
        subject = quote(f"Comment on: {title}", safe="")
        to = f"#c{comment} ({uid} {comment})" if comment else f" ({uid})"
        body = quote(f"\n\n--\n{url}{to}", safe="")
        return f"{template}?subject={subject}&body={body}"
    filled = {"{title}": title, "{url}": url, "{uid}": uid}
    return re.sub(r"\{(title|url|uid)\}", lambda found: quote(filled[found[0]], safe=""), template)
