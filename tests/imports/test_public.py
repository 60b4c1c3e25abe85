"""What an old blog did not show to everybody is a draft here, and named with the reason."""

from __future__ import annotations

import pytest

from playbook_plugins.shared.front_matter import read
from tests.build.building import build

from .bringing import Site, entry, feed, item, meta, wxr

PASSWORD = "<wp:post_password>tide</wp:post_password>"
WORDPRESS = {
    "a password": (item(more=PASSWORD), "password"),
    "a password on a page": (item(kind="page", more=PASSWORD), "password"),
    "a password of blanks and signs": (item(more=PASSWORD.replace("tide", "  ")), "password"),
    "private": (item(status="private"), "private"),
    "a private page": (item(status="private", kind="page"), "private"),
    "pending": (item(status="pending"), "review"),
    "scheduled": (item(status="future", date="2016-01-01 00:00:00"), "still to come"),
    "a day to come": (item(date="2150-01-01 00:00:00"), "2150-01-01"),
    "inherited": (item(status="inherit"), "part of something"),
    "a plugin's state": (item(status="members-only"), "“members-only”"),
    "another plugin's state": (item(status="archived"), "“archived”"),
    "no state": (item(status=""), "“”"),
    "capitals": (item(status="Publish "), ""),
    "roles": (item(more=meta("_members_access_role", "subscriber")), "_members_access_role"),
    "a paid newsletter": (
        item(more=meta("_jetpack_newsletter_access", "paid_subscribers")),
        "_jetpack_newsletter_access",
    ),
    "blocked by a plugin": (item(more=meta("_wpmem_block", "1")), "_wpmem_block"),
    "a level": (item(more=meta("rcp_user_level", "Gold")), "rcp_user_level"),
    "a part for members": (item(html="Open. [members_only]Shut.[/members_only]"), "members_only"),
    "a part behind a login": (item(html="[if_logged_in]Shut[/if_logged_in]"), "if_logged_in"),
    "a paywall": (item(html="Open.<!-- wp:jetpack/paywall /-->Shut."), "jetpack/paywall"),
    "a hidden block": (
        item(html='<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>Shut</p>'),
        "hidden",
    ),
}
SHOWN = {
    "published": item(),
    "an empty password": item(more="<wp:post_password></wp:post_password>"),
    "a newsletter for everybody": item(more=meta("_jetpack_newsletter_access", "everybody")),
    "a plugin that is off": item(more=meta("_members_only", "no")),
    "words in brackets": item(html="[members welcome] and [login]"),
    "a block that is seen": item(
        html='<!-- wp:paragraph {"metadata":{"blockVisibility":true}} --><p>Seen</p>'
    ),
}


def fronts(site: Site) -> list[dict]:
    return [read(text).values for name, text in site.sources().items() if name.endswith(".md")]


@pytest.mark.parametrize("name", WORDPRESS)
def test_what_wordpress_did_not_show_is_a_draft(tmp_path, name):
    content, why = WORDPRESS[name]
    site = Site(tmp_path)
    said = site.bring("wxr", wxr(content))
    assert said.table["drafts"] == [1, 1, 0, 0], said.text
    (front,) = fronts(site)
    assert front["draft"] is True and "redirect_from" not in front
    named = [line for line in said.text.splitlines() if line.startswith("  “A post”: ")]
    assert not why or any(why in line for line in named), said.text


@pytest.mark.parametrize("name", SHOWN)
def test_what_wordpress_showed_is_shown(tmp_path, name):
    site = Site(tmp_path)
    said = site.bring("wxr", wxr(SHOWN[name]))
    assert said.table["posts"] == [1, 1, 0, 0], said.text
    (front,) = fronts(site)
    assert "draft" not in front


def test_a_plain_draft_needs_no_words_and_the_trash_stays_where_it_is(tmp_path):
    site = Site(tmp_path)
    said = site.bring("wxr", wxr(item(1, status="draft"), item(2, "Gone", status="trash")))
    assert said.table["drafts"] == [1, 1, 0, 0] and "did not show" not in said.text
    assert "“Gone”: it was in the trash" in said.text


STATUS = (
    "<blogger:status xmlns:blogger='http://schemas.google.com/blogger/2018'>{}</blogger:status>"
)
CONTROL = (
    "<a:control xmlns:a='{}'><a:draft>{}</a:draft></a:control>"  # either name of its vocabulary
)
OLD_APP, NEW_APP = "http://purl.org/atom/app#", "http://www.w3.org/2007/app"
BLOGGER = {
    "a draft": CONTROL.format(OLD_APP, "yes"),
    "a draft by the newer name": CONTROL.format(NEW_APP, "YES"),
    "a draft by another word": CONTROL.format(OLD_APP, "true"),
    "a draft over https": CONTROL.format(NEW_APP.replace("http:", "https:"), "yes"),
    "a draft without a name": "<app:control><app:draft>yes</app:draft></app:control>",
    **{each: STATUS.format(each) for each in ("DRAFT", "PENDING", "SCHEDULED", "HIDDEN", "SPAM")},
}


@pytest.mark.parametrize("kind", ["post", "page"])
@pytest.mark.parametrize("name", BLOGGER)
def test_what_blogger_did_not_show_is_a_draft(tmp_path, name, kind):
    site = Site(tmp_path)
    said = site.bring("blogger", feed(entry(kind=kind, more=BLOGGER[name])))
    assert said.table["drafts"] == [1, 1, 0, 0], said.text
    assert fronts(site)[0]["draft"] is True


def test_a_day_to_come_is_waited_for(tmp_path):
    site = Site(tmp_path)
    said = site.bring("blogger", feed(entry(date="2150-01-01T00:00:00Z")))
    assert said.table["drafts"] == [1, 1, 0, 0] and "2150-01-01" in said.text


def test_a_comment_whose_state_nobody_knows_waits(tmp_path):
    site = Site(tmp_path)
    comment = (
        "<wp:comment><wp:comment_id>{0}</wp:comment_id><wp:comment_author>Bo</wp:comment_author>"
        "<wp:comment_date_gmt>2015-05-05 09:00:00</wp:comment_date_gmt>"
        "<wp:comment_content>Words {0}</wp:comment_content>"
        "<wp:comment_approved>{1}</wp:comment_approved></wp:comment>"
    )
    states = ["1", "0", "", "2", "hidden", "spam", "trash"]
    more = "".join(comment.format(n, state) for n, state in enumerate(states, 1))
    said = site.bring("wxr", wxr(item(more=more)))
    assert said.table["comments"] == [7, 5, 0, 2], said.text
    ledger = site.sources()["blog/.comments/a-post.yml"]
    assert ledger.count("state: pending") == 4


def test_nothing_of_a_protected_post_is_on_the_site(tmp_path):
    site = Site(tmp_path)
    words = "The confidential tide table"
    post = item(1, "Confidential", words, more=PASSWORD, path="/2015/secret/")
    page = item(2, "Terms", words, kind="page", more=PASSWORD)
    site.bring("wxr", wxr(post, page, item(3, "Open", 'See <a href="/2015/secret/">it</a>')))
    built = build(tmp_path, strict=False)
    assert built.code == 0, built.output
    for path in built.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert words.encode() not in content and b"Confidential" not in content, path
