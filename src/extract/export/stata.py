"""write_stata: a Stata file (version 118) a table, with variable and value labels in either language."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import WrongUse
from extract.export.tables import Choice, ExportTable, Field
from extract.words.sentences import Lang, Phrase

if TYPE_CHECKING:
    import pandas

NAME = 32
_LABEL = 80
_STRING = 2045
"""Stata's limits: characters of a name and of a label, bytes of a string that is not a strL."""
_EXACT = 2**53
_PLAIN = ("form", "key")
"""Columns that stay strings though their values are few: ``form == "2019"`` says more than a number."""


def write_stata(choice: Choice, folder: Path, lang: Lang) -> tuple[Phrase, ...]:
    """Writes every table into ``folder``, one at a time in memory.

    Keys become numbers with value labels, numbered from 0 in the order that ``words`` lists them from 1; a null is a
    missing value, of a string the empty string, since Stata knows no other.
    """
    for table in choice.tables:
        _write(table, folder / f"{table.name}.dta", lang)
    return ()


def short_names(names: Sequence[str], longest: int = NAME) -> tuple[str, ...]:
    """Each name cut to ``longest`` characters, word by word from the longest, and none like another.

    >>> short_names(["new__total", "a20_1_normative_documents__published_total"])
    ('new__total', 'a20_1_norma_docume__publis_total')
    """
    made: list[str] = []
    for name in names:
        words = name.split("_")
        while sum(map(len, words)) + len(words) - 1 > longest:
            at = max(range(len(words)), key=lambda number: len(words[number]))
            words[at] = words[at][:-1]
        short, number = "_".join(words), 2
        while short in made or (short != name and short in names):
            end = str(number)
            short, number = "_".join(words)[: longest - len(end)] + end, number + 1
        made.append(short)
    return tuple(made)


def _write(table: ExportTable, path: Path, lang: Lang) -> None:
    frame = table.frame()
    frame = frame.assign(**{field.name: _column(frame[field.name], field, table, lang) for field in table.fields})
    names = short_names(list(frame.columns))
    labels = [(field.zh if lang == "zh" else field.en) if table.grid else field.title(lang) for field in table.fields]
    long = [
        name
        for name, column in zip(names, frame.columns, strict=True)
        if frame[column].dtype == object and max((len(text.encode()) for text in frame[column]), default=0) > _STRING
    ]
    frame.set_axis(list(names), axis="columns").to_stata(
        path,
        version=118,
        write_index=False,
        data_label=(table.row_zh if lang == "zh" else table.row_en)[:_LABEL],
        variable_labels={name: label[:_LABEL] for name, label in zip(names, labels, strict=True)},
        convert_strl=long,
    )


def _column(values: "pandas.Series", field: Field, table: ExportTable, lang: Lang) -> "pandas.Series":
    """The column as Stata holds it."""
    if field.terms and field.name not in _PLAIN and hasattr(values, "cat") and len(values):
        words = {term.key: term.zh if lang == "zh" else term.en for term in field.terms}
        return values.cat.rename_categories(words)
    if field.type in ("int32", "int64", "float64"):
        if field.type == "int64" and values.abs().max() is not None and (values.abs() > _EXACT).any():
            raise WrongUse(
                f"{table.name}.{field.name} 中有数字超出 Stata 能精确保存的范围；请导出 csv 或 sqlite",
                f"{table.name}.{field.name} holds a number beyond what Stata keeps exactly; export csv or sqlite",
            )
        return values
    return values.astype(object).where(values.notna(), "").astype(str).astype(object)
