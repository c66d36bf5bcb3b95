"""export: the tables for people without Parquet: xlsx, csv, Stata, SQLite."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from extract.errors import WrongUse
from extract.export.tables import Choice, choose
from extract.tables.dataset import load
from extract.words.sentences import Lang, Phrase

Format: TypeAlias = Literal["xlsx", "csv", "dta", "sqlite"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "dta", "sqlite")
_IN_A_FOLDER = ("csv", "dta")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what a reader has to know of it: what did not fit, what was cut."""

    path: Path
    files: tuple[Path, ...]
    remarks: tuple[Phrase, ...]


def export(
    out: str | Path,
    to: Format,
    path: str | Path | None = None,
    *,
    lang: Lang = "zh",
    years: Sequence[int] = (),
    authority: str | None = None,
    sheets: int = 100,
) -> Exported:
    """Writes the tables under ``out`` in another format, whole or not at all.

    ``path`` is a file for xlsx and sqlite, a folder for csv and dta; without it the export stands beside ``out``,
    with its name. ``years`` and ``authority`` (any part of the name) leave out all other reports.
    ``lang`` is the language of labels, ``sheets`` how many reports get a sheet of their own in a workbook.
    Raises `WrongUse` where there is nothing to export, or a library is missing that writes the format.
    """
    if to not in FORMATS:
        raise WrongUse(f"没有格式 {to}；可选 {'、'.join(FORMATS)}", f"no format {to!r}; choose {', '.join(FORMATS)}")
    dataset = load(out)
    choice = choose(dataset, years, authority)
    target = Path(path) if path is not None else beside(Path(out), _ENDINGS[to])
    if target.exists() and target.is_dir() != (to in _IN_A_FOLDER):
        kind_zh, kind = ("文件夹", "a folder") if to in _IN_A_FOLDER else ("文件", "a file")
        raise WrongUse(
            f"{target}：{to} 要写入{kind_zh}，而它不是；请另给一个 --out",
            f"{target}: {to} is written into {kind}, and this is none; give another --out",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent) as work:
        made = Path(work) / target.name
        if to in _IN_A_FOLDER:
            made.mkdir()
        remarks = _WRITERS[to](choice, made, lang, sheets)
        return Exported(target, _put(made, target), remarks)


def beside(folder: Path, ending: str) -> Path:
    """The default place for what is made of a set of tables: beside its folder, with its name.

    >>> beside(Path("data/structured"), ".xlsx").as_posix()
    'data/structured.xlsx'
    """
    named = folder if folder.name not in ("", "..") else Path(os.path.abspath(folder))
    return named.with_name(named.name + ending)


def _put(made: Path, target: Path) -> tuple[Path, ...]:
    """Moves what was made to its place; in a folder, files of other names stay."""
    if not made.is_dir():
        os.replace(made, target)
        return (target,)
    target.mkdir(exist_ok=True)
    names = sorted(file.name for file in made.iterdir())
    for name in names:
        shutil.move(made / name, target / name)
    return tuple(target / name for name in names)


def _xlsx(choice: Choice, path: Path, lang: Lang, sheets: int) -> tuple[Phrase, ...]:
    from extract.export.workbook import write_workbook  # noqa: PLC0415 - xlsxwriter comes with the extra `export`

    return write_workbook(choice, path, lang, sheets)


def _csv(choice: Choice, path: Path, lang: Lang, sheets: int) -> tuple[Phrase, ...]:
    from extract.export.text import write_csv_files  # noqa: PLC0415

    del lang, sheets
    return write_csv_files(choice, path)


def _dta(choice: Choice, path: Path, lang: Lang, sheets: int) -> tuple[Phrase, ...]:
    from extract.export.stata import write_stata  # noqa: PLC0415

    del sheets
    return write_stata(choice, path, lang)


def _sqlite(choice: Choice, path: Path, lang: Lang, sheets: int) -> tuple[Phrase, ...]:
    from extract.export.database import write_database  # noqa: PLC0415

    del sheets
    return write_database(choice, path, lang)


_ENDINGS: Mapping[Format, str] = {"xlsx": ".xlsx", "csv": "-csv", "dta": "-dta", "sqlite": ".sqlite"}
_WRITERS: Mapping[Format, Callable[[Choice, Path, Lang, int], tuple[Phrase, ...]]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "dta": _dta,
    "sqlite": _sqlite,
}
