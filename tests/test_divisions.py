"""The table of divisions: what is in it, how it is found, and how one's own is added."""

from pathlib import Path

import pytest

from extract.errors import WrongUse
from extract.whose.divisions import Division, load_divisions

TABLE = load_divisions()


def test_the_table_is_whole() -> None:
    now = [one for one in TABLE.all if one.in_force(TABLE.last)]
    assert [sum(one.rank == rank for one in now) for rank in (1, 2, 3)] == [31, 333, 2846]
    assert len({one.code for one in now}) == len({one.id for one in now}) == len(now)


def test_every_county_lies_in_a_province_and_at_most_one_city() -> None:
    for one in TABLE.all:
        above = TABLE.above(one, one.last)
        assert [holder.rank for holder in above] in (
            [[1], [1, 2]] if one.rank == 3 else [[1]] if one.rank == 2 else [[]]
        )


def test_no_code_has_two_names_in_one_year() -> None:
    spells: dict[str, list[Division]] = {}
    for one in TABLE.all:
        spells.setdefault(one.code, []).append(one)
    for every in spells.values():
        years = [year for one in every for year in range(one.first, one.last + 1)]
        assert len(years) == len(set(years))


def test_short_names_are_names() -> None:
    assert all(one.short and (one.name.startswith(one.short)) for one in TABLE.all)
    assert [one.code for one in TABLE.short("鄂伦春")] == ["150723"]


def test_one_s_own_divisions_stand_beside_the_published_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("code,name,level\n990000,示例省,province\n990121,子丑自治县,county\n", encoding="utf-8-sig")
    table = load_divisions(own)
    assert [one.code for one in table.named("子丑县")] == ["990121"]
    assert [one.name for one in table.above(table.named("子丑自治县")[0], 2020)] == ["示例省"]
    assert table.named("关岭自治县") == TABLE.named("关岭自治县")


@pytest.mark.parametrize("content", ["code,name\n99,示例省\n", "name\n示例省\n", "code,name,first\n990000,示例省,x\n"])
def test_a_table_that_is_none_is_refused_with_its_line(tmp_path: Path, content: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(WrongUse, match="line 2"):
        load_divisions(own)


def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be read"):
        load_divisions(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes(b"code,name\n\xff\xfe")
    with pytest.raises(WrongUse, match="UTF-8"):
        load_divisions(tmp_path / "bad.csv")
