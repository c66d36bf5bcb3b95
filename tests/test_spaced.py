"""Texts of which each line is a cell: blank lines are blank cells where every row has its seven."""

from tests.texts import HEADINGS, read_text, report, row

from extract.reading import Reading

FIGURES = {
    ("new", "natural_person"): "3", ("new", "enterprise"): "1", ("new", "total"): "4",
    ("granted", "natural_person"): "3", ("granted", "total"): "3", ("total", "natural_person"): "3", ("total", "total"): "3",
    ("carried_out", "enterprise"): "1", ("carried_out", "total"): "1",
}  # fmt: skip
NEW = [3, 1, None, None, None, None, 4]


def reading(*, gap: str = "\n", dropped: int = 0) -> Reading:
    """A report whose grid 三 has a cell a line and its zeros blank; of the blank cells ``dropped`` are missing."""
    text = report("2021", applications=FIGURES)
    start, end = text.index(HEADINGS[2]), text.index(HEADINGS[3])
    cells = ["" if line.strip() == "0" else line for line in text[start:end].split("\n") if line.strip()]
    for _ in range(dropped):
        cells.remove("")
    return read_text(f"{text[:start]}{gap.join(cells)}\n{text[end:]}")


def test_a_blank_line_is_a_blank_cell() -> None:
    found = reading()
    assert row(found, "new") == NEW
    assert {cell.state for cell in found.applications} == {"number", "blank"}
    assert found.verdicts.applications == "verified"


def test_blank_lines_between_cells_are_none() -> None:
    assert row(reading(gap="\n\n"), "new") == NEW


def test_where_one_is_missing_no_blank_line_is_a_cell() -> None:
    found = reading(dropped=1)
    assert row(found, "new") != NEW
    assert "blank" not in {cell.state for cell in found.applications if cell.row == "new"}


def test_where_the_first_cell_cannot_be_told_no_blank_line_is_a_cell() -> None:
    """A blank cell ahead of a row's figures, whose 总计 is blank, would move them by a column."""
    text = report("2021", applications={**FIGURES, ("carried_in", "natural_person"): "2"})
    start, end = text.index(HEADINGS[2]), text.index(HEADINGS[3])
    cells = ["" if line.strip() == "0" else line for line in text[start:end].split("\n") if line.strip()]
    at = next(index for index, line in enumerate(cells) if "上年结转" in line)
    cells.insert(at + 1, "")
    found = read_text(f"{text[:start]}{chr(10).join(cells)}\n{text[end:]}")
    assert "number" not in {cell.state for cell in found.applications if cell.row == "carried_in"}
    assert "blank" not in {cell.state for cell in found.applications if cell.row == "carried_in"}


def test_blank_lines_of_another_length_than_the_cells_are_a_page_s_markup() -> None:
    """The text of an HTML page, indented as its tags were: a cell is the line that is as far indented as every other."""
    text = report("2021", applications=FIGURES)
    start, end = text.index(HEADINGS[2]), text.index(HEADINGS[3])
    cells = ["" if line.strip() == "0" else line.strip() for line in text[start:end].split("\n")[1:] if line.strip()]
    indented = "\n".join(f"    \n        {cell}\n      " for cell in cells)
    found = read_text(f"{text[:start]}{HEADINGS[2]}\n{indented}\n{text[end:]}")
    assert row(found, "new") == NEW
    assert {cell.state for cell in found.applications} == {"number", "blank"}
