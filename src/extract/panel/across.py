"""Across: what is decided over a whole collection rather than report by report.

A report leaves a small note when it is read. The notes of one authority are looked at together,
by year, and what is decided there is applied to the tables while they are written.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from extract.records import Records
from extract.tables.arrow import ArrowTable


class Across(Protocol):
    """What looks beyond one report. Notes and decisions have to be picklable, and small.

    All three are pure functions: the same notes give the same decisions whatever the order in
    which the files were read. An object of this kind travels to other processes, so it is
    picklable too.
    """

    @property
    def key(self) -> str:
        """What decisions depend on beside the notes, such as the hash of a file of corrections."""
        ...

    def note(self, reading: Records) -> object | None:
        """What others have to know of this report; None where it takes part in nothing."""
        ...

    def relate(self, group: Sequence[object]) -> Mapping[str, object]:
        """Decisions by report_id from the notes of one authority, ordered by year and then by path.

        The note of a report that names no authority comes alone.
        """
        ...

    def apply(self, tables: Mapping[str, ArrowTable], decisions: Mapping[str, object]) -> Mapping[str, ArrowTable]:
        """The rows of some reports (any table but ``sources``) with what was decided about them.

        Order of reports, and which reports there are, stay as they are.
        """
        ...
