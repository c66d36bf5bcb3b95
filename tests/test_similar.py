"""Parts taken over from another year or another place."""

from pathlib import Path

import jieba
import pytest
import rjieba
from bench.similar import score, texts
from click.testing import CliRunner

from extract import run
from extract.cli import main
from extract.review.similar import PartText, likenesses, similar

TEXT = (
    "一是公开目录更新不够及时，部分栏目信息更新间隔较长；二是依申请公开工作力量不足，答复文书质量有待提高；"
    "三是政策解读形式单一，以文字为主，图表和视频较少。下一步，我局将完善目录管理制度，按月检查栏目更新情况，"
    "举办培训12期，培训人员340人次，丰富解读形式，提高群众的获得感。"
)
OTHER = (
    "我镇地处山区，村组分散，老年人多，网上公开的内容许多人看不到。去年起在各村设公开栏，每季更换，由驻村干部讲解。"
    "但仍有三个村的公开栏位置偏僻，内容更换不及时，群众意见较多。今年计划把公开栏移到卫生室和小卖部门口，并录成方言广播。"
)


def part(report: str, text: str, whose: str = "甲", year: int = 2020, number: int = 5) -> PartText:
    return PartText(report, whose, f"{whose}局", year, number, text)


def test_last_years_text_with_other_figures_was_taken_over() -> None:
    later = part("b", TEXT.replace("12期", "15期").replace("340", "1,208"), year=2021)
    (found,) = likenesses([later, part("a", TEXT), part("c", OTHER, "乙")])
    assert (found.later.report_id, found.earlier.report_id, found.kind) == ("b", "a", "own")
    assert found.share > 0.95


def test_a_neighbours_text_is_a_neighbours() -> None:
    (found,) = likenesses([part("a", TEXT), part("b", TEXT.replace("我局", "本办"), "乙", 2021)])
    assert (found.kind, found.earlier.report_id) == ("neighbour", "a")
    assert 0.9 < found.share < 1


def test_both_the_own_and_the_neighbours_are_told() -> None:
    found = likenesses([part("a", TEXT), part("b", TEXT, "癸"), part("c", TEXT, "甲", 2021)])
    assert {(one.later.report_id, one.earlier.report_id, one.kind) for one in found} == {
        ("b", "a", "neighbour"), ("c", "a", "own"), ("c", "b", "neighbour"),
    }  # fmt: skip
    assert {one.copies for one in found if one.later.report_id == "c"} == {2}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (part("a", TEXT), part("b", OTHER, "乙")),
        (part("a", "无。"), part("b", "无。", "乙")),
        (part("a", TEXT), part("b", TEXT, number=1)),
        (part("a", TEXT), part("b", TEXT)),
        (part("a", "一、本年新收\t1\t2\n" * 30), part("b", "一、本年新收\t1\t2\n" * 30, "乙")),
    ],
    ids=["unrelated", "too short", "another part", "another edition of one report", "grids"],
)
def test_what_tells_nothing_is_no_pair(first: PartText, second: PartText) -> None:
    assert likenesses([first, second]) == ()


def test_in_a_crowd_each_finds_its_own_of_last_year() -> None:
    crowd = [part(f"{year}-{n:03}", TEXT, f"县{n:03}", year) for year in (2020, 2021) for n in range(100)]
    found = [one for one in likenesses(crowd) if one.kind == "own"]
    assert [
        (one.earlier.report_id, one.later.report_id) for one in sorted(found, key=lambda one: one.later.report_id)
    ] == [(f"2020-{n:03}", f"2021-{n:03}") for n in range(100)]


def test_planted_copies_are_found_and_nothing_else() -> None:
    made, planted = texts(seed=3, reports=400, planted=40)
    right, wrong = score(likenesses(made), planted)
    assert right >= 0.95 * len(planted) == 38
    assert wrong == 0


def test_the_words_are_jiebas() -> None:
    jieba.setLogLevel(60)  # type: ignore[no-untyped-call]
    assert rjieba.cut(TEXT + OTHER, False) == jieba.lcut(TEXT + OTHER, HMM=False)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("similar")
    (folder / "raw").mkdir()
    for year, extra in ((2021, ""), (2022, "新增栏目3个。")):
        text = f"示例县财政局{year}年政府信息公开工作年度报告\n一、总体情况\n无。\n五、存在的主要问题及改进情况\n{TEXT}{extra}\n六、其他需要报告的事项\n无。\n"
        (folder / "raw" / f"{year}.txt").write_text(text, encoding="utf-8")
    run(folder / "raw", folder / "out", jobs=1)
    return folder / "out"


def test_the_tables_are_read(tables: Path) -> None:
    (found,) = similar(tables)
    assert (found.kind, found.later.fiscal_year, found.earlier.fiscal_year, found.later.part) == ("own", 2022, 2021, 5)
    assert similar(tables, parts=(1,)) == ()


def test_the_command_prints_and_writes_pairs(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    printed = CliRunner().invoke(main, ["similar", str(tables), "--lang", "zh", "--csv", str(path)])
    assert printed.exit_code == 0
    assert "示例县财政局 2022  第5部分  与自己往年  示例县财政局 2021" in printed.output
    assert "1 份报告中有 1 处与其他报告几乎逐字相同。" in printed.output
    head, row = path.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("share,kind,part,copies,report_id,authority")
    assert ",own,5,1," in row
