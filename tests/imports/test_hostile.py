"""Exports made to do harm, each by name; their mutants are in tests/campaigns/exports.py."""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
import zlib

import pytest

from playbook_plugins.imports import unpacking
from tests.campaigns.exports import mutants

from .bringing import EXPORTS, HEAD, Site, entry, feed, remark
from .watching import watched, wrong_with

CLASSIC = (EXPORTS / "classic.xml").read_bytes()
SECRET = "the-secret-of-this-machine"


def doctype(inside: str) -> bytes:
    start, _, rest = feed(entry(html="&xxe;")).partition("?>\n")
    return f"{start}?>\n{inside}\n{rest}".replace("&amp;xxe;", "&xxe;").encode()


def zipped(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def locked() -> bytes:
    made = bytearray(zipped("feed.atom", CLASSIC))
    made[6] |= 1
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def long_list() -> bytes:
    made = bytearray(zipped("feed.atom", CLASSIC))
    struct.pack_into("<L", made, made.rindex(b"PK\x05\x06") + 12, 500 * 1024**2)
    return bytes(made)


def bomb(wrap: int) -> bytes:
    """100 MB of blanks inside an export, packed."""
    packer = zlib.compressobj(9, wbits=wrap)
    packed = packer.compress(HEAD.encode())
    blanks = b" " * 1024**2
    packed += b"".join(packer.compress(blanks) for _ in range(100))
    return packed + packer.flush()


def zip_bomb() -> bytes:
    packed = bomb(-15)
    made = bytearray(zipped("feed.atom", b"", zipfile.ZIP_STORED))
    name = b"feed.atom"
    size = 100 * 1024**2 + len(HEAD)
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0)
    listed = struct.pack(
        "<4s6H3L5H2L",
        b"PK\1\2",
        20,
        20,
        0,
        8,
        0,
        33,
        0,
        len(packed),
        size,
        len(name),
        0,
        0,
        0,
        0,
        0,
        0,
    )
    at = len(head) + len(name) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(listed) + len(name), at, 0)
    made = bytearray(head + name + packed + listed + name + end)
    return bytes(made)


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))

REFUSED = {
    "XXE": (doctype(f"<!DOCTYPE feed [<!ENTITY xxe SYSTEM 'file:///{SECRET}'>]>"), "DOCTYPE"),
    "XXE by the network": (
        doctype("<!DOCTYPE feed [<!ENTITY xxe SYSTEM 'http://127.0.0.1:9/x'>]>"),
        "DOCTYPE",
    ),
    "external DTD": (doctype("<!DOCTYPE feed SYSTEM 'http://127.0.0.1:9/x.dtd'>"), "DOCTYPE"),
    "parameter entity": (
        doctype("<!DOCTYPE feed [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>"),
        "DOCTYPE",
    ),
    "billion laughs": (
        doctype(f"<!DOCTYPE feed [<!ENTITY l0 'ha'>{LAUGHS}<!ENTITY xxe '&l11;'>]>"),
        "DOCTYPE",
    ),
    "quadratic text": (doctype(f"<!DOCTYPE feed [<!ENTITY xxe '{'a' * 50_000}'>]>"), "DOCTYPE"),
    "entity of nobody": (doctype(""), "undefined entity"),
    "UTF-7": (feed(entry()).replace("UTF-8", "UTF-7").encode(), "UTF-7"),
    "UTF-32": (feed(entry()).encode("utf-32"), "UTF-32"),
    "encoding with a codec of Python": (feed().replace("UTF-8", "unicode_escape").encode(), "read"),
    "encoding that packs": (feed().replace("UTF-8", "zlib_codec").encode(), "not read"),
    "deep nesting": (feed(f"<entry>{'<a>' * 100_000}").encode(), "nested"),
    "deep nesting that closes": (feed("<a>" * 90 + "</a>" * 90).encode(), "nested"),
    "huge tag": (feed(f"<entry a='{'x' * 3 * 1024**2}'/>").encode(), "longer than any real"),
    "huge remark": (feed(f"<!--{'x' * 3 * 1024**2}-->").encode(), "longer than any real"),
    "huge namespace": (
        feed(f"<a xmlns='{'u' * 100_000}'>{'<b/>' * 1000}</a>").encode(),
        "longer than any",
    ),
    "number of no character": (feed(entry()).replace("A post", "&#0;").encode(), "line"),
    "empty": (b"", "empty"),
    "only blanks": (b" \n " * 1000, "empty"),
    "NULs": (b"\0" * 5000, "no element|empty|line|UTF-32"),
    "no XML": (b"%PDF-1.7 \x80\x81", "line 1"),
    "another feed": (b"<rss><channel/></rss>", "no export of Blogger"),
    "a page": (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "no export of Blogger"),
    "two roots": (feed().encode() + b"<feed/>", "line"),
    "gzip bomb": (bomb(31), "unpacks to more"),
    "zip bomb": (zip_bomb(), "unpacks to more"),
    "damaged gzip": (gzip.compress(CLASSIC)[:-900], "damaged"),
    "damaged zip": (zipped("feed.atom", CLASSIC)[:-9], "damaged"),
    "zip with nothing": (zipped("readme.txt", b"x"), "no export"),
    "nested zip": (zipped("inner.zip", zipped("feed.atom", CLASSIC)), "another archive"),
    "zip of a Mac's notes": (zipped("__MACOSX/feed.atom", CLASSIC), "no export"),
    "zip with a password": (locked(), "password"),
    "zip with LZMA": (zipped("feed.atom", CLASSIC, zipfile.ZIP_LZMA), "unusual"),
    "zip that lists millions": (long_list(), "lists more files"),
    "zip without a zip": (b"PK\3\4" + b"\0" * 500, "damaged"),
}


def brought(tmp_path, content: bytes, kind: str = "blogger"):
    site = Site(tmp_path / "site")
    export = site.folder / "export.bin"
    export.write_bytes(content)
    with watched(site.folder) as seen:
        said = site.bring(kind, export)
    assert wrong_with(site, said, seen) == []
    return site, said


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_export_is_refused_in_a_sentence(tmp_path, monkeypatch, name):
    monkeypatch.setattr(unpacking, "FREE", 1024**2)
    monkeypatch.setattr(unpacking, "MOST_RATIO", 40)
    content, why = REFUSED[name]
    site, said = brought(tmp_path, content)
    assert said.code == 1 and site.sources() == {}
    assert re.search(why, said.text), said.text
    assert len(said.text) < 1500


@pytest.mark.parametrize("kind", ["blogger", "wxr"])
def test_an_export_that_breaks_off_anywhere_writes_nothing(tmp_path, kind):
    whole = CLASSIC if kind == "blogger" else (EXPORTS / "wordpress.xml").read_bytes()
    whole = whole.rstrip()
    for at in range(1, len(whole), max(1, len(whole) // 25)):
        site, said = brought(tmp_path / str(at), whole[:at], kind)
        assert said.code == 1 and site.sources() == {}, at


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15"])
def test_an_export_in_another_encoding_is_the_same(tmp_path, encoding):
    text = feed(entry(title="Größe")).replace("UTF-8", encoding)
    site, said = brought(tmp_path, text.encode(encoding))
    assert said.code == 0 and "title: Größe" in site.post("a-post")


def test_bytes_that_are_no_text_are_counted_and_shown(tmp_path):
    site, said = brought(tmp_path, feed(entry(html="<p>a\0b\x07c</p>")).encode())
    assert "control characters: 2" in said.text and "abc" in site.post("a-post")
    site, said = brought(
        tmp_path / "bytes", feed(entry(html="caf$")).encode().replace(b"$", b"\xe9")
    )
    assert "caf\ufffd" in site.post("a-post") and "Not text" in said.text


def test_a_zip_slip_is_a_name_like_any_other(tmp_path):
    for name in ("../../../../tmp/feed.atom", "/etc/feed.atom", "C:\\feed.atom/feed.atom"):
        site, said = brought(tmp_path / str(len(name)), zipped(name, CLASSIC))
        assert said.code == 0 and len(site.sources()) == 8


TEXTS = {
    "template": "{{ config }} {% include 'x' %} {# y #} {{{{ }}}}",
    "snippet": '--8<-- "/etc/passwd"\n\n-8<- x\n\n;--8<-- "y"',
    "block": "/// checklist | Title\n    id: x\n\n- [ ] one {#one}\n///",
    "worksheet": "- [ ] item {#x .note}\n- Who? ____ {#who .person}\n( ) yes",
    "front matter": "---\ntitle: Mine\ndraft: true\n---\n",
    "script": "<script>alert(1)</script><style>*{}</style>",
    "attributes": "# Head {: onclick=alert(1) }\n\n[x](y){: .z }",
    "jump": "<!-- more -->",
    "reference": "[x]: javascript:alert(1)\n\n[x] [^1]\n\n[^1]: y\n\n*[HTML]: z",
    "html in references": "&lt;script&gt; &amp;lt; &#60;b&#62;",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_stays_a_text(tmp_path, name):
    """As words of a paragraph, of code, of a heading, of a title, of a label, of a comment."""
    text = TEXTS[name]
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    lines = "".join(f"<p>{line}</p>" for line in safe.splitlines())
    html = f"{lines}<pre>{safe}</pre><h2>{safe}</h2><code>{safe}</code><ul><li>{safe}</li></ul>"
    more = f"<category scheme='http://www.blogger.com/atom/ns#' term='{safe}'/>".replace("\n", " ")
    more = more.replace("'x'", "x").replace('"', "")
    _, said = brought(
        tmp_path,
        feed(
            entry(1, title=text, html=html, more=more),
            entry(2, text, html, "page", "/p/x.html"),
            remark(3, 1, html),
        ).encode(),
    )
    assert said.code == 0 and said.table["posts"] == [1, 1, 0, 0], said.text
    assert said.table["pages"] == [1, 1, 0, 0]


def test_yaml_in_a_title_is_a_title(tmp_path):
    titles = [
        "a: b",
        "x'\ny: z",
        "- a",
        "[a",
        "!!python/object:x y",
        "*a",
        "&a",
        "%a",
        "@a",
        "`a",
        "yes",
        "null",
        "2011-01-01",
        "a #b",
        '"',
        "'",
        "---",
        "|",
        "> x",
        "? y",
        "{a: b}",
    ]
    _site, said = brought(
        tmp_path,
        feed(*(entry(n, t, path=f"/{n}.html") for n, t in enumerate(titles, 1))).encode(),
    )
    assert said.table["posts"] == [len(titles), len(titles), 0, 0]


def test_an_empty_title_and_an_empty_text_have_a_name_or_a_reason(tmp_path):
    _site, said = brought(tmp_path, feed(entry(1, ""), entry(2, "", "", path="/b.html")).encode())
    assert said.table["posts"] == [2, 1, 0, 1]
    assert "neither title nor text" in said.left_out[0]


def test_two_entries_with_one_id_and_comments_without_a_post_are_listed(tmp_path):
    content = feed(entry(1), entry(1, "Again", path="/b.html"), remark(2), remark(2), remark(3, 99))
    _site, said = brought(tmp_path, content.encode())
    assert sorted(said.left_out) == [
        "comment “2”: another one has the same id",
        "comment “3”: its post is not in the export",
        "post “Again”: another one has the same id",
    ]


def test_comments_that_answer_each_other_in_a_ring_all_come(tmp_path):
    content = feed(
        entry(1),
        *(remark(n, 1, parent=2 + (n - 1) % 5) for n in range(2, 7)),
        remark(7, 1, parent=7),
        remark(8, 1, parent=404),
    )
    _site, said = brought(tmp_path, content.encode())
    assert said.table["comments"] == [7, 7, 0, 0]


def test_ids_that_are_paths_and_dates_that_are_none_are_listed(tmp_path):
    ids = ["../../x", "1' OR 1=1", "9" * 40, "", "-1"]
    dates = ["", "yesterday", "0000-00-00", "9999-12-31T23:59:59-14:00", "2011-02-30T00:00:00Z"]
    content = feed(
        *(entry(id, f"I{n}") for n, id in enumerate(ids)),
        *(entry(n + 10, f"D{n}", date=date) for n, date in enumerate(dates)),
    )
    content = content.replace("</updated>", "")
    _site, said = brought(tmp_path, content.encode())
    assert said.table["posts"] == [10, 0, 0, 10] and len(said.left_out) == 10


def test_an_entry_that_is_too_large_is_left_out_and_the_rest_comes(tmp_path):
    content = feed(
        entry(1, "Big", "x" * 5_000_000),
        entry(2, "Long", "x " * 700_000, path="/l.html"),
        entry(3, "Many", f"{'<b>' * 120_000}y", path="/m.html"),
        entry(4, path="/ok.html"),
    )
    site, said = brought(tmp_path, content.encode())
    assert [line.partition(":")[0] for line in said.left_out] == ["post “Big”", "post “Long”"]
    assert said.table["posts"] == [4, 2, 0, 2] and site.post("m").endswith("y\n")


def test_pictures_that_count_readers_and_tags_that_run_are_gone(tmp_path):
    html = (
        "<p onclick='x()'>Words</p><iframe src='https://www.youtube.com/embed/abcdefgh'></iframe>"
        "<iframe src='javascript:x'></iframe><object data='x'></object><svg onload='x()'></svg>"
        "<img src='http://count.example/p.gif' width='1'><img src='data:image/png;base64,AAAA'>"
        "<img src='http://pixel.example/x'><a href='javascript:x'>j</a><form><input></form>"
        "<a href='data:text/html,x'>d</a><style>p{}</style><math><mtext></math><base href='//x'>"
    )
    site, said = brought(tmp_path, feed(entry(html=html)).encode())
    body = site.post("a-post").partition("---\n\n")[2]
    seen = "<https://www.youtube.com/watch?v=abcdefgh>\n\n<http://old.example/2011/05/x>"
    assert body == f"Words\n\n{seen}\n\nj\n\nd\n"
    for named in ("<iframe>", "<svg>", "<form>", "<input>", "inside the text itself"):
        assert f"“A post”: {named}" in said.text or named in said.text, named
    assert "only count readers: 2" in said.text


def test_forty_mutants(tmp_path):
    result = mutants(40, 2026, tmp_path)
    assert result["wrong"] == [] and result["brought in"] > 10
