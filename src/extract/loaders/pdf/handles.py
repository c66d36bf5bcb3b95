"""Handles: PDFium's C functions taken plainly, for the loops that call them once a character or object.

pypdfium2 wraps each handle in a pointer object, which costs more than the call itself.
"""

import ctypes
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TypeAlias

pdfium: ModuleType = import_module("pypdfium2.raw")
"""PDFium's functions and constants; imported by name because the package's own types hide them."""

CFunction: TypeAlias = Callable[..., int]
HANDLE = ctypes.c_void_p
INT = ctypes.c_int


def plain(function: object, result: type, *arguments: type) -> CFunction:
    """A PDFium function whose first argument is a handle, taking and giving handles as integers.

    It is over in no time, so other threads wait for it: to let them in and out again takes as long.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    made: CFunction = ctypes.PYFUNCTYPE(result, HANDLE, *arguments)(address)  # type: ignore[arg-type]
    return made


def handle_of(pointer: object) -> int:
    """The integer behind one of pypdfium2's handles."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
