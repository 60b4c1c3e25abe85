"""Ten blogs as they really were: what goes in comes out, or is named with its post and counted.

The words and addresses of the sources are found here by means of their own, which know nothing of
how the importer reads: Python's XML and HTML readers, and one pattern for addresses.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as Tree
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin

import pytest

from playbook_plugins.imports.html_to_markdown import is_harmless
from playbook_plugins.shared.front_matter import read

from .bringing import EXPORTS, Said, Site

BLOGS = sorted((EXPORTS / "blogs").glob("*.xml"))
CODE = r"\[(sourcecode|code|js)\b[^\]]*\](.*?)\[/\1\]"
SHORT = re.compile(r"(?<!\[)\[/?([a-z][\w-]*)((?:[ =][^\[\]]*)?)\](?!\])")
CONVERTED = {"caption", "audio", "video", "embed", "youtube", "vimeo", "soundcloud", "playlist"}
CONVERTED |= {"gallery", "gist", "googlemaps", "powerpress"}
WORDS_IN_BRACKETS = {"sic", "signup", "with", "i"}
"""What the old blogs showed as it stands."""
UNREAD = {"script", "style"}
ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]\\]+")


@dataclass
class Entry:
    """One of a source."""

    kind: str
    title: str
    html: str
    comments: list[tuple[str, str]] = field(default_factory=list)
    also: str = ""
    """Further words: excerpt, footnotes."""
    home: str = ""


class Words(HTMLParser):
    """Text of a page, and the addresses in its attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.addresses: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = {key: value or "" for key, value in attrs}
        if tag in UNREAD:
            self.inside.append(tag)
        small = {values.get("width"), values.get("height")} == {"1"}
        if small:
            return  # it counts readers
        told = [values.get("alt", ""), values.get("placeholder", "")]
        told += [values["title"]] if tag == "abbr" else []
        self.text += [f" {each} " for each in told if each]
        self.text.append("" if tag in INLINE else " ")
        self.addresses += [
            values[name]
            for name in ("href", "src", "data", "data-src", "poster")
            if values.get(name) and not values[name].startswith(("#", "data:", "mailto:"))
        ]
        if tag == "param":
            self.addresses.append(values.get("value", ""))

    def handle_endtag(self, tag):
        if tag in UNREAD and self.inside:
            self.inside.pop()
        self.text.append("" if tag in INLINE else " ")

    def handle_data(self, data):
        if not self.inside:
            self.text.append(data)


INLINE = {"b", "i", "em", "strong", "span", "tt", "font", "abbr", "wbr", "code", "q"}


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def entries(source: str) -> list[Entry]:
    """What an export holds, posts, pages and the rest, by Python's own reader."""
    if "<atom:link" in source and "xmlns:atom" not in source:
        source = source.replace("<rss ", "<rss xmlns:atom='x' ", 1)
    root = Tree.fromstring(source.encode())
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
    if root.tag == "feed":
        return feed_entries(root)
    home = root.findtext(".//base_site_url") or ""
    found = []
    for item in root.iter("item"):
        texts = [each.text or "" for each in item.findall("encoded")]
        values = {
            m.findtext("meta_key"): m.findtext("meta_value") for m in item.findall("postmeta")
        }
        comments = [
            (each.findtext("comment_id") or "", each.findtext("comment_content") or "")
            for each in item.findall("comment")
        ]
        notes = html.unescape(
            re.sub(r"<[^>]*>", "", values.get("footnotes") or "").replace('\\"', '"')
        )
        also = " ".join(re.findall(r'"content":"((?:[^"\\]|\\.)*)"', notes)) + " ".join(texts[1:])
        kind = item.findtext("post_type") or ""
        title = item.findtext("title") or ""
        found.append(Entry(kind, title, texts[0] if texts else "", comments, also, home))
    return found


def feed_entries(root: Tree.Element) -> list[Entry]:
    found, by_id, answers = [], {}, []
    link = root.find("link[@rel='alternate']")
    home = link.get("href") if link is not None else ""
    for each in root.findall("entry"):
        term = next(
            (c.get("term", "") for c in each.findall("category") if "kind#" in c.get("term", "")),
            "",
        )
        answered = each.find("in-reply-to")
        kind = term.rpartition("#")[2] or ("comment" if answered is not None else "post")
        made = Entry(
            kind, each.findtext("title") or "", each.findtext("content") or "", home=home or ""
        )
        if kind == "comment":
            answers.append(
                (answered.get("ref"), (each.findtext("id") or "").rpartition("-")[2], made.html)
            )
        else:
            found.append(made)
            by_id[each.findtext("id")] = made
    for ref, id, text in answers:
        by_id[ref].comments.append((id, text))
    return found


def shown(body: str) -> str:
    """A file as somebody reads it: references are signs, backslashes are gone."""
    body = re.sub(r"<(https?://[^>\s]+)>", r" \1 ", body)
    body = re.sub(r"</?(?:kbd|del|ins|code)>", "", body)
    body = re.sub(r"<(?:br|/?su[bp]|/?pre|!-- (?:more )?--)>", " ", body)
    body = re.sub(r"(?<!\\)\*+", "", body)
    return html.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", body))


def named(said: Said, entry: Entry, title: str) -> str:
    """All that the report says of an entry."""
    return "\n".join(line for line in said.text.splitlines() if f"“{title}”" in line)


def missing(site: Site, said: Said, entry: Entry, title: str, source: str) -> list[str]:
    """What of an entry is neither in a file nor named."""
    (path,) = [name for name, text in site.sources().items()
               if name.endswith(".md") and read(text).values["title"] == title]  # fmt: skip
    text = site.sources()[path]
    report = html.unescape(named(said, entry, title))
    code = [html.unescape(found[2]) for found in re.finditer(CODE, entry.html, re.DOTALL)]
    bare = re.sub(CODE, " ", entry.html, flags=re.DOTALL)
    wrong = []
    page = Words()
    page.feed(re.sub(r"<!--.*?-->", " ", bare, flags=re.DOTALL))
    page.close()
    prose = "".join(page.text)
    squeezed = " ".join(report.split())
    for found in SHORT.finditer(
        re.sub(r"<(?:pre|code)\b.*?</(?:pre|code)>", " ", bare, flags=re.DOTALL)
    ):
        told = " ".join(html.unescape(found[0]).split())
        if (
            found[1] not in CONVERTED | WORDS_IN_BRACKETS
            and "/" not in told[:2]
            and told not in squeezed
        ):
            wrong.append(f"shortcode {told}")
    prose = SHORT.sub(lambda found: found[0] if found[1] in WORDS_IN_BRACKETS else " ", prose)
    prose = ADDRESS.sub(" ", prose)
    there = words(shown(read(text).body)) + words(str(read(text).values)) + words(report)
    for word, count in (words(prose) + words(" ".join(code)) + words(entry.also)).items():
        if there[word] < count:
            wrong.append(f"word {word}: {there[word]} of {count}")
    place = unquote(shown(text)) + report
    every = ADDRESS.findall(html.unescape(bare)) + page.addresses
    for address in every:
        wrong += lost_address(html.unescape(address), place, entry, source)
    return wrong


def lost_address(address: str, place: str, entry: Entry, source: str) -> list[str]:
    address = re.sub(r"(?<=gist.github.com/ana/)(\w+)\.js$", r"\1", address.rstrip(".,;)"))
    if ".pixel" in address or "stats." in address or "feedburner" in address:
        return []
    whole = unquote(urljoin(f"{entry.home}/", address))
    if whole in place or whole.replace("http:", "https:") in place or address in place:
        return []
    last = re.split(r"[/=]", re.split(r"[&?]", whole.replace("watch?v=", "v/"))[0].rstrip("/"))[-1]
    if "youtu" in whole and last in place:
        return []
    if "vimeo" in whole and re.search(rf"vimeo\.com/{last}", place):
        return []
    if re.search(r"-\d+x\d+\.jpg$|/s320/", whole):
        return [] if re.sub(r"-\d+x\d+(?=\.)", "", last) in place else [f"picture {whole}"]
    if _host(whole) == _host(entry.home) and re.search(
        r"\]\((?:\.\./)*(?:[\w/-]+/)?[\w-]+\.md(?:#[\w-]+)?\)", place
    ):
        return []  # it leads to a file of ours
    return [f"address {whole}"]


def _host(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address).partition("/")[0]


@pytest.mark.parametrize("path", BLOGS, ids=[path.stem for path in BLOGS])
def test_what_goes_in_comes_out_or_is_named(path, tmp_path):
    source = path.read_text("utf-8")
    site = Site(tmp_path)
    kind = "blogger" if "<feed" in source else "wxr"
    said = site.bring(kind, path)
    assert said.code in {0, 1} and said.table, said.text
    held = entries(source)
    kinds = {"post": "posts", "page": "pages"}
    articles = [each for each in held if each.kind in kinds]
    table = said.table
    assert sum(table[row][0] for row in ("posts", "pages", "drafts")) == len(articles)
    assert table["comments"][0] == sum(len(each.comments) for each in held)
    for row in table.values():
        assert row[0] == sum(row[1:])
    titles = {
        read(text).values["title"] for name, text in site.sources().items() if name.endswith(".md")
    }
    wrong = {}
    for each in articles:
        if each.title == "Thrown away":
            assert "post “Thrown away”: it was in the trash" in said.left_out
            continue
        title = next(
            t for t in titles if words(t) >= words(re.sub(r"\[:[a-z]*\]", " ", each.title))
        )
        wrong[title] = missing(site, said, each, title, source)
    assert not any(wrong.values()), f"{wrong}\n{said.text}"
    ledger = "".join(text for name, text in site.sources().items() if name.endswith(".yml"))
    for each in held:
        for id, text in each.comments:
            bare = words(html.unescape(re.sub(r"</?[a-z][^>]*>", "", text)))
            assert words(html.unescape(ledger)) >= bare or f"comment “{id}”" in said.text, text
    rest = Counter(each.kind for each in held if each.kind not in kinds)
    for name, count in rest.items():
        counted = re.search(rf"(?m)^  {name}: (\d+)$", said.text)
        listed = said.text.count(f"“{name}”; to have those as posts, add --type")
        assert (int(counted[1]) if counted else listed) == count, (name, said.text)
    for name, text in site.sources().items():
        if name.endswith(".md"):
            assert is_harmless(read(text).body), name
            assert "[:" not in shown(text), "marks of a plugin for languages"
    again = site.bring(kind, path)
    assert [row[1] for row in again.table.values()] == [0, 0, 0, 0], "a second time writes nothing"
