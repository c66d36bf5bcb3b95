"""Open: a PDF and its pages in PDFium, or the reason why they cannot be read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from extract.errors import Encrypted, TooLarge, Unreadable
from extract.loaders.pdf.faces import boxes_for_missing_faces
from extract.loaders.pdf.handles import pdfium
from extract.loaders.pdf.page import PdfPage

MAX_PAGES = 2_000

_EMPTY = 2
"""Bytes of an empty string as PDFium gives it."""

_JOINED = re.compile(rb"%%EOF\s*%PDF-\d")


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """An open document: PDFium's handle, and how many pages it has."""

    handle: object
    pages: int


@contextmanager
def open_pdf(data: bytes) -> Iterator[OpenPdf]:
    """The opened document, closed at the end of the block.

    Raises Encrypted, Unreadable or TooLarge, with what was tried and what to do.
    """
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(
            f"不是 PDF：{len(data):,} 字节的前 1024 字节里没有 %PDF- 标记；请检查是否下载完整、扩展名是否属实",
            f"Not a PDF: no %PDF- header in the first 1024 of {len(data)} bytes. "
            "Check that the file was downloaded whole and that its extension does not lie.",
        )
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        pages = pdfium.FPDF_GetPageCount(handle) if handle else 0
        if pages < 1:
            _refuse(pdfium.FPDF_GetLastError())
        _refuse_broken(handle, pages, data)
        with boxes_for_missing_faces():
            yield OpenPdf(handle, pages)
    finally:
        if handle:
            pdfium.FPDF_CloseDocument(handle)


def _refuse(code: int) -> NoReturn:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise Encrypted(
            "PDF 需要密码才能打开（没有试任何密码）；请另存一份不设密码的",
            "The PDF asks for a password (tried: none). Save a copy without protection and read that.",
        )
    raise Unreadable(
        f"PDFium 打不开这个 PDF（错误码 {code}）：页面结构损坏或不完整；请重新下载，或用还能打开它的软件打印成新的 PDF",
        f"PDFium could not open the PDF (its error {code}): the page tree is damaged or cut off. "
        "Download it again, or print it to a new PDF from a viewer that still opens it.",
    )


def _damaged_at(index: int) -> Unreadable:
    return Unreadable(
        f"PDFium 读不出第 {index + 1} 页，文件在那里损坏；请重新下载",
        f"PDFium could not read page {index + 1}; the file is damaged there. Download it again.",
    )


def _refuse_broken(handle: object, pages: int, data: bytes) -> None:
    if pages > MAX_PAGES:
        raise TooLarge(
            f"PDF 有 {pages} 页，上限为 {MAX_PAGES} 页；若是汇编，请拆成一份份报告",
            f"The PDF has {pages} pages, over the limit of {MAX_PAGES}. Split the volume into its reports.",
        )
    if _JOINED.search(data):
        raise Unreadable(
            "文件里前后接着两个 PDF，不同软件显示的不是同一个；请拆开，或把需要的那个打印成新的 PDF",
            "Two PDFs stand one behind the other in this file, and programs differ in which they show. "
            "Cut them apart, or print the one that is meant to a new PDF.",
        )
    # A table of objects rebuilt by PDFium is fine when the file is whole, but in a cut file the
    # fonts and pages after the cut are lost and the rest may decode to wrong characters.
    if b"%%EOF" not in data[-2048:] and not pdfium.FPDF_DocumentHasValidCrossReferenceTable(handle):
        raise Unreadable(
            f"PDF 在 {len(data):,} 字节处中断，缺少对象表和 %%EOF；请重新下载",
            f"The PDF breaks off after {len(data)} bytes: its object table and %%EOF are missing. Download it again.",
        )


@contextmanager
def open_page(document: OpenPdf, index: int) -> Iterator[PdfPage]:
    """One page by 0-based index, closed at the end of the block; Unreadable where PDFium cannot load it."""
    page = _with_entries(document.handle, index, pdfium.FPDF_LoadPage(document.handle, index))
    if not page:
        raise _damaged_at(index)
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            raise _damaged_at(index)
        try:
            yield PdfPage(page, text_page)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _with_entries(document: object, index: int, page: object) -> object:
    """The page with what was typed into it, in form fields or over it, made a part of it: else its cells look empty."""
    try:
        entries = [_is_entry(page, number) for number in range(pdfium.FPDFPage_GetAnnotCount(page) if page else 0)]
    except Unreadable:
        pdfium.FPDF_ClosePage(page)
        raise
    if not any(entries):
        return page
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(document, index)


def _is_entry(page: object, number: int) -> bool:
    """Whether an annotation is something typed in; Unreadable where it is left to viewers to draw it."""
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    try:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        name = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}.get(kind)
        drawn = pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _EMPTY
        typed = name is not None and pdfium.FPDFAnnot_GetValueType(annotation, name) == pdfium.FPDF_OBJECT_STRING
        if typed and not drawn and pdfium.FPDFAnnot_GetStringValue(annotation, name, None, 0) > _EMPTY:
            raise Unreadable(
                "PDF 表单里填写的内容没有画在页面上；请用阅读器打印成新的 PDF",
                "What was typed into the PDF is not drawn in it; print it to a new PDF from a viewer.",
            )
        return name is not None
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
