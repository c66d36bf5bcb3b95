"""A grid drawn in the form's own shape."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.readings import BALANCED, reading
from tests.test_dataset import write

from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, GridName, load_forms
from extract.grid import ExtraRow, Slot
from extract.tables.dataset import load
from extract.tables.facsimile import Facsimile, shade_key


class Tables(HTMLParser):
    """The texts and spans of a table, as a browser would take them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, int, int]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append(("", int(found.get("rowspan") or 1), int(found.get("colspan") or 1)))

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            _, rows, columns = self.rows[-1][-1]
            self.rows[-1][-1] = (data, rows, columns)


def covered(drawn: Facsimile) -> Counter[tuple[int, int]]:
    return Counter(
        (row, column)
        for box in drawn.boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    )


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("name", GRID_NAMES)
def test_boxes_show_every_cell_once_and_do_not_overlap(name: GridName, form: str) -> None:
    drawn = reading(form=form).grid(name)
    keys = [box.shown.key for box in drawn.boxes if box.shown]
    assert sorted(keys) == sorted(load_forms().get(form).grid(name).slots())
    places = covered(drawn)
    assert max(places.values()) == 1
    if name != "disclosure":  # there, blocks are of different widths
        assert len(places) == drawn.height * drawn.width


def test_grid_three_has_the_header_of_the_form() -> None:
    drawn = reading(applications=BALANCED).grid("applications")
    assert (drawn.height, drawn.width) == (2 + 25, 3 + 7)
    boxes = {box.text: box for box in drawn.boxes if box.kind != "cell"}
    assert (boxes["法人或其他组织"].columns, boxes["自然人"].rows) == (5, 2)
    assert (boxes["三、本年度办理结果"].rows, boxes["（三）不予公开"].rows) == (22, 8)
    assert boxes["一、本年新收政府信息公开申请数量"].columns == 3
    assert boxes["1.属于国家秘密"].column == 2


def test_grid_four_is_one_row_under_its_headers() -> None:
    drawn = reading().grid("appeals", "en")
    boxes = {box.text: box for box in drawn.boxes if box.kind == "head"}
    assert (drawn.height, drawn.width) == (4, 15)
    assert (boxes["Reconsideration"].columns, boxes["Litigation"].columns) == (5, 10)


def test_html_has_the_spans_and_what_is_doubtful() -> None:
    doubt = Slot(("new", "total"), "ambiguous", raw="1<2", reason="row_incomplete")
    drawn = reading(applications=BALANCED | {("new", "total"): doubt, ("granted", "total"): 9}).grid("applications")
    parser = Tables()
    parser.feed(drawn._repr_html_())
    assert [sum(columns for _, _, columns in row) for row in parser.rows][:2] == [3 + 7, 5]
    html = drawn._repr_html_()
    assert "1&lt;2" in html
    assert "数字比列少" in html
    assert "“（一）予以公开”一行" in html
    shades = Counter(shade_key(box.shown) for box in drawn.boxes if box.shown)
    assert shades["open"] == 1
    assert shades["fails"] == 7 + 22 - 1


def test_the_frame_has_the_values_by_key_or_by_label() -> None:
    drawn = reading(applications=BALANCED).grid("applications")
    frame = drawn.frame()
    assert frame.loc["new", "natural_person"] == 3
    assert set(map(str, frame.dtypes)) == {"Int64"}
    assert frame.shape == (25, 7)
    assert drawn.frame("en").loc["1. New requests this year", "Total"] == 4
    assert "本年新收" in str(drawn)
    assert reading(form="2019").grid("disclosure").frame()["made"].isna()["20.9/procurement"]


def test_rows_printed_as_one_and_rows_added_are_shown_as_printed() -> None:
    merged = reading(merged=True).grid("applications")
    texts = [box.text for box in merged.boxes if box.kind == "label"]
    assert "（六）其他处理" in texts
    assert len([text for text in texts if text == "3.其他"]) == 1  # the readings of tests print both
    extra = ExtraRow("20.1", "其他主动公开文件", (Slot(("20.1/", "issued"), "number", 7, None, "7"),))
    drawn = reading(extra=(extra,)).grid("disclosure")
    added = next(box for box in drawn.boxes if box.text == "其他主动公开文件 *")
    assert any(box.row == added.row and box.shown and box.shown.value == 7 for box in drawn.boxes)
    assert len(drawn.frame()) == 6


def test_a_dataset_draws_what_a_reading_draws(tmp_path: Path) -> None:
    one = reading(applications=BALANCED | {("granted", "total"): 9})
    ds = load(write(tmp_path / "out", [reading("a.txt", year=2022), one]))
    for name in GRID_NAMES:
        assert ds.grid(one.source.report_id, name) == one.grid(name)
    assert "云岭县" in one._repr_html_()
    with pytest.raises(WrongUse, match="is no grid"):
        ds.grid(one.source.report_id, "figures")  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="no report_id"):
        ds.grid("0123", "appeals")
