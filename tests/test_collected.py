"""The collector's list: read with helpful errors, set beside the files, and told where they do not meet."""

import re
from pathlib import Path

import pytest
from tests.test_cli import REPORT, extract_

from extract import load, run
from extract.errors import WrongUse
from extract.files.collected import Matching, read_collected
from extract.files.found import Found
from extract.options import Given


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "files.csv"
    path.write_text(text, encoding=encoding)
    return path


ENGLISH = (
    "path,authority,division code,year,URL,retrieved,remark\n甲/a.txt,甲县财政局,520424,2023,example,2024-02-01,x\n"
)
CHINESE = "路径,机关,区划代码,年度,网址,采集日期,备注\n甲/a.txt,甲县财政局,520424,2023年度,example,2024-02-01,x\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_headers_in_english_and_in_chinese(tmp_path: Path, text: str, encoding: str) -> None:
    listed = read_collected(written(tmp_path, text, encoding))
    assert listed.by_name == {"甲/a.txt": Given("甲县财政局", "520424", 2023, "example", "2024-02-01")}


def test_what_is_empty_is_not_known(tmp_path: Path) -> None:
    listed = read_collected(written(tmp_path, "file,year\n\n./甲\\a.txt,\nb.txt\n"))
    assert listed.by_name == {"甲/a.txt": Given(), "b.txt": Given()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "name a column path .*none"),
        ("authority,year\n甲,2023\n", r"name a column path \(路径\); its columns are: authority, year"),
        ("path,文件\na,a\n", "two columns of the first line mean path"),
        ("path,year\na.txt,2023-24\n", "line 2: '2023-24' is no year"),
        ("path,code\na.txt,5204\n", "line 2: '5204' is no division code"),
        ("path,year\na.txt,2023\n,2023\n", "line 3: the path is empty"),
        ("path,year\na.txt,2023\n./a.txt,2022\n", "line 3: a.txt stands in line 2 already"),
        ("path,authority\na.txt,甲,乙\n", "line 2: 3 fields under 2 headers"),
        ('path\n"a.txt\n', "not CSV"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        read_collected(written(tmp_path, text))


def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be opened"):
        read_collected(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_bytes(b"path\n\xff\xff\xff")
    with pytest.raises(WrongUse, match="neither UTF-8 nor GB18030"):
        read_collected(tmp_path / "x.csv")


def test_files_are_found_by_name_and_beside_the_list(tmp_path: Path) -> None:
    listed = read_collected(written(tmp_path, "path,year\nraw/a.txt,2023\nb.txt,2022\ngone.txt,2021\n"))
    matching = Matching(listed)
    files = [Found(str(tmp_path / "raw" / "a.txt"), "a.txt"), Found("/x/b.txt", "b.txt"), Found("/x/c.txt", "c.txt")]
    years = [file.given.fiscal_year if file.given else None for file in matching.mark(files)]
    assert years == [2023, 2022, None]
    assert (matching.without_file(), matching.without_row, matching.files_without_row) == (("gone.txt",), ["c.txt"], 1)


def test_a_run_takes_the_list_along(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "云岭.txt").write_text(REPORT, encoding="utf-8")
    (raw / "letter.txt").write_text("关于召开会议的通知", encoding="utf-8")
    listed = written(tmp_path, "路径,机关,年度,网址\n云岭.txt,云岭县财政局,2031,example\ngone.txt,,,\n")
    told = extract_("run", raw, "--out", tmp_path / "out", "--jobs", "1", "--manifest", listed)
    assert told.exit_code == 0
    assert re.search(r"no file was found for: 1\n\s+gone.txt", told.stdout), told.stdout
    assert re.search(r"the list does not have: 1\n\s+letter.txt", told.stdout), told.stdout
    tables = load(tmp_path / "out")
    report = tables.reports.iloc[0]
    assert (report.given_authority, report.given_fiscal_year, report.url) == ("云岭县财政局", 2031, "example")
    assert tables.findings["kind"].tolist().count("given_disagrees") == 2
    # another list, another reading of the same file
    run(raw, tmp_path / "out", jobs=1)
    assert load(tmp_path / "out").reports["url"].isna().all()
    assert extract_("run", raw, "--out", tmp_path / "out", "--manifest", tmp_path / "none.csv").exit_code == 2


def test_divisions_of_one_s_own_are_known_to_a_run(tmp_path: Path) -> None:
    raw, own = tmp_path / "raw", tmp_path / "own.csv"
    raw.mkdir()
    (raw / "云岭.txt").write_text(REPORT, encoding="utf-8")
    own.write_text("code,name\n990000,示例省\n990122,云岭县\n", encoding="utf-8")
    run(raw, tmp_path / "out", jobs=1, divisions=own)
    report = load(tmp_path / "out").reports.iloc[0]
    assert (report.division_code, report.authority_id, report.province) == ("990122", "990122", "示例省")
    with pytest.raises(WrongUse, match="cannot be read"):
        run(raw, tmp_path / "out", divisions=tmp_path / "none.csv")
