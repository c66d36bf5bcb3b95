"""The progress bar: what it tells on a terminal of the usual width, and that it is silent elsewhere."""

import io
import re
import sys

import pytest

from extract.batch.runlog import At
from extract.cli.bar import bar

COUNTS = {"extracted": 123456, "not_a_report": 2345, "unreadable": 34, "unsupported": 4567, "timed_out": 5}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_of_eighty_columns_has_room_for_all_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    with bar("en") as show:
        assert show is not None
        show(At("scan", 1000, None))
        for done in (100_000, 120_000, 130_407):
            show(At("read", done, 300_000, COUNTS))
    told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    last = told[told.rindex("reading") :]
    assert re.match(r"reading +\S+ +130407/300000 +[\d,.]+/s +\d+:\d\d:\d\d", last), last
    assert "123456 extracted" in last
    assert "5 timed out" in " ".join(last.split())
    assert "…" not in last


def test_it_is_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with bar("en") as show:
        assert show is None
    assert capsys.readouterr() == ("", "")
