"""The fuzz targets, a short and always the same walk: random bytes, and good files cut, spliced and overwritten."""

from random import Random

import pytest
from bench.fuzz.__main__ import NAMES
from bench.fuzz.targets import TARGETS, seeds
from bench.hostile.change_bytes import BYTES
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

ROUNDS = {"txt": 300, "docx": 300, "pdf": 120, "report": 60}


@pytest.mark.parametrize("name", NAMES)
def test_changed_files_end_in_a_document_or_an_error_with_its_status(name: str) -> None:
    chance = Random(f"fuzz/{name}")
    good = seeds(name)
    for number in range(ROUNDS[name]):
        change = list(BYTES.values())[number % len(BYTES)]
        TARGETS[name](change(chance.choice(good), chance.choice(good), chance))


@pytest.mark.parametrize("name", NAMES)
@seed(1)
@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_random_bytes_end_in_a_document_or_an_error_with_its_status(name: str, data: bytes) -> None:
    TARGETS[name](data)
