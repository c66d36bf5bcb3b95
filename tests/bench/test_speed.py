"""What measures speed names rooms that are there, and counts each once."""

import time
from pathlib import Path

import pytest
from bench.contestants import ours, plain_text, with_prose
from bench.large import READERS, YEARS, authority, synthesise
from bench.speed import generated
from bench.stopwatch import Rooms, race, ratio, watched


def test_every_contestant_is_timed_for_every_file() -> None:
    files = generated("pdf-ruled", [1, 2])
    found = race(files, {"ours": ours, "floor": plain_text}, rounds=1)
    assert [len(spent) for spent in found.values()] == [2, 2]
    assert ratio(found, "ours", "floor") > 1


def test_a_read_passes_every_room_of_its_way() -> None:
    with watched() as rooms:
        ours(generated("tika", [1])[0])
    assert {"load", "split", "fit", "check", "whose", "tidy", "find"} == set(rooms.spent)
    with watched() as rooms:
        with_prose(generated("tika", [1])[0])
    assert "prose" in rooms.spent
    with watched() as rooms:
        pass
    assert not rooms.spent


def test_a_room_books_its_own_time_alone() -> None:
    rooms = Rooms()

    def work(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    inner = rooms.timed("inner", work)

    def both() -> None:
        work(0.01)
        inner(0.03)

    rooms.timed("outer", both)()
    assert rooms.spent["inner"] == pytest.approx(30, abs=8)
    assert rooms.spent["outer"] == pytest.approx(10, abs=8)


def test_every_reader_loads_the_same_part_of_a_large_set(tmp_path: Path) -> None:
    rows = synthesise(tmp_path, 5 * len(YEARS))
    for column, key in (("authority", authority(3)), ("fiscal_year", 2021)):
        parts = 5 if column == "authority" else len(YEARS)
        found = {name: reader(tmp_path, column, key, None) for name, (_, reader) in READERS.items()}
        assert set(found.values()) == {rows // parts}
