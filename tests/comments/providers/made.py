"""Answers as the four providers send them, from one plain description of a thread."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from playbook_plugins.comments.providers import Provider, Topic, provider_of
from playbook_plugins.comments.providers.http import Fetcher

SETTINGS: dict[str, dict[str, Any]] = {
    "isso": {},
    "giscus": {
        "repo": "acme/site",
        "repo_id": "R_1",
        "category": "Comments",
        "category_id": "DIC_1",
        "bodies": True,
    },
    "remark42": {"site": "acme"},
    "comentario": {},
}
SITE = "https://coach.example/"
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
IDS = {
    "isso": lambda n: n,
    "giscus": lambda n: f"DC_kwDOAbc{n}=",
    "remark42": lambda n: f"0b0e{n:04d}-4b8c-4f8e-9d21-0a1b2c3d4e5f",
    "comentario": lambda n: f"5c1f{n:04d}-4b8c-4f8e-9d21-0a1b2c3d4e5f",
}


def provider(name: str, url: str, fetcher: Fetcher | None = None, **more: Any) -> Provider:
    made = provider_of(name, url, {**SETTINGS[name], **more}, SITE, fetcher)
    assert made is not None
    return made


def topics(*uids: str) -> list[Topic]:
    return [Topic(uid, uid.title()) for uid in uids]


def entry(n: int, parent: int | None = None, **more: Any) -> dict[str, Any]:
    """One comment in words of no provider."""
    usual = {"author": f"Person {n}", "body": f"<p>Remark {n}</p>", "url": "", "gone": False}
    return {"n": n, "parent": parent, **usual, **more}


def thread_raw(name: str, entries: list[dict[str, Any]]) -> bytes:
    """What `name` answers to the question for a thread."""
    return json.dumps(globals()[f"_{name}"](entries)).encode()


def counts_raw(name: str, keys: list[str], counts: dict[str, int]) -> bytes:
    """What `name` answers to the question for counts."""
    if name == "isso":
        return json.dumps([counts.get(key, 0) for key in keys]).encode()
    if name == "remark42":
        return json.dumps([{"url": key, "count": counts.get(key, 0)} for key in keys]).encode()
    return json.dumps({"commentCounts": counts}).encode()


def _when(n: int) -> datetime:
    return MOMENT.replace(minute=n % 60)


def _iso(n: int) -> str:
    return _when(n).isoformat().replace("+00:00", "Z")


def _isso(entries: list[dict[str, Any]]) -> dict[str, Any]:
    def one(each: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": each["n"],
            "parent": each["parent"],
            "author": None if each["gone"] else each["author"],
            "website": each["url"] or None,
            "text": "" if each["gone"] else each["body"],
            "created": _when(each["n"]).timestamp(),
            "mode": 4 if each["gone"] else 1,
            "hash": "931ae9645a94",
            "email": "secret@acme.example",
            "remote_addr": "10.1.2.0",
        }

    tops = [
        {**one(top), "replies": [one(each) for each in entries if each["parent"] == top["n"]]}
        for top in entries
        if top["parent"] is None
    ]
    return {"id": None, "total_replies": len(entries), "hidden_replies": 0, "replies": tops}


def _giscus(entries: list[dict[str, Any]]) -> dict[str, Any]:
    def one(each: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": IDS["giscus"](each["n"]),
            "author": {"login": each["author"], "url": each["url"], "avatarUrl": "https://x"},
            "createdAt": _iso(each["n"]),
            "deletedAt": _iso(each["n"]) if each["gone"] else None,
            "isMinimized": False,
            "bodyHTML": each["body"],
        }

    tops = []
    for top in entries:
        if top["parent"] is None:
            answers = [one(each) for each in entries if each["parent"] == top["n"]]
            tops.append({**one(top), "replies": answers, "replyCount": len(answers)})
    pages = {"hasNextPage": False, "endCursor": "Y3Vyc29y"}
    return {"viewer": None, "discussion": {"comments": tops, "pageInfo": pages}}


def _remark42(entries: list[dict[str, Any]]) -> dict[str, Any]:
    comments = [
        {
            "id": IDS["remark42"](each["n"]),
            "pid": IDS["remark42"](each["parent"]) if each["parent"] else "",
            "text": each["body"],
            "orig": "<script>alert(1)</script>",
            "user": {"name": each["author"], "id": "github_1", "ip": "203.0.113.7"},
            "time": _iso(each["n"]).replace("Z", ".123456789Z"),
            "delete": each["gone"],
        }
        for each in entries
    ]
    return {"comments": comments, "info": {"count": sum(not each["gone"] for each in entries)}}


def _comentario(entries: list[dict[str, Any]]) -> dict[str, Any]:
    comments = [
        {
            "id": IDS["comentario"](each["n"]),
            "parentId": IDS["comentario"](each["parent"]) if each["parent"] else None,
            "html": each["body"],
            "markdown": "x",
            "isApproved": True,
            "isPending": False,
            "isDeleted": each["gone"],
            "createdTime": _iso(each["n"]),
            "userCreated": f"user-{each['n']}",
        }
        for each in entries
    ]
    people = [
        {
            "id": f"user-{each['n']}",
            "name": each["author"],
            "websiteUrl": each["url"],
            "email": "secret@acme.example",
        }
        for each in entries
    ]
    return {"pageInfo": {"pageId": "p"}, "comments": comments, "commenters": people}
