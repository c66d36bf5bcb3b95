"""Fuzzes one loader, guided by what of the program each input reaches (atheris, in the extra `fuzz`).

    python -m bench.fuzz docx --seconds 600

Inputs that bring something new are kept in the folder given with `--corpus` and are where the next run begins.
An input that shows a fault is left here as ``crash-…``; a test should be made of the smallest one.
"""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

NAMES = ("txt", "docx", "pdf", "report")


def main() -> None:
    """The command; ends the process itself, with exit status 77 when a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, help="a folder of inputs; new ones are added")
    chosen = parser.parse_args()
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["extract"]):
        targets = import_module("bench.fuzz.targets")
    folder = chosen.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds(chosen.target)):
        (folder / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={chosen.seconds}", "-timeout=60", "-rss_limit_mb=2048", "-max_len=200000"]
    atheris.Setup([sys.argv[0], *limits, str(folder)], targets.TARGETS[chosen.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
