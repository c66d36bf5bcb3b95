"""said: what a sentence has said so far, which tells what the numbers after it are parts of."""

import re
from collections.abc import Sequence

ANEW = ";"
BRACKET = re.compile(r"\((?!\d{1,2}\)|[一二三四五六七八九十]+\))")
OTHER_APPEALS = "other_appeals"
OFFICES_LISTED = "general.offices"
_KEYS = ("applications_", "reconsiderations", "litigations", "normative_")
_APPEALS = frozenset({"reconsiderations", "litigations"})
_OUTCOMES = frozenset(
    f"applications_{one}" for one in ("granted", "partly_granted", "denied", "unavailable", "refused")
)
_WHOSE_OR_HOW = re.compile("applications_(?:from_|online|by_|in_person)")
# a number of which one of these is said is the one of which the next may be a part
_HAPPENS = frozenset({"receive", "accept", "new", "handle", "answer", "carry", "late", "unfinished"})
_OF_KINDS = "coercive_measures"  # 强制措施9件、强制执行2件
_WAYS = frozenset({"channel", "party"})


class Said:
    """The figures of a sentence up to a number, in their order, with what numbers without a key say of later ones.

    ``newly`` says that the last figure was a part of what is new, ``settled`` that all that was carried in was dealt with.
    """

    def __init__(self) -> None:
        self.before: list[str] = []
        self._of_parts: str | None = None
        self.newly = False
        self.settled = False
        self._values: dict[str, int | float] = {}
        self._outside: list[str] | None = None

    def beside(self) -> set[str]:
        """What stands before, as `says` and `unless` of figures.toml name it."""
        return {f"before.{one}" if one.startswith(_KEYS) else one for one in self.before}

    def again(self, key: str, value: float) -> bool:
        """Whether a figure is said a second time, with the same value."""
        return self._values.get(key) == value

    def is_sum(self, value: float) -> bool:
        """Whether a number is what was received and what was carried in together."""
        parts = [self._values.get(f"applications_{one}", 0) for one in ("received", "carried_in")]
        return all(parts) and value == sum(parts)

    def of_new(self, value: float = 0) -> bool:
        """Whether a number that stands alone would be a part of what is new, and not of all."""
        of_all = "applications_with_carried_in" in self.before
        new = self.newly and not of_all and self.before[-1:] == ["applications_received"]
        return new and value <= self._values.get("applications_received", value)

    def of_parts(self) -> str | None:
        """The key that figures before were given and which the last number shows to be parts; told once."""
        key, self._of_parts = self._of_parts, None
        return key

    def begin(self, lead: str, *, keep: bool) -> None:
        """A number's lead begins: what a bracket listed by offices is over with it, and a semicolon begins anew.

        After a semicolon the figures before stay in mind, not what they were a part of, unless ``keep``.
        """
        if BRACKET.match(lead):
            self._outside = list(self.before)
        elif self._outside is not None and ")" in lead:
            inside = [one for one in self.before[len(self._outside) :] if one != OFFICES_LISTED]
            self.before = [*inside, *self._outside]
            self._outside = None
        if ANEW in lead:
            self.before = [one for one in self.before if keep or one.startswith(_KEYS)]
            self.before.append(ANEW)

    def is_all(self, value: float) -> bool:
        """Whether a number is all that was received, or that and what was carried in."""
        parts = [self._values.get(f"applications_{one}", 0) for one in ("received", "carried_in")]
        return value in (parts[0], sum(parts)) and parts[0] > 0

    def makes_up(self, value: float) -> bool:
        """Whether a number together with what was received is what was said of both."""
        received, both = (self._values.get(f"applications_{one}", 0) for one in ("received", "with_carried_in"))
        return bool(received and both) and received + value == both

    def note(self, keys: Sequence[str], value: float, means: frozenset[str], *, more: bool = False) -> None:
        """Keeps in mind the figures that a number is; ``more`` says that it is not a part of those before it."""
        self.newly = "new" in means or "applications_carried_in" in self.before
        if keys[0] in self.before and not self.again(keys[0], value):  # a total, of which those before it are parts
            self._of_parts = keys[0]
        if more and _WHOSE_OR_HOW.match(keys[0]) and "applications_received" in self.before:
            self._of_parts = "applications_received"
        self._values |= dict.fromkeys(keys, value)
        if _APPEALS & set(keys) or any(key.startswith("applications_") for key in keys):
            self.before = [one for one in self.before if one != OTHER_APPEALS]
        if _OUTCOMES & set(keys):  # a total after them is of outcomes
            self.before = [one for one in self.before if not _WHOSE_OR_HOW.match(one)]
        self.before += keys

    def note_beside(self, key: str, value: float, means: frozenset[str]) -> None:
        """Keeps in mind a figure said a second time: where it is greater, neither is the whole."""
        kinds = key == _OF_KINDS or value > self._values.get(key, value)
        if "apiece" in means or ("among" not in means and kinds):
            self._of_parts = key

    def note_other(self, means: frozenset[str]) -> None:
        """Keeps in mind what a number without a key says of those after it in the sentence."""
        if "compare" in means:
            return
        if means & _HAPPENS and not means & (_WAYS | {"within"}):
            self.before.append("")
        if "offices" in means:
            self.before.append(OFFICES_LISTED)
        if {"receive", "applications"} <= means and not means & {"other", "last", "among"}:
            self.before.append("general.applications")
        appeals = means & _APPEALS or frozenset({"litigations"} if "defence" in means else ())
        if "among" in means and _APPEALS & {*self.before[-1:]}:  # a part of what has a key
            appeals = frozenset()
        if appeals == _APPEALS and "information" in means:  # their sum
            self.before.append("general.appeals")
            appeals = frozenset()
        if "result" in means and len(appeals) == 1 and OTHER_APPEALS not in self.before:
            self._note_results(appeals)
        elif "other" in means or appeals:
            self.before.append(OTHER_APPEALS)
            self.before += [f"general.{one}" for one in appeals]

    def _note_results(self, appeals: frozenset[str]) -> None:
        """Results of one kind of appeals, after which a total may follow; of two kinds it would be of both."""
        others = [one for one in self.before if not one.startswith("results.")]
        kept = len(others) == len(self.before)
        self.before = [*others, *(f"general.{one}" for one in appeals), *(f"results.{one}" for one in appeals if kept)]
