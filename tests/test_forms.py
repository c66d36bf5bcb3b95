"""The forms as data: what the notices prescribe, and that each wording is read as what it stands for."""

import tomllib
from itertools import chain
from pathlib import Path

import pytest

from extract.document import Line
from extract.errors import WrongUse
from extract.forms.fold import fold
from extract.forms.form import GRID_NAMES, Form, Forms, GridForm, GridName, Wording, load_forms, without_numeral
from extract.forms.labels import labels_of
from extract.locate import patterns_path
from extract.parts.headings import candidates
from extract.parts.phrase import is_title

FORMS = load_forms()
PARTS = ("overview", "disclosure", "applications", "appeals", "problems", "other")
APPLICANTS = (
    "natural_person",
    "enterprise",
    "research",
    "public_interest",
    "legal_service",
    "other",
    "total",
)
OUTCOMES = (
    "new",
    "carried_in",
    "granted",
    "partly_granted",
    "denied.state_secret",
    "denied.law",
    "denied.security",
    "denied.third_party",
    "denied.internal",
    "denied.process",
    "denied.enforcement_file",
    "denied.inquiry",
    "unavailable.not_held",
    "unavailable.needs_creation",
    "unavailable.unclear",
    "refused.petition",
    "refused.repeated",
    "refused.publication",
    "refused.excessive",
    "refused.confirmation",
)
OTHERS = {"2019": ("other",), "2021": ("other.uncorrected", "other.unpaid", "other.rest")}
PRIOR = ("items_prior_year", "items_change")
DISCLOSURE = {
    "2019": {
        "20.1/rules": ("made", "published", "published_total"),
        "20.1/normative_documents": ("made", "published", "published_total"),
        "20.5/licences": (*PRIOR, "decisions"),
        "20.5/other_services": (*PRIOR, "decisions"),
        "20.6/penalties": (*PRIOR, "decisions"),
        "20.6/coercive_measures": (*PRIOR, "decisions"),
        "20.8/fees": PRIOR,
        "20.9/procurement": ("purchases", "amount"),
    },
    "2021": {
        "20.1/rules": ("issued", "repealed", "in_force"),
        "20.1/normative_documents": ("issued", "repealed", "in_force"),
        "20.5/licences": ("decisions",),
        "20.6/penalties": ("decisions",),
        "20.6/coercive_measures": ("decisions",),
        "20.8/fees": ("fees_charged",),
    },
}
GRIDS = [(form, name) for form in FORMS.all for name in GRID_NAMES]


# ── what the notices prescribe ──────────────────────────────────────────────────────────────────────


def test_the_forms_known() -> None:
    assert [form.id for form in FORMS.all] == ["2019", "2021"]


@pytest.mark.parametrize(
    ("form", "name", "merged", "slots", "equations"),
    [
        ("2019", "disclosure", False, 22, 0),
        ("2021", "disclosure", False, 10, 0),
        ("2019", "applications", False, 161, 37),
        ("2021", "applications", False, 175, 39),
        ("2021", "applications", True, 182, 37),
        ("2019", "appeals", False, 15, 3),
        ("2021", "appeals", False, 15, 3),
    ],
)
def test_how_many_cells_and_equations(form: str, name: GridName, merged: bool, slots: int, equations: int) -> None:
    grid = FORMS.get(form).grid(name)
    assert len(grid.slots(merged)) == len(set(grid.slots(merged))) == slots
    assert len(grid.equations(merged)) == equations
    assert {key for e in grid.equations(merged) for key in (*e.left, *e.right)} <= set(grid.slots(merged))


@pytest.mark.parametrize("form", FORMS.all, ids=lambda form: form.id)
def test_six_parts_in_their_order(form: Form) -> None:
    assert [(part.number, part.key) for part in form.parts] == list(enumerate(PARTS, 1))


@pytest.mark.parametrize("form", FORMS.all, ids=lambda form: form.id)
def test_the_keys_of_the_cells(form: Form) -> None:
    disclosure = tuple((row, column) for row, columns in DISCLOSURE[form.id].items() for column in columns)
    assert form.grid("disclosure").slots() == disclosure
    rows = (*OUTCOMES, *OTHERS[form.id], "total", "carried_out")
    assert form.grid("applications").slots() == tuple((row, column) for row in rows for column in APPLICANTS)
    channels = ("reconsideration", "litigation_direct", "litigation_after")
    results = ("upheld", "corrected", "other", "pending", "total")
    assert form.grid("appeals").slots() == tuple((row, column) for row in channels for column in results)


def test_the_merged_row_follows_the_rows_it_stands_for() -> None:
    rows = list(dict.fromkeys(row for row, _ in FORMS.get("2021").grid("applications").slots(merged=True)))
    assert rows == [*OUTCOMES, *OTHERS["2021"], "other", "total", "carried_out"]


@pytest.mark.parametrize("form", FORMS.all, ids=lambda form: form.id)
def test_the_stated_balance(form: Form) -> None:
    stated = [e for e in form.grid("applications").equations() if e.kind == "stated"]
    assert [e.scope for e in stated] == list(APPLICANTS)
    for equation in stated:
        assert equation.check == "applications.balance"
        assert [row for row, _ in equation.left] == ["new", "carried_in"]
        assert [row for row, _ in equation.right] == ["total", "carried_out"]
        assert {column for _, column in (*equation.left, *equation.right)} == {equation.scope}


@pytest.mark.parametrize(("form", "merged"), [("2019", False), ("2021", False), ("2021", True)])
def test_the_implied_sums(form: str, merged: bool) -> None:
    others = ("other",) if merged else OTHERS[form]
    equations = FORMS.get(form).grid("applications").equations(merged)
    columns = {e.scope: e for e in equations if e.check == "applications.outcome_sum"}
    assert set(columns) == set(APPLICANTS)
    for column, equation in columns.items():
        assert set(equation.left) == {(row, column) for row in (*OUTCOMES[2:], *others)}
        assert equation.right == (("total", column),)
    rows = {e.scope: e for e in equations if e.check == "applications.row_sum"}
    assert set(rows) == {*OUTCOMES, *others, "total", "carried_out"}
    for row, equation in rows.items():
        assert equation.left == tuple((row, column) for column in APPLICANTS[:-1])
        assert equation.right == ((row, "total"),)


def test_money_and_signed_columns() -> None:
    columns = {
        (form.id, column.key): (column.money, column.signed)
        for form in FORMS.all
        for row in form.grid("disclosure").rows
        for column in row.columns
    }
    assert {key for key, (money, _) in columns.items() if money} == {
        ("2019", "amount"),
        ("2021", "fees_charged"),
    }
    assert {key for key, (_, signed) in columns.items() if signed} == {("2019", "items_change")}


@pytest.mark.parametrize(
    ("year", "form"), [(2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2035, "2021")]
)
def test_the_form_of_a_year(year: int, form: str | None) -> None:
    found = FORMS.for_year(year)
    assert (found.id if found else None) == form


# ── wordings, in both directions ────────────────────────────────────────────────────────────────────


def _read_as(text: str) -> set[str]:
    """Everything that a text is read as: title, headings, and labels of any grid."""
    found = {"title"} if is_title(text, FORMS) else set()
    found |= {f"part.{PARTS[c.part - 1]}" for c in candidates(0, Line(text, 1), FORMS)}
    for name in GRID_NAMES:
        found |= {f"{name}.{mark.kind}.{mark.key}" for mark in labels_of(FORMS, name).of(text)}
    return found


@pytest.mark.parametrize("wording", FORMS.wordings, ids=lambda wording: f"{wording.of} {wording.text}")
def test_a_wording_is_read_as_what_it_stands_for_and_nothing_else(wording: Wording) -> None:
    assert _read_as(wording.example) == {wording.of}
    assert fold(wording.text) in fold(wording.example)
    assert wording.seen.strip()


def test_a_wording_stands_for_something_that_a_form_has() -> None:
    known = {"title", *(f"part.{key}" for key in PARTS)}
    for form, name in GRIDS:
        for row in form.grid(name).rows:
            known |= {f"{name}.row.{row.key}", *(f"{name}.column.{column.key}" for column in row.columns)}
            if name == "disclosure":
                known.add(f"{name}.block.{row.key.split('/')[0]}")
    assert {wording.of for wording in FORMS.wordings} <= known


def test_no_wording_repeats_another_or_a_label() -> None:
    texts = [(wording.of, fold(wording.text)) for wording in FORMS.wordings]
    assert len(texts) == len(set(texts))
    for form, name in GRIDS:
        for row in form.grid(name).rows:
            assert (f"{name}.row.{row.key}", fold(without_numeral(row.label))) not in texts


@pytest.mark.parametrize("form", FORMS.all, ids=lambda form: form.id)
def test_an_official_heading_is_its_own_example(form: Form) -> None:
    for part, numeral in zip(form.parts, "一二三四五六", strict=True):
        for heading in part.headings:
            assert _read_as(f"{numeral}、{heading}") == {f"part.{part.key}"}, heading


# two labels name a row and a column, and one of these is printed in two grids
SHARED_LABELS = {
    "总计": {"applications.row.total", "applications.column.total", "appeals.column.total"},
    "其他": {"applications.row.other.rest", "applications.column.other"},
}


def _examples(name: GridName, grid: GridForm) -> dict[str, set[str]]:
    """Every label of a grid and what it must be read as."""
    found: dict[str, set[str]] = {}
    for row in (*grid.rows, *(merged.row for merged in grid.merged)):
        found[row.label] = {f"{name}.row.{row.key}"}
        for column in row.columns:
            found[column.label] = {f"{name}.column.{column.key}"}
        if name == "disclosure":
            found[row.path[0]] = {f"{name}.block.{row.key.split('/')[0]}"}
    return {label: SHARED_LABELS.get(without_numeral(label), marks) for label, marks in found.items()}


@pytest.mark.parametrize(("form", "name"), GRIDS, ids=lambda value: getattr(value, "id", value))
def test_an_official_label_is_its_own_example(form: Form, name: GridName) -> None:
    for label, marks in _examples(name, form.grid(name)).items():
        assert _read_as(label) == marks, label


@pytest.mark.parametrize(
    "label", ["三、本年度办理结果", "（三）不予公开", "（四）无法提供", "（五）不予处理", "行政诉讼"]
)
def test_an_outer_label_is_no_row(label: str) -> None:
    kinds = {mark.kind for name in GRID_NAMES for mark in labels_of(FORMS, name).of(label)}
    assert kinds == {"group"}


# ── script ──────────────────────────────────────────────────────────────────────────────────────────


def _pairs() -> list[tuple[str, str]]:
    data = tomllib.loads(patterns_path("script.toml").read_text(encoding="utf-8"))
    letters = "".join(data["pairs"].split())
    assert len(letters) % 2 == 0
    return list(zip(letters[::2], letters[1::2], strict=True))


def test_no_traditional_character_stands_for_two_simplified_ones() -> None:
    pairs = _pairs()
    assert len({traditional for traditional, _ in pairs}) == len(pairs)
    assert not {traditional for traditional, _ in pairs} & {simplified for _, simplified in pairs}


def test_the_pairs_are_those_of_opencc() -> None:
    opencc = pytest.importorskip("opencc")
    converters = [opencc.OpenCC(name) for name in ("t2s", "tw2s", "hk2s")]
    for traditional, simplified in _pairs():
        assert simplified in {converter.convert(traditional) for converter in converters}, traditional


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_every_heading_and_label_is_known_in_traditional_script(script: str) -> None:
    converter = pytest.importorskip("opencc").OpenCC(script)
    headings = {heading for form in FORMS.all for part in form.parts for heading in part.headings}
    labels = chain.from_iterable(_examples(name, form.grid(name)) for form, name in GRIDS)
    for text in {*headings, *labels, *(wording.example for wording in FORMS.wordings)}:
        # 反覆 for 反复 is this converter's choice; both 復 and 複 are in the patterns
        assert fold(converter.convert(text).replace("反覆", "反復")) == fold(text)


# ── reading the files ───────────────────────────────────────────────────────────────────────────────


def test_an_unknown_form_is_named_with_those_known() -> None:
    with pytest.raises(WrongUse, match=r"'1999'.*2019, 2021"):
        FORMS.get("1999")


def test_a_folder_without_a_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no form"):
        load_forms(tmp_path)


def test_a_form_file_without_a_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "wordings.toml").write_text("wordings = []\n", encoding="utf-8")
    text = patterns_path("forms", "2021.toml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "2021.toml").write_text(text.replace("first_year", "year"), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"2021\.toml.*first_year"):
        load_forms(tmp_path)


def test_a_new_form_is_one_more_file(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "wordings.toml").write_text("wordings = []\n", encoding="utf-8")
    for form in ("2019", "2021"):
        text = patterns_path("forms", f"{form}.toml").read_text(encoding="utf-8")
        (tmp_path / "forms" / f"{form}.toml").write_text(text, encoding="utf-8")
    added = patterns_path("forms", "2021.toml").read_text(encoding="utf-8")
    added = added.replace('id = "2021"', 'id = "2031"').replace("first_year = 2021", "first_year = 2031")
    (tmp_path / "forms" / "2031.toml").write_text(added, encoding="utf-8")
    found: Forms = load_forms(tmp_path)
    assert [form.id for form in found.all] == ["2019", "2021", "2031"]
    assert len(found.get("2031").grid("applications").slots()) == 175
    chosen = [found.for_year(year) for year in (2020, 2030, 2031, 2040)]
    assert [form.id for form in chosen if form] == ["2019", "2021", "2031", "2031"]


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
        ("（七）总计", "总计"),
        ("(三) 不予公开", "不予公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("3．其他", "其他"),
        ("自然人", "自然人"),
    ],
)
def test_a_label_without_its_numbering(label: str, bare: str) -> None:
    assert without_numeral(label) == bare
