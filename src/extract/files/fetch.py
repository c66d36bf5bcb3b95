"""fetch: the bytes of a file that was found, wherever it lies, or the reason why they cannot be had."""

import os

from extract.errors import SourceError, TooLarge, Unreadable, unopened
from extract.files.archive import member_bytes
from extract.files.found import Found
from extract.files.remote import is_url, opened

MAX_BYTES = 50 * 2**20
"""A larger file is no report; it is not even opened."""


def fetch(file: Found) -> bytes:
    """All bytes of the file; raises a `SourceError` where they cannot be had or changed under way."""
    if file.size > MAX_BYTES:
        raise TooLarge(
            f"文件有 {file.size:,} 字节，上限为 {MAX_BYTES:,}；报告没有这么大，请拆分或另存为较小的文件",
            f"{file.size:,} bytes; the limit is {MAX_BYTES:,}, and no report is as large: split it, or save it smaller",
        )
    try:
        if file.member is not None:
            return member_bytes(file.path, file.stamp, file.member, MAX_BYTES)
        data = _remote(file.path) if is_url(file.path) else _local(file.path)
    except OSError as error:
        raise Unreadable(*unopened(error)) from error
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"文件超过 {MAX_BYTES:,} 字节；报告没有这么大，请拆分或另存为较小的文件",
            f"more than {MAX_BYTES:,} bytes, and no report is as large: split it, or save it smaller",
        )
    return data


def _remote(url: str) -> bytes:
    try:
        with opened(url) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, SourceError):
        raise
    except Exception as error:  # each file system has errors of its own
        raise Unreadable(*unopened(error)) from error


def _local(path: str) -> bytes:
    with open(path, "rb") as file:
        before = os.fstat(file.fileno())
        data = file.read(MAX_BYTES + 1)
        after = os.fstat(file.fileno())
    states = {(state.st_size, state.st_mtime_ns) for state in (before, after)}
    if len(states) > 1 or len(data) != min(after.st_size, MAX_BYTES + 1):
        raise Unreadable(
            "读取期间文件有改动，请等它写完再运行",
            "the file changed while it was read; run again when nobody writes it",
        )
    return data
