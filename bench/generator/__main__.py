"""`python -m bench.generator --seed 7 --layout tika --out DIR`: writes reports and their truth."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import BLANKS, DAMAGES, ERRORS, FORMS, LAYOUTS, SCALES, make


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.generator", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first report")
    parser.add_argument("--count", type=int, default=1, help="number of reports, with consecutive seeds")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--form", choices=FORMS)
    parser.add_argument("--layout", choices=LAYOUTS)
    parser.add_argument("--blanks", choices=BLANKS)
    parser.add_argument("--scale", choices=SCALES)
    parser.add_argument("--error", choices=ERRORS, action="append", help="may be given more than once")
    parser.add_argument("--no-errors", action="store_true")
    parser.add_argument("--damage", choices=tuple(DAMAGES), action="append", help="may be given more than once")
    parser.add_argument("--no-damage", action="store_true")
    parser.add_argument("--cut", action="store_true", help="end the text inside a grid")
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Writes each report and beside it `<name>.truth.json`; prints the paths of the reports."""
    options = _parser().parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    errors = tuple(options.error or ()) if options.error or options.no_errors else None
    damage = tuple(options.damage or ()) if options.damage or options.no_damage else None
    for seed in range(options.seed, options.seed + options.count):
        report = make(
            seed,
            options.form,
            options.layout,
            options.blanks,
            errors,
            damage,
            cut=options.cut,
            scale=options.scale,
        )
        path: Path = options.out / report.name
        path.write_bytes(report.data)
        truth = json.dumps(report.truth.as_json(), ensure_ascii=False, indent=1)
        path.with_name(f"{path.name}.truth.json").write_text(f"{truth}\n", encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
