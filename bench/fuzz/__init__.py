"""Fuzz targets: a loader each, and the whole way of a text. Run by `python -m bench.fuzz TARGET`."""
