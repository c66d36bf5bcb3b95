"""Years: what title, period, file name and date of issue say of the year reported on, and which of them holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extract.forms.fold import narrow

Told: TypeAlias = Literal["title", "period", "path", "running_head"]

_DAY = r"\s*[-_.年—~～至]\s*\d{1,4}(?!\d)"
_HAN = "[\u3400-\u9fff（）()《》]"
_IN_NAME = re.compile(rf"(?:{_HAN}(?=20\d\d)|(?<!\d)(?=20\d\d{_HAN})|^(?=20\d\d$))(20\d\d)(?!\d|{_DAY})")
_FOLDER = re.compile(r"(20\d\d)(?:年|年度)?")
_DATE = r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*\d{1,2}\s*日?"
_ISSUED = re.compile(rf"(?:时\s*间|日\s*期)\s*[:：|]?\s*{_DATE}")
_DATE_ALONE = re.compile(rf"[（(]?\s*{_DATE}\s*[)）]?")
_OPENING = re.compile(r"(?:^|[。；)）])\s*(20\d\d)年(?:度|以来|，|,)")
_AT_THE_END = 6  # lines that a signature with its date takes
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Years:
    """The year that each witness names, None where it names none.

    ``path`` is the file's own name or a folder called after a year, ``issued`` year and month of the date of
    issue, ``body`` the year that the sentences of part 一 open with (2023年，…).
    """

    title: int | None = None
    period: int | None = None
    path: int | None = None
    running_head: int | None = None
    issued: tuple[int, int] | None = None
    body: int | None = None

    def _possible(self, year: int) -> bool:
        """Whether a report for ``year`` can bear the date of issue: it cannot be issued before December."""
        return self.issued is None or self.issued >= (year, _DECEMBER)

    def settled(self) -> tuple[int | None, Told | None]:
        """The fiscal year, and the witness that told it.

        The title goes before the period, the period before a running head, that before the file's name. The
        title gives way to the period only where the file's name sides with the period, or where title says
        the year of publication: the report was issued before the year it names was over.
        """
        told: tuple[tuple[Told, int | None], ...] = (
            ("title", self.title), ("period", self.period), ("running_head", self.running_head), ("path", self.path),
        )  # fmt: skip
        there = [(name, year) for name, year in told if year is not None]
        if self.title is not None and not self._possible(self.title):
            others = [(name, year) for name, year in there if self._possible(year)]
            if others and self.period != self.title:
                return others[0][1], others[0][0]
        if self.title is not None and self.period not in (None, self.title) and self.path == self.period:
            return self.period, "period"
        return (there[0][1], there[0][0]) if there else (None, None)

    def apart(self) -> tuple[tuple[str, int], ...]:
        """The witnesses that name another year than the settled one; the body only where it names the year before."""
        year, _ = self.settled()
        if year is None:
            return ()
        told = (("title", self.title), ("period", self.period), ("path", self.path))
        found = [(name, other) for name, other in told if other not in (None, year)]
        if self.body == year - 1:
            found.append(("body", self.body))
        if not self._possible(year) and self.issued:
            found.append(("issued", self.issued[0]))
        return tuple((name, other) for name, other in found if other is not None)


UNKNOWN = Years()


def path_year(name: str) -> int | None:
    """The year in a file's name, else in its nearest folder called after one; None for none or several.

    A date (2024-01-31, 20240131) is when a file was put somewhere and names no year, and a number among Latin
    letters (report-2024) may be anything.
    """
    *folders, file = re.split(r"[/\\]", narrow(name))
    stem = re.sub(r"\s", "", file.rpartition(".")[0] or file)
    years = {int(year) for year in _IN_NAME.findall(stem)}
    if len(years) > 1:
        years = {int(year) for year in re.findall(r"(?<!\d)(20\d\d)年", stem)} or years
    if years:
        return years.pop() if len(years) == 1 else None
    return next((int(found[1]) for folder in reversed(folders) if (found := _FOLDER.fullmatch(folder))), None)


def issue_date(first: Sequence[str], last: Sequence[str]) -> tuple[int, int] | None:
    """Year and month of the date of issue: labelled so above the text, or alone on a line there or at the end."""
    for line in first:
        if len(line) > 200 or "20" not in line:
            continue
        found = _ISSUED.search(narrow(line)) or _DATE_ALONE.fullmatch(narrow(line).strip())
        if found:
            return int(found[1]), int(found[2])
    for line in reversed(last[-_AT_THE_END:]):
        found = _DATE_ALONE.fullmatch(narrow(line).strip())
        if found:
            return int(found[1]), int(found[2])
    return None


def body_year(lines: Iterable[str]) -> int | None:
    """The one year that sentences open with; None for none, or for several."""
    years = {int(year) for line in lines if "年" in line for year in _OPENING.findall(narrow(line))}
    return years.pop() if len(years) == 1 else None
