"""Where the pattern files are: beside a checkout, or inside the installed package."""

from pathlib import Path

from extract.errors import WrongUse

_HERE = Path(__file__).resolve().parent


def patterns_path(*parts: str) -> Path:
    """The path of a file under ``patterns/``.

    An installed wheel carries the folder inside the package; a checkout and an
    editable install have it at the top of the repository.

    Raises `WrongUse` when neither place has the folder.
    """
    for folder in (_HERE / "patterns", _HERE.parents[1] / "patterns"):
        if folder.is_dir():
            return folder.joinpath(*parts)
    raise WrongUse(
        f"缺少模式文件夹：找过 {_HERE / 'patterns'} 和 {_HERE.parents[1] / 'patterns'}；请重新安装本程序",
        f"the folder of patterns is missing: looked in {_HERE / 'patterns'} and {_HERE.parents[1] / 'patterns'}; "
        "reinstall the package",
    )
