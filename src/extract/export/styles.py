"""Styles: the formats of a workbook, each made once."""

from typing import TYPE_CHECKING, TypeAlias

from extract.tables.facsimile import SHADES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

Property: TypeAlias = str | int | bool

WHOLE, FRACTION, PLAIN = "#,##0", "#,##0.00####", "0"
"""Number formats: whole numbers, others, and numbers that are names, as a year."""
_INK, _LINE = "#1F3864", "#BFBFBF"


def number_format(value: object) -> str:
    """How a number is printed: with decimals only where it has some."""
    return WHOLE if isinstance(value, int) or (isinstance(value, float) and value.is_integer()) else FRACTION


class Styles:
    """Formats by what they look like; asking twice for the same look gives the same format."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Property], ...], Format] = {}

    def of(self, **look: Property) -> "Format":
        """A format in xlsxwriter's own words."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    def shade(self, key: str | None, **look: Property) -> "Format":
        """A format in one of `SHADES`; without colour for None."""
        if key is None:
            return self.of(**look)
        ground, ink = SHADES[key]
        return self.of(bg_color=f"#{ground.upper()}", font_color=f"#{ink.upper()}", **look)

    @property
    def title(self) -> "Format":
        """The first line of a sheet."""
        return self.of(bold=True, font_size=16, font_color=_INK)

    @property
    def section(self) -> "Format":
        """A heading within a sheet."""
        return self.of(bold=True, font_size=12, font_color=_INK, bottom=1, bottom_color=_LINE)

    @property
    def head(self) -> "Format":
        """A column's name."""
        return self.of(
            bold=True, bg_color="#D9E2F3", border=1, border_color=_LINE, text_wrap=True, align="center", valign="vcenter"
        )  # fmt: skip

    @property
    def text(self) -> "Format":
        """Words that may run over several lines."""
        return self.of(text_wrap=True, valign="top")

    @property
    def dim(self) -> "Format":
        """Words that are read last."""
        return self.of(font_color="#7F7F7F", text_wrap=True, valign="top", indent=1)

    @property
    def aside(self) -> "Format":
        """Words in one line that may run over the cells beside them."""
        return self.of(font_color="#7F7F7F", valign="vcenter")

    @property
    def link(self) -> "Format":
        """A way to another sheet."""
        return self.of(font_color="#0563C1", underline=1, valign="top")
