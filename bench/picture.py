"""The lattice that the PDF loader saw, drawn over the page: which lines it merged, which cells it made of them.

    python -m bench.picture REPORT.pdf 3 page.png

Blue: level lines. Red: upright lines. Green: the cells of each table, with their number in reading order.
Grey dots: the drawn pieces that the lines were merged from.
"""

import argparse
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from extract.document import Box
from extract.errors import ExtractError
from extract.loaders.pdf.loader import Lattice, lattice

SCALE = 2.0
_PIECE = (150, 150, 150, 255)
_LEVEL = (0, 60, 230, 200)
_UPRIGHT = (220, 0, 0, 200)
_CELL = (0, 160, 60, 255)
_FILL = ((0, 200, 80, 36), (255, 190, 0, 40))
_INSET = 1.5


def draw(data: bytes, page: int, scale: float = SCALE) -> Image.Image:
    """The page (1-based) with its lattice; errors as for ``extract.loaders.pdf.loader.lattice``."""
    seen = lattice(data, page)
    image = _rendered(data, page, scale)
    # the lattice stands in the frame in which the text is upright, which a turned page is not
    scales = (image.width / seen.width, image.height / seen.height)
    layer = Image.new("RGBA", image.size)
    pen = ImageDraw.Draw(layer)
    _draw_cells(pen, seen, scales)
    _draw_lines(pen, seen, scales)
    return Image.alpha_composite(image, layer).convert("RGB")


def _rendered(data: bytes, page: int, scale: float) -> Image.Image:
    document = pypdfium2.PdfDocument(data)  # type: ignore[no-untyped-call]
    try:
        image: Image.Image = document[page - 1].render(scale=scale).to_pil()
        return image.convert("RGBA")
    finally:
        document.close()  # type: ignore[no-untyped-call]


def _draw_cells(pen: ImageDraw.ImageDraw, seen: Lattice, scales: tuple[float, float]) -> None:
    for cells in seen.cells:
        for number, cell in enumerate(cells, 1):
            x0, top, x1, bottom = _scaled(cell, scales)
            box = (x0 + _INSET, top + _INSET, max(x0, x1 - _INSET), max(top, bottom - _INSET))
            if box[2] > box[0] and box[3] > box[1]:
                pen.rectangle(box, fill=_FILL[number % 2], outline=_CELL)
            pen.text((x0 + 3, top + 2), str(number), fill=_CELL)


def _draw_lines(pen: ImageDraw.ImageDraw, seen: Lattice, scales: tuple[float, float]) -> None:
    for piece in seen.pieces:
        pen.rectangle(_scaled(piece, scales), outline=_PIECE)
    for line in seen.merged.level:
        pen.line(_scaled((line.start, line.at, line.end, line.at), scales), fill=_LEVEL, width=2)
    for line in seen.merged.upright:
        pen.line(_scaled((line.at, line.start, line.at, line.end), scales), fill=_UPRIGHT, width=2)


def _scaled(box: Box, scales: tuple[float, float]) -> Box:
    across, down = scales
    return (box[0] * across, box[1] * down, box[2] * across, box[3] * down)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("page", type=int, help="from 1")
    parser.add_argument("out", type=Path, help="the picture, such as page.png")
    parser.add_argument("--scale", type=float, default=SCALE, help="pixels a point")
    chosen = parser.parse_args()
    try:
        draw(chosen.file.read_bytes(), chosen.page, chosen.scale).save(chosen.out)
    except (ExtractError, OSError) as error:
        print(f"{chosen.file}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
