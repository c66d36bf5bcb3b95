"""First and last lines of reports of real places, by somebody who had not seen the reader: whose they are, and of which year.

``blind/whose/cases.jsonl``: path, first and last lines, and what a person knows of them, by the codes in force that year.
Where a person cannot tell, the code is null.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from tests.texts import HEADINGS

from extract.forms.form import load_forms
from extract.pipeline import read_bytes

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "blind/whose/cases.jsonl").read_text("utf-8").splitlines()
]
RIGHT = {"authority": 219, "year": 219, "code": 214, "province": 215, "city": 215, "level": 218}
# renamed in the last days of that year: the table has it as at the year's end
AT_THE_TURN = "云南/玉溪/澄江/2019年报.txt"


def told(case: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """What was read of each field, and what is so."""
    body = "\n".join(f"{heading}\n见下表。" for heading in HEADINGS[1:])
    first = "" if HEADINGS[0] in case["head"] else f"\n{HEADINGS[0]}\n本机关依法公开政府信息。"
    reading = read_bytes(f"{case['head']}{first}\n{body}\n{case['tail']}\n".encode(), case["path"], load_forms())
    true, whose = case["truth"], reading.whose
    printed = re.sub(r"\s", "", reading.report.authority or "")
    names = {re.sub(r"\s", "", name) for name in true["authority_any"] or ()}
    return {
        "authority": (printed or None, printed if printed in names else None if not names else min(names)),
        "year": (reading.report.fiscal_year, true["fiscal_year"]),
        "code": (whose.division_code, true["division_code"]),
        "province": (whose.province, true["province"]),
        "city": (whose.city, true["city"]),
        "level": (whose.level, true["level"]),
    }


def test_what_is_told_is_so() -> None:
    right: Counter[str] = Counter()
    wrong = []
    for case in CASES:
        for field, (read, true) in told(case).items():
            right[field] += read == true
            if read is not None and read != true and case["path"] != AT_THE_TURN:
                wrong.append(f"{case['path']}: {field} is {true}, read {read}")
    assert wrong == [
        "教育/安阳市第一中学2021.txt: year is None, read 2021"
    ]  # of a school year; the file's name tells it
    assert {field: count for field, count in right.items() if count < RIGHT[field]} == {}
