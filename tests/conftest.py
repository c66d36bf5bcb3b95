"""What all tests share: the same examples every time, and the forms."""

import pytest
from hypothesis import settings

from extract.forms.form import Forms, load_forms

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def forms() -> Forms:
    return load_forms()
