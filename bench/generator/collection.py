"""The sample collection: invented authorities of an invented province, their reports in many layouts.

`python -m bench.generator.collection data/raw` writes it; the bytes are the same every time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .figures import Figures
from .make import compose, draw_figures
from .panel import draw_next
from .plan import Names, Plan, stream
from .printing import suffix
from .sample_texts import DIVISIONS, NOTICE, README
from .truth import Generated

_FORM_2019, _FORM_2021 = "2019", "2021"
# Chosen so that each pair of years carries applications over.
_FIRST_SEED = 1_407
NOTICE_PATH = "示例省/丁山市/关于召开政务公开工作会议的通知.txt"
UNREADABLE_PATH = "示例省/丁山市/戌亥自治县/戌亥自治县人民政府2019年政府信息公开工作年度报告.txt"


@dataclass(frozen=True, slots=True)
class Sample:
    """One report of the collection.

    `follows` says that the sample before is the same authority a year earlier.
    """

    folder: str
    authority: str
    year: int
    form: str
    layout: str
    scale: str = "quiet"
    blanks: str = "none"
    errors: Names = ()
    damages: Names = ()
    follows: bool = False


def _series(folder: str, authority: str, years: Sequence[int], layouts: str, scale: str = "quiet") -> Iterator[Sample]:
    """One authority's reports of several years, each in the next of its layouts; a gap breaks what is carried over."""
    names = layouts.split()
    for place, year in enumerate(years):
        form = _FORM_2019 if year < 2021 else _FORM_2021
        follows = place > 0 and years[place - 1] == year - 1
        yield Sample(folder, authority, year, form, names[place % len(names)], scale, follows=follows)


_FIRST = (
    Sample("甲河市/子丑县", "示例省甲河市子丑县人民政府", 2019, _FORM_2019, "tika", "medium"),
    Sample("甲河市/子丑县", "示例省甲河市子丑县人民政府", 2020, _FORM_2019, "cells", "medium", follows=True),
    Sample("乙川市", "示例省乙川市人民政府", 2021, _FORM_2021, "pipes", "busy"),
    Sample(
        "乙川市",
        "示例省乙川市人民政府",
        2022,
        _FORM_2021,
        "rows-wrapped",
        "busy",
        damages=("page_numbers",),
        follows=True,
    ),
    Sample("甲河市/寅卯县", "甲河市寅卯县财政局", 2020, _FORM_2019, "cell-pipes", damages=("label_breaks",)),
    Sample("甲河市/寅卯县", "甲河市寅卯县财政局", 2021, _FORM_2021, "markdown", follows=True),
    Sample("丙原市/辰巳区", "丙原市辰巳区统计局", 2022, _FORM_2021, "rows", errors=("total_off_by_one",)),
    Sample("丙原市/辰巳区", "丙原市辰巳区教育局", 2020, _FORM_2019, "glued", "medium"),
    Sample("丙原市/申酉区", "丙原市申酉区人民政府", 2023, _FORM_2021, "tika", "medium", blanks="zeros"),
    Sample(
        "丁山市/午未县",
        "丁山市午未县天干镇人民政府",
        2021,
        _FORM_2021,
        "cells-spaced",
        "zero",
        damages=("title_broken", "furniture_before", "furniture_after"),
    ),
    Sample(
        "丁山市/午未县",
        "丁山市午未县自然资源局",
        2020,
        _FORM_2019,
        "pipes-spans",
        "medium",
        damages=("extra_row", "gb18030"),
    ),
    Sample(
        "丁山市",
        "丁山市人民政府",
        2024,
        _FORM_2021,
        "cell-pipes-apart",
        "medium",
        damages=("padding", "halfwidth_brackets", "utf_8_sig"),
    ),
    Sample("乙川市/申酉区", "乙川市申酉区民政局", 2022, _FORM_2021, "deduplicated"),
    Sample("乙川市/申酉区", "乙川市申酉区审计局", 2019, _FORM_2019, "rows", damages=("traditional",)),
    Sample("丁山市/戌亥自治县", "丁山市戌亥自治县人民政府", 2023, _FORM_2021, "docx", "medium"),
    Sample("甲河市/寅卯县", "甲河市寅卯县教育局", 2020, _FORM_2019, "docx", "medium", blanks="zeros"),
    Sample("丙原市", "示例省丙原市人民政府", 2022, _FORM_2021, "pdf-ruled", "busy"),
    Sample("乙川市/申酉区", "乙川市申酉区人民政府", 2023, _FORM_2021, "pdf-cut", "medium"),
)
_ALL_YEARS = range(2019, 2025)
# a panel to draw: some authorities over the years, one with a gap, one whose own figures do not fit
SAMPLES = (
    *_FIRST,
    *_series("教育厅", "示例省教育厅", _ALL_YEARS, "tika cells", "busy"),
    *_series("甲河市", "示例省甲河市人民政府", _ALL_YEARS, "docx tika pipes", "busy"),
    *_series("丁山市/午未县", "丁山市午未县人民政府", (2019, 2020, 2022, 2023, 2024), "cells tika", "medium"),
    *_series("丙原市/辰巳区", "丙原市辰巳区人民政府", _ALL_YEARS, "tika markdown", "medium"),
    *_series("乙川市/申酉区", "乙川市申酉区人民政府", (2020, 2021, 2022), "pipes tika", "medium"),
    *_series("甲河市/子丑县", "甲河市子丑县自然资源局", range(2021, 2025), "tika cells-spaced", "medium"),
    *_series("丁山市/高新区", "丁山市高新技术产业开发区管理委员会", range(2021, 2025), "docx tika"),
    Sample("甲河市/子丑县", "甲河市子丑县民政局", 2023, _FORM_2021, "tika", "medium", errors=("carried_out_wrong",)),
    Sample("甲河市/寅卯县", "甲河市寅卯县人民政府", 2024, _FORM_2021, "tika", "medium", errors=("totals_zero",)),
)


def sample_reports() -> tuple[tuple[str, Generated], ...]:
    """The reports of the collection with their paths inside it."""
    found: list[tuple[str, Generated]] = []
    before: Figures | None = None
    for place, sample in enumerate(SAMPLES):
        plan = _plan(place, sample)
        if sample.follows and before is not None:
            before = draw_next(stream(plan.seed, "figures"), plan.form, plan.scale, before)
        else:
            before = draw_figures(plan)
        name = f"{sample.authority}{sample.year}年政府信息公开工作年度报告{suffix(sample.layout)}"
        found.append((f"示例省/{sample.folder}/{name}", compose(plan, before)))
    return tuple(found)


def _plan(place: int, sample: Sample) -> Plan:
    return Plan(
        seed=_FIRST_SEED + place,
        form=sample.form,
        layout=sample.layout,
        blanks=sample.blanks,
        errors=sample.errors,
        damages=sample.damages,
        scale=sample.scale,
        authority=sample.authority,
        year=sample.year,
        cut=False,
    )


def unreadable_bytes() -> bytes:
    """A text in GB18030 with a byte lost to 0xFF here and there, so that no encoding fits all of it."""
    data = bytearray(NOTICE.encode("gb18030"))
    data[60::97] = b"\xff" * len(data[60::97])
    return bytes(data)


def write_sample(folder: Path | str) -> tuple[Path, ...]:
    """Writes the collection into `folder` and gives the paths of its files, reports first."""
    root = Path(folder)
    reports = sample_reports()
    files: list[tuple[str, bytes]] = [(path, report.data) for path, report in reports]
    files += [
        (NOTICE_PATH, NOTICE.encode()),
        (UNREADABLE_PATH, unreadable_bytes()),
        ("divisions.csv", DIVISIONS.encode("utf-8")),
        ("README.md", README.format(count=len(reports)).encode()),
    ]
    for name, data in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tuple(root / name for name, _ in files)


def main(arguments: list[str] | None = None) -> None:
    """Writes the collection into the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.generator.collection", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write, such as data/raw")
    for path in write_sample(parser.parse_args(arguments).folder):
        print(path)


if __name__ == "__main__":
    main()
