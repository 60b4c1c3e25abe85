"""An old blog on its new site, built strictly: posts, counts, threads, redirects."""

from __future__ import annotations

import re

from tests.build.building import build

from .bringing import EXPORTS, Site
from .test_hostile import TEXTS, entry, feed, remark


def test_what_came_home_is_a_site(tmp_path):
    site = Site(tmp_path)
    assert site.bring("blogger", EXPORTS / "classic.xml").code == 0
    assert site.bring("wxr", EXPORTS / "wordpress.xml").code == 0
    html = "".join(f"<p>{t}</p><pre>{t}</pre>" for t in map(_escaped, TEXTS.values()))
    title = "<script>alert('title')</script> {{ title }}"
    label = (
        "<category scheme='http://www.blogger.com/atom/ns#' term='&lt;b onclick=x&gt; {{ x }}'/>"
    )
    bad = feed(entry(9, title, html, path="/2013/01/bad.html", more=label), remark(10, 9, html))
    assert site.bring("blogger", bad).code == 0
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    listing = built.page("blog/index.html")
    lines = re.findall(r'class="pb-comments-line" href="([^"]*)">([^<]*)', listing)
    assert {link.split("/")[3]: said for link, said in lines} == {
        "ask-for-smallest-crane": "4 comments",
        "second-quay": "No comments",
        "metrics-on-one-page": "2 comments",
        "bad": "1 comment",
    }
    post = built.page("blog/2011/05/04/ask-for-smallest-crane/index.html")
    assert re.findall(r'id="c(50\d)" data-depth="(\d)"', post) == [
        ("501", "0"), ("502", "1"), ("503", "2"), ("504", "0"),
    ]  # fmt: skip
    assert 'id="comment-7"' in built.page("blog/2019/03/04/metrics-on-one-page/index.html")
    old = built.page("2011/05/ask-for-smallest-crane.html")
    assert "url=../../blog/2011/05/04/ask-for-smallest-crane/" in old and "location.hash" in old
    assert "url=../pages/about-me/" in built.page("p/about-me.html")
    assert not (tmp_path / "site/blog/2011/07").exists(), "a draft is not published"
    bad_page = _page_of(built, "bad")
    assert "{{ config }}" in bad_page and "--8&lt;--" in bad_page
    for page in built.pages():
        assert "<script>alert" not in page and "<b onclick" not in page


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _page_of(built, name: str) -> str:
    (path,) = (built.folder / "blog").glob(f"*/*/*/{name}/index.html")
    return path.read_text("utf-8")
