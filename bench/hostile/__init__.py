"""Hostile files: crafted ones and mutations of good ones, and what becomes of each. Run by `python -m bench.hostile`."""
