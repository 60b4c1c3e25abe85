"""What a build does around its work: listening to warnings, collecting garbage, ending."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys

import pytest

from playbook_plugins.build.collecting import RARELY, collect_as_before, collect_rarely
from playbook_plugins.build.logs import hearing

WORD = ("mkdocs.plugins.playbook", logging.WARNING, "a word")


def test_what_is_said_of_one_page_is_heard_with_that_page():
    log, around, first, second = logging.getLogger(WORD[0]), [], [], []
    with hearing(around):
        log.warning("before")
        for said in (first, second):
            with hearing(said):
                log.warning("page %s", len(first))
        log.warning("after")
    assert [message for _, _, message in around] == ["before", "after"]
    assert [message for _, _, message in first] == ["page 0"]
    assert [message for _, _, message in second] == ["page 1"]


@pytest.fixture
def quiet():
    """The host's log in a quiet build, and what its own handler heard."""
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR)
    yield heard
    assert (logger.level, handler.level) == (logging.ERROR, logging.NOTSET), "as it was"
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_what_a_page_warns_of_is_noted_in_a_quiet_build_for_the_next(quiet):
    said = []
    with hearing(said):
        logging.getLogger(WORD[0]).warning("a word")
    assert said == [WORD]
    assert quiet == []


def test_garbage_is_looked_for_rarely_in_a_build_and_as_before_after_it():
    before = gc.get_threshold()
    collect_rarely()
    assert gc.get_threshold() == RARELY
    collect_rarely()
    collect_as_before()
    assert gc.get_threshold() == before


@pytest.mark.parametrize(("lies", "said"), [(True, b""), (False, b"given back")])
def test_the_end_of_a_process_leaves_a_site_alone(lies, said):
    program = f"""
import os
from playbook_plugins.build.ending import leave_lying
class Known:
    def __del__(self, write=os.write):
        write(1, b"given back")
known = Known()
{lies} and leave_lying(known)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == said
