"""One Content-Security-Policy for a site, worked out from its finished pages. Knows no host.

Instant navigation puts the next page's content, inline scripts included, into the page that was
opened first, and so under that page's policy. Hence one policy for all pages: the inline scripts
and origins of the whole site, and nothing else. The same text can be sent as a header.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .tags import Tag, tags_in

BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "base-uri": ("'self'",),
    "connect-src": ("'self'",),
    "font-src": ("'self'",),
    "form-action": ("'self'",),
    "frame-src": (),
    # Icons of the theme are pictures inside its style; pictures of a reader's own are blobs.
    "img-src": ("'self'", "data:", "blob:"),
    "manifest-src": ("'self'",),
    "media-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "style-src-attr": (),
    "worker-src": ("'self'",),
}
"""What every site needs; a directive without sources stays out, and `default-src` holds."""

ANY_TEXT = "'unsafe-inline'"
THEME_SCRIPT = "assets/javascripts/bundle."
DRAWER = "unpkg.com"
"""Where Material fetches Mermaid from, for the first diagram that a reader meets."""
_OWN_DRAWER = re.compile(r"mermaid[^\s/]*\.m?js\b")
"""The address of a copy of it that the site names itself."""

_IN_ATTRIBUTES = re.compile(r"\s(?:style|on[a-z]{3,})\s*=", re.IGNORECASE)
"""What a tag holds that a policy forbids by itself; it may still stand inside a value."""
_HANDLER = re.compile(r"on[a-z]{3,}")
_ORIGIN = re.compile(
    r"(?:(https?):)?//(?:[^/?#@\\]*@)?([a-z0-9._-]+(?::\d+)?|\[[0-9a-f:.]+\](?::\d+)?)(?:[/?#\\]|$)",
    re.IGNORECASE,
)
_META = re.compile(r"<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"]*\">\n?")
_FIRST = re.compile(r"<(?:script|style|base)\b|</head>", re.IGNORECASE)


@dataclass
class Needs:
    """What pages need beyond the site itself: sources by directive."""

    sources: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    handlers: dict[str, str] = field(default_factory=dict)
    """Pages with an inline event handler, which no policy of ours lets run, and its name."""
    undrawn: list[str] = field(default_factory=list)
    """Pages whose diagrams would be drawn by a script from elsewhere."""

    def add(self, directive: str, *found: str) -> None:
        """Note `found` under a directive."""
        self.sources[directive].update(each for each in found if each)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Directive and source of each, in order: the same for pages that need the same."""
        return tuple(sorted((name, each) for name, found in self.sources.items() for each in found))


def digest(text: str) -> str:
    """How a policy names a script or style by its text."""
    # A browser reads every line end as one sign before it takes the digest.
    content = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return f"'sha256-{b64encode(hashlib.sha256(content).digest()).decode()}'"


def origin_of(address: str) -> str:
    """Scheme and host of an address elsewhere; empty for one on this site.

    An address comes from an author or a commenter: one that could end a directive is none.
    """
    found = _ORIGIN.match(address.strip())
    if not found:
        return ""
    scheme, host = (found[1] or "").lower(), found[2].lower()
    return f"{scheme}://{host}" if scheme else host


def read_tags(tags: Sequence[Tag], needs: Needs, name: str = "") -> None:
    """Gather what one page needs into `needs`, by its `tags`; `name` is its file."""
    _read_diagrams(tags, needs, name)
    for tag in tags:
        if tag.name in {"script", "style"}:
            _read_code(tag.name, tag.attributes, tag.inside, needs)
        elif read := _READERS.get(tag.name):
            read(tag.name, tag.attributes, needs)
        if _IN_ATTRIBUTES.search(tag.written):
            _read_attributes(tag, needs, name)


def _read_attributes(tag: Tag, needs: Needs, name: str) -> None:
    if "style" in tag.attributes:
        needs.add("style-src-attr", "'unsafe-hashes'", digest(tag.attributes["style"]))
    for attribute, code in tag.attributes.items():
        if name and code and _HANDLER.fullmatch(attribute):
            needs.handlers.setdefault(name, attribute)


def _read_diagrams(tags: Sequence[Tag], needs: Needs, name: str) -> None:
    sources = [tag.attributes.get("src", "") for tag in tags if tag.name == "script"]
    if not any(THEME_SCRIPT in each for each in sources) or not any(map(_is_diagram, tags)):
        return
    if any(map(_OWN_DRAWER.search, sources)):  # it writes styles into what it draws
        needs.add("style-src", ANY_TEXT)
        needs.add("style-src-attr", ANY_TEXT)
    elif name:
        needs.undrawn.append(name)


def _is_diagram(tag: Tag) -> bool:
    return tag.name == "pre" and "mermaid" in tag.attributes.get("class", "").split()


def has_diagrams(text: str) -> bool:
    """Whether a page holds a diagram in Mermaid's words."""
    return "mermaid" in text and any(map(_is_diagram, tags_in(text)))


def _read_code(tag: str, attributes: Mapping[str, str], inside: str, needs: Needs) -> None:
    directive = f"{tag}-src"
    if tag == "script" and "src" in attributes:
        needs.add(directive, origin_of(attributes["src"]))
    elif tag == "style" or not _is_plain_text(attributes.get("type", "")):
        needs.add(directive, digest(inside))


def _is_plain_text(kind: str) -> bool:
    """Whether a script element of this type holds text for scripts and runs nothing."""
    kind = kind.strip().lower()
    runs = kind in {"", "module", "importmap", "speculationrules"} or "javascript" in kind
    return not runs and "ecmascript" not in kind


_EMBEDS = {
    "img": "img-src",
    "input": "img-src",
    "video": "media-src",
    "audio": "media-src",
    "track": "media-src",
    "iframe": "frame-src",
    "embed": "object-src",
}


def _read_embedded(tag: str, attributes: Mapping[str, str], needs: Needs) -> None:
    needs.add(_EMBEDS[tag], origin_of(attributes.get("src", "")))
    needs.add("img-src", *_origins(attributes.get("srcset", "")))
    needs.add("img-src", origin_of(attributes.get("poster", "")))


def _read_source(_: str, attributes: Mapping[str, str], needs: Needs) -> None:
    needs.add("media-src", origin_of(attributes.get("src", "")))
    needs.add("img-src", *_origins(attributes.get("srcset", "")))


def _read_object(_: str, attributes: Mapping[str, str], needs: Needs) -> None:
    needs.add("object-src", origin_of(attributes.get("data", "")))


def _origins(srcset: str) -> list[str]:
    return [origin_of(part.split()[0]) for part in srcset.split(",") if part.split()]


def _read_link(_: str, attributes: Mapping[str, str], needs: Needs) -> None:
    kinds = attributes.get("rel", "").lower().split()
    origin = origin_of(attributes.get("href", ""))
    if "stylesheet" in kinds:
        needs.add("style-src", origin)
        # A style from elsewhere brings its faces from beside it; Google's stand on a second host.
        needs.add("font-src", origin)
        if origin == "https://fonts.googleapis.com":
            needs.add("font-src", "https://fonts.gstatic.com")
    elif "icon" in kinds:
        needs.add("img-src", origin)


def _read_provider(_: str, attributes: Mapping[str, str], needs: Needs) -> None:
    """The comment provider of the page: it may be asked for counts, and show its discussion."""
    needs.add("connect-src", origin_of(attributes.get("endpoint", "")))
    try:
        origin = origin_of(json.loads(attributes.get("widget", "{}")).get("script", ""))
    except (ValueError, AttributeError, TypeError):
        return
    for directive in ("script-src", "connect-src", "style-src", "img-src", "font-src", "frame-src"):
        needs.add(directive, origin)


_READERS: Mapping[str, Callable[[str, Mapping[str, str], Needs], None]] = {
    **dict.fromkeys(_EMBEDS, _read_embedded),
    "source": _read_source,
    "object": _read_object,
    "link": _read_link,
    "playbook-live-comments": _read_provider,
    "playbook-live-counts": _read_provider,
}
"""What of a tag may come from elsewhere, by its name."""


def policy_text(needs: Needs) -> str:
    """The policy for pages with these needs, always in the same order."""
    lines = []
    for name in sorted({*BASE, *needs.sources}, key=lambda each: (each != "default-src", each)):
        # 'self', 'unsafe-hashes' and the schemes first, then digests, then other origins.
        wanted = needs.sources.get(name, set()) - set(BASE.get(name, ()))
        if ANY_TEXT in wanted:  # browsers pass over it where a digest stands beside it
            wanted = {each for each in wanted if not each.startswith(("'sha256-", "'unsafe-h"))}
        found = sorted(wanted)
        if sources := [*BASE.get(name, ()), *found]:
            lines.append(f"{name} {' '.join(sources)}")
    return "; ".join(lines)


def with_policy(text: str, policy: str) -> str:
    """The page with `policy` before everything that it could hold back.

    That is the first script or style of the page itself. Further up, a browser would stop looking
    ahead for the theme's files until it had read the policy: the first paint comes later.
    """
    text = _META.sub("", text)
    content = html.escape(policy, quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">\n'
    head = _FIRST.search(text)
    return f"{text[: head.start()]}{meta}{text[head.start() :]}" if head else text


OWN_COPY = (
    "Put mermaid.min.js of the npm package mermaid into your docs folder and name it: "
    "extra_javascript: [assets/mermaid.min.js]."
)


def told(needs: Needs, most: int = 3) -> Iterable[tuple[str, str]]:
    """What will not work under the policy, a sentence each with its cure."""
    for page, name in sorted(needs.handlers.items())[:most]:
        what = f"{page}: {name}= will not run under the Content-Security-Policy."
        yield what, "Listen from a script file instead."
    if needs.undrawn:
        forbidden = (
            "the Content-Security-Policy forbids that: readers see the words of the diagrams"
        )
        yield f"{fetched(needs.undrawn)}, and {forbidden}.", OWN_COPY


def fetched(pages: Collection[str]) -> str:
    """What draws the diagrams of `pages`, as a message begins."""
    first, *more = sorted(pages)
    named = f"{first} and {len(more)} more pages hold" if more[1:] else f"{first} holds"
    named = f"{first} and {more[0]} hold" if len(more) == 1 else named
    return f"{named} Mermaid diagrams. The theme fetches the script that draws them from {DRAWER}"
