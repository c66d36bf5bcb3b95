"""Terms: what the columns with few values may hold, in the form's order, with a label in either language.

Dtypes, value labels of exports and the codebook are made from these. The forms' Chinese labels
come from the notices, their English ones from ``patterns/english.toml``.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, ColumnForm, Forms, GridForm, GridName, RowForm
from extract.locate import patterns_path
from extract.words import sentences
from extract.words.sentences import GRID_TITLES, Lang, Phrase, row_name


@dataclass(frozen=True, slots=True)
class Term:
    """A value that a column may hold, and what it means."""

    key: str
    zh: str
    en: str


CELL_COLUMNS: Mapping[GridName, tuple[str, ...]] = {
    "disclosure": ("article", "item", "measure"),
    "applications": ("outcome", "applicant"),
    "appeals": ("channel", "result"),
}
ROW_COLUMNS: Mapping[GridName, str] = {grid: names[-2] for grid, names in CELL_COLUMNS.items()}
COLUMN_COLUMNS: Mapping[GridName, str] = {grid: names[-1] for grid, names in CELL_COLUMNS.items()}
"""Which columns of a grid's table name a cell, its row and its column."""

_VERDICT_ORDER = ("doubtful", "inconsistent", "vacuous", "verified")
_VERDICTS: Mapping[str, tuple[str, ...]] = {
    "verdict_disclosure": ("doubtful", "read"),
    "verdict_applications": _VERDICT_ORDER,
    "verdict_appeals": _VERDICT_ORDER,
    "verdict": _VERDICT_ORDER,
}
_KINDS: Mapping[str, Phrase] = {
    "stated": ("格式写明", "stated by the form"),
    "implied": ("格式隐含", "implied by the form"),
    "prose": ("与文字核对", "prose against grid"),
    "panel": ("与邻年核对", "against a neighbouring year"),
}
_SECOND: Mapping[str, Phrase] = {"agrees": ("一致", "agrees"), "differs": ("不一致", "differs")}
_EVIDENCE = {key: sentences.EVIDENCE[key] for key in ("cells", "year")}
_SEVERITIES = {key: sentences.SEVERITIES[key] for key in ("note", "warning", "error")}
_OUTCOMES: Mapping[str, Phrase] = {str(key): phrase for key, phrase in sentences.OUTCOMES.items()}
_GRIDS: Mapping[str, Phrase] = {str(key): phrase for key, phrase in GRID_TITLES.items()}

_WORDS: Mapping[tuple[str, str], Mapping[str, Phrase]] = {
    ("sources", "status"): sentences.STATUSES,
    ("reports", "form_evidence"): _EVIDENCE,
    ("reports", "second_reader"): _SECOND,
    ("sections", "method"): sentences.METHODS,
    ("checks", "kind"): _KINDS,
    ("checks", "outcome"): _OUTCOMES,
    ("findings", "severity"): _SEVERITIES,
    ("coverage", "state"): sentences.COVERED,
    **{(table, "level"): sentences.LEVELS for table in ("reports", "coverage")},
    **{("reports", name): {key: sentences.VERDICTS[key] for key in keys} for name, keys in _VERDICTS.items()},
    **{(grid, "state"): sentences.STATES for grid in GRID_NAMES},
    **{(grid, "reason"): sentences.REASONS for grid in GRID_NAMES},
    **{(grid, "proof"): sentences.PROOFS for grid in GRID_NAMES},
    **{(table, "grid"): _GRIDS for table in ("checks", "findings")},
}


@lru_cache(maxsize=4)
def load_english(folder: Path | None = None) -> Mapping[str, str]:
    """The forms' labels in English, by the label as the notice prints it; none where ``folder`` has no such file."""
    path = (folder or patterns_path()) / "english.toml"
    if not path.is_file():
        return {}
    labels = tomllib.loads(path.read_text(encoding="utf-8")).get("labels", {})
    if not all(isinstance(label, str) for label in labels.values()):
        raise WrongUse(
            f'{path}：[labels] 下各行写成 "自然人" = "Natural persons" 的样子',
            f'{path}: [labels] holds lines such as "自然人" = "Natural persons"',
        )
    return {str(zh): str(en) for zh, en in labels.items()}


def label_in(lang: Lang, label: str) -> str:
    """A label of a form in one language; as printed where nobody has translated it."""
    return label if lang == "zh" else load_english().get(label, label)


def row_label(row: RowForm, lang: Lang) -> str:
    """A row's name where it stands alone, as `sentences.row_name`, in either language."""
    if lang == "zh":
        return row_name(row)
    outer = [label for label in row.path[-1:] if not label.startswith(("三、", "第二十条"))]
    return " – ".join(label_in(lang, label) for label in (*outer, row.label))


def cell_label(row: RowForm, column: ColumnForm, lang: Lang) -> str:
    """A cell's name, as ``（三）不予公开 1.属于国家秘密 · 自然人``."""
    return f"{row_label(row, lang)} · {label_in(lang, column.label)}"


def in_words(terms: Iterable[Term], lang: Lang) -> dict[str, str]:
    """What the values mean, in one language."""
    return {term.key: sentences.say((term.zh, term.en), lang) for term in terms}


def worded(table: str, column: str) -> bool:
    """Whether the column's values are the program's own words, the same for every form."""
    return (table, column) in _WORDS


@lru_cache(maxsize=256)
def terms(table: str, column: str, forms: Forms) -> tuple[Term, ...]:
    """The values that a column may hold, in their order; none for a column that may hold anything.

    Rows and columns of grids stand in the form's order: those that only one form has follow
    their neighbours there. A label that differs between forms is the latest form's.
    """
    if (table, column) in _WORDS:
        return tuple(Term(key, *phrase) for key, phrase in _WORDS[table, column].items())
    if column == "form":
        return tuple(Term(form.id, form.notice, form.notice) for form in forms.all)
    if (table, column) == ("sections", "key"):
        parts = [(part.key, part.headings[0]) for part in forms.all[-1].parts]
        return tuple(Term(key, heading, label_in("en", heading)) for key, heading in parts)
    if table not in GRID_NAMES:
        return ()
    named: list[list[Term]] = [list(_named(form.grid(table), column)) for form in forms.all]
    return _in_one_order(named)


def _named(grid: GridForm, column: str) -> Iterator[Term]:
    """The terms of one form, as they come; a key may come more than once."""
    if column == ROW_COLUMNS[grid.name]:
        for row in _rows(grid):
            yield Term(row.key.rpartition("/")[2], row_label(row, "zh"), row_label(row, "en"))
    elif column == COLUMN_COLUMNS[grid.name]:
        for row in grid.rows:
            yield from (Term(c.key, c.label, label_in("en", c.label)) for c in row.columns)
    elif column == "article":
        for row in grid.rows:
            yield Term(row.key.partition("/")[0], row.path[0], label_in("en", row.path[0]))


def _rows(grid: GridForm) -> Iterator[RowForm]:
    """The rows, each merged row after the last of those that it stands for."""
    for row in grid.rows:
        yield row
        yield from (merged.row for merged in grid.merged if merged.stands_for[-1] == row.key)


def _in_one_order(named: list[list[Term]]) -> tuple[Term, ...]:
    order: list[str] = []
    latest: dict[str, Term] = {}
    for own in named:
        at = 0
        for term in own:
            if term.key in order:
                at = order.index(term.key) + 1
            else:
                order.insert(at, term.key)
                at += 1
            latest[term.key] = term
    return tuple(latest[key] for key in order)
