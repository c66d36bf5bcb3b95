"""Collected: the list of files that their collector keeps, and how it is set beside the files that are there."""

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import WrongUse
from extract.files.found import Found
from extract.forms.fold import fold
from extract.options import Given

_HEADERS = {
    "path": ("path", "file", "file name", "file path", "路径", "文件", "文件名", "文件路径"),
    "authority": ("authority", "机关", "单位", "机构", "编制机关", "发布机构", "单位名称", "机关名称"),
    "division_code": ("division code", "division", "code", "行政区划代码", "区划代码", "代码"),
    "fiscal_year": ("year", "fiscal year", "年度", "年份", "报告年度"),
    "url": ("url", "address", "link", "网址", "链接", "来源网址"),
    "retrieved": ("retrieved", "date", "采集日期", "采集时间", "下载日期", "下载时间", "获取日期"),
}
_COLUMNS = {fold(header): column for column, headers in _HEADERS.items() for header in headers}
_YEAR = re.compile(r"(20\d\d)\s*(?:年度?)?")
_CODE = re.compile(r"[1-9]\d{5}")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collector's list says of each file: by its path under RAW, and by its absolute path."""

    by_name: dict[str, Given]
    by_path: dict[str, str]

    def name_of(self, file: Found) -> str | None:
        """The name that the list has for a file; None where it has none."""
        name = _plain(file.name)
        return name if name in self.by_name else self.by_path.get(os.path.abspath(file.path))


class Matching:
    """Files set beside a list while they are found: what is in one alone is counted, the first twenty kept."""

    def __init__(self, collected: Collected | None) -> None:
        self._collected = collected
        self._seen: set[str] = set()
        self.without_row: list[str] = []
        self.files_without_row = 0

    def mark(self, files: Iterable[Found]) -> Iterator[Found]:
        """The files, each with what the list says of it."""
        if self._collected is None:
            yield from files
            return
        for file in files:
            name = self._collected.name_of(file)
            if name is None:
                self.files_without_row += 1
                self.without_row += [file.name] if len(self.without_row) < _SHOWN else []
                yield file
            else:
                self._seen.add(name)
                yield file._replace(given=self._collected.by_name[name])

    def without_file(self) -> tuple[str, ...]:
        """The paths of the list that no file was found for."""
        return tuple(name for name in self._collected.by_name if name not in self._seen) if self._collected else ()


def read_collected(path: Path) -> Collected:
    """The list in a CSV file (UTF-8 or GB18030) with a column ``path`` (路径) and any of the others.

    A path is relative to RAW, as ``sources.path`` has it, or to the list's own folder. Raises `WrongUse`, naming
    the line and what is wrong, for a file that is no such list.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WrongUse(
            f"{path}：打不开；--manifest 要的是 CSV 文件",
            f"{path}: cannot be opened ({error.strerror}); --manifest takes a CSV file",
        ) from error
    rows = _rows(path, data)
    by_name: dict[str, Given] = {}
    lines: dict[str, int] = {}
    by_path: dict[str, str] = {}
    for line, row in rows:
        name = _plain(row.get("path", ""))
        if not name:
            raise WrongUse(f"{path} 第 {line} 行：路径是空的", f"{path}, line {line}: the path is empty")
        if name in by_name:
            raise WrongUse(
                f"{path} 第 {line} 行：{name} 已在第 {lines[name]} 行列过",
                f"{path}, line {line}: {name} stands in line {lines[name]} already",
            )
        by_name[name], lines[name] = _given(row, f"{path}, line {line}"), line
        by_path[os.path.abspath(path.parent / name)] = name
    return Collected(by_name, by_path)


def _rows(path: Path, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row under the names of `Given`, with its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise WrongUse(
                f"{path}：既不是 UTF-8 也不是 GB18030；请存成 UTF-8 的 CSV",
                f"{path}: neither UTF-8 nor GB18030; save it as CSV in UTF-8",
            ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        columns = [_COLUMNS.get(fold(name)) for name in header]
        _demand_header(path, header, columns)
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            if len(fields) > len(header):
                raise WrongUse(
                    f"{path} 第 {reader.line_num} 行：{len(header)} 列之下有 {len(fields)} 个值；带逗号的值须放在双引号里",
                    f"{path}, line {reader.line_num}: {len(fields)} fields under {len(header)} headers; "
                    "a field with a comma in it has to stand in double quotes",
                )
            told = zip(columns, fields, strict=False)
            yield reader.line_num, {column: field.strip() for column, field in told if column}
    except csv.Error as error:
        raise WrongUse(
            f"{path} 第 {reader.line_num} 行：不是 CSV", f"{path}, line {reader.line_num}: not CSV ({error})"
        ) from error


def _demand_header(path: Path, header: list[str], columns: list[str | None]) -> None:
    if "path" not in columns:
        have = ", ".join(header) or "none"
        raise WrongUse(
            f"{path}：首行须有“路径”（path）一列；现有的列：{have}",
            f"{path}: the first line has to name a column path (路径); its columns are: {have}",
        )
    known = [column for column in columns if column]
    twice = next((column for column in known if known.count(column) > 1), None)
    if twice:
        raise WrongUse(
            f"{path}：首行有两列都表示 {twice}；请保留一列",
            f"{path}: two columns of the first line mean {twice}; keep one of them",
        )


def _given(row: dict[str, str], where: str) -> Given:
    code, printed = row.get("division_code") or None, row.get("fiscal_year") or None
    year = _YEAR.fullmatch(printed) if printed else None
    if printed and year is None:
        raise WrongUse(
            f"{where}：“{printed}”不是年度；请写成 2023 的样子", f"{where}: {printed!r} is no year; write it as 2023"
        )
    if code and not _CODE.fullmatch(code):
        raise WrongUse(
            f"{where}：“{code}”不是行政区划代码；代码有六位数字，如 520424",
            f"{where}: {code!r} is no division code; it has six digits, such as 520424",
        )
    return Given(
        row.get("authority") or None, code, int(year[1]) if year else None, row.get("url") or None,
        row.get("retrieved") or None,
    )  # fmt: skip


def _plain(path: str) -> str:
    """A path as it is compared: one kind of slash, one kind of accents, no ``./`` before it."""
    return unicodedata.normalize("NFC", path.strip().replace("\\", "/")).removeprefix("./")
