"""Mails as people's programs send them: each right, or named; and an address never kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playbook_plugins.comments.mails import MailError, mails_in, read_mail

MAILS = Path(__file__).parents[1] / "examples" / "mails"
EXPECTED = json.loads((MAILS / "expected.json").read_text(encoding="utf-8"))


def test_every_mail_has_an_expectation():
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED) and len(EXPECTED) >= 50


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_mail_is_right_or_named(name):
    wanted = dict(EXPECTED[name])
    raw = (MAILS / f"{name}.eml").read_bytes()
    if "error" in wanted:
        with pytest.raises(MailError) as caught:
            read_mail(raw)
        assert wanted["error"] in str(caught.value) and caught.value.cure
        return
    mail = read_mail(raw)
    wanted.setdefault("date", datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    assert {key: getattr(mail, key) for key in wanted} == wanted
    assert "example.org" not in repr(mail), "the sender's address is nowhere"
    assert mail.author.isprintable() and "\n" not in mail.subject


def test_an_mbox_holds_several():
    names = ["apple-mail", "html-only", "quote-gmail-fr"]
    box = b"".join(
        b"From ines@example.org Tue Nov 24 09:30:00 2026\n"
        + (MAILS / f"{name}.eml").read_bytes().rstrip(b"\n")
        + b"\n\n"
        for name in names
    )
    read = [read_mail(raw) for raw in mails_in(box)]
    assert [each.body for each in read] == [EXPECTED[name]["body"] for name in names]


def test_a_mail_as_large_as_a_film_is_refused():
    with pytest.raises(MailError, match="larger than 25 MB"):
        read_mail(b"From: A <a@example.org>\n\n" + b"x" * (25 * 2**20))
