"""Reading: what one report says, with the frames and pictures that a notebook asks for."""

from html import escape
from typing import TYPE_CHECKING

from extract.forms.form import GRID_NAMES, GridName, load_forms
from extract.records import Records

if TYPE_CHECKING:
    import pandas

    from extract.tables.facsimile import Facsimile
    from extract.words.sentences import Lang


class Reading(Records):
    """What one report says: tuples of typed records; frames are made when asked for."""

    __slots__ = ()

    def frame(self, table: str) -> "pandas.DataFrame":
        """One table of this report alone (``applications``, ``checks`` …) as a pandas frame.

        Columns and dtypes are those of the dataset; raises `WrongUse` for a table that is not there.
        """
        from extract.tables.frames import reading_frame  # noqa: PLC0415 - pandas comes in only when a frame is asked for

        return reading_frame(self, table)

    def grid(self, name: GridName, labels: "Lang" = "zh") -> "Facsimile":
        """One grid as the form prints it, which a notebook shows as a table; ``frame()`` has the values alone."""
        from extract.tables.layout import facsimile  # noqa: PLC0415 - drawn only when a grid is looked at
        from extract.tables.rows import reading_rows, records  # noqa: PLC0415

        cells, checks = (records(reading_rows(self, table)) for table in (name, "checks"))
        return facsimile(name, cells, checks, load_forms(), labels)

    def _repr_html_(self) -> str:
        """What a notebook shows: whose report it is, the verdict, and the three grids."""
        who = " ".join(str(part) for part in (self.report.authority, self.report.fiscal_year) if part)
        head = f"<p><b>{escape(who or self.report.title or self.source.path)}</b> · {self.verdicts.report}</p>"
        return head + "".join(self.grid(name)._repr_html_() for name in GRID_NAMES)
