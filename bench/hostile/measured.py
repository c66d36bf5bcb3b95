"""A reader that reads as the pipeline does, and notes of each file what it took and what it opened."""

import json
import os
import re
import sys
import time
import traceback
from pathlib import Path

from extract.errors import SourceError
from extract.forms.form import Forms
from extract.options import Options
from extract.pipeline import read_bytes
from extract.reading import Reading

NOTES = "GONGKAI_HOSTILE_NOTES"
"""The variable that names the folder where each process writes its notes."""

_PEAK = re.compile(r"VmHWM:\s+(\d+)")
_opened: list[str] = []
_hooked = False


def read(data: bytes, name: str, forms: Forms, options: Options) -> Reading:
    """As `extract.pipeline.read_bytes`; adds a line of JSON to the notes of this process."""
    _hook()
    _opened.clear()
    before = _reset_peak()
    note: dict[str, object] = {"name": name}
    _write({"name": name, "began": True})
    start = time.perf_counter()
    try:
        return read_bytes(data, name, forms, options)
    except SourceError:
        raise
    except BaseException:
        note["raised"] = traceback.format_exc(limit=-6)
        raise
    finally:
        note["seconds"] = round(time.perf_counter() - start, 4)
        note["grew"] = round((_peak() - before) / 1024, 1)
        note["opened"] = list(_opened)
        _write(note)


def _write(note: dict[str, object]) -> None:
    with (Path(os.environ[NOTES]) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(note) + "\n")


def _hook() -> None:
    """Watches what this process opens: files other than its own program, sockets, programs."""
    global _hooked  # noqa: PLW0603 - a hook cannot be taken away again
    if _hooked:
        return
    _hooked = True
    own = tuple({sys.prefix, sys.base_prefix, str(Path(__file__).parents[2]), os.environ[NOTES], "/proc/self", "/usr"})

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and not str(arguments[0]).startswith(own) and not isinstance(arguments[0], int):
            _opened.append(f"open {arguments[0]}")
        elif event in ("socket.connect", "subprocess.Popen", "os.system", "os.remove", "os.rename", "os.mkdir"):
            _opened.append(f"{event} {arguments}")

    sys.addaudithook(watch)


def _reset_peak() -> int:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    """The most memory this process held since the last reset, in KiB."""
    found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0
