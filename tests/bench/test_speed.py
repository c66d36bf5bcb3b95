"""What measures speed names rooms that are there, and counts each once."""

from pathlib import Path

import pytest
from bench.contestants import ours, plain_text, with_prose
from bench.large import READERS, YEARS, authority, synthesise
from bench.speed import generated
from bench.stopwatch import Rooms, race, ratio, watched

from bench import growth


def test_every_contestant_is_timed_for_every_file() -> None:
    files = generated("pdf-ruled", [1, 2])
    found = race(files, {"ours": ours, "floor": plain_text}, rounds=1)
    assert [len(spent) for spent in found.values()] == [2, 2]
    assert all(spent > 0 for contestant in found.values() for spent in contestant)


def test_a_ratio_is_taken_file_by_file() -> None:
    assert ratio({"ours": [30.0, 2.0, 8.0], "floor": [10.0, 2.0, 4.0]}, "ours", "floor") == 2


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


def test_a_room_books_its_own_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("bench.stopwatch.time.process_time", lambda: clock[0])
    rooms = Rooms()

    def work(seconds: float) -> None:
        clock[0] += seconds

    inner = rooms.timed("inner", work)

    def both() -> None:
        work(0.01)
        inner(0.03)

    rooms.timed("outer", both)()
    assert rooms.spent == pytest.approx({"inner": 30, "outer": 10})


def test_every_reader_loads_the_same_part_of_a_large_set(tmp_path: Path) -> None:
    rows = synthesise(tmp_path, 5 * len(YEARS))
    for column, key in (("authority", authority(3)), ("fiscal_year", 2021)):
        parts = 5 if column == "authority" else len(YEARS)
        found = {name: reader(tmp_path, column, key, None) for name, (_, reader) in READERS.items()}
        assert set(found.values()) == {rows // parts}


@pytest.mark.parametrize("layout", ["tika", "docx", "pdf-ruled"])
def test_a_plain_read_imports_nothing_heavy(tmp_path: Path, layout: str) -> None:
    file = generated(layout, [1])[0]
    path = tmp_path / file.name
    path.write_bytes(file.data)
    assert growth.imported(path) == ()


def test_two_workers_are_judged_by_how_long_each_was_busy() -> None:
    one = growth.Grown(100, 12.0, 100.0, workers=10.0, meanwhile=1.0, alone=1.0)
    two = growth.Grown(100, 99.0, 100.0, workers=10.0, meanwhile=0.0, alone=1.0)
    assert growth.gain(one, two) == pytest.approx(11 / 6)


def test_a_run_tells_how_long_its_processes_were_busy(tmp_path: Path) -> None:
    growth.write_files(tmp_path / "raw", 12)
    found = growth.apart("run", tmp_path / "raw", 2)
    assert found.files == 12
    assert min(found.workers, found.meanwhile, found.alone) > 0
