"""Whatever a server does, nothing is lost, doubled, or shown that somebody refused."""

from __future__ import annotations

from .histories import History


def test_forty_histories_end_as_the_model_says(tmp_path):
    histories = {seed: History(tmp_path / str(seed), seed).run() for seed in range(40)}
    wrong = {seed: found for seed, found in histories.items() if found}
    assert wrong == {}
