"""The real history of `../shared/data`; the tests that need it skip where it is not."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"
PEOPLE, RECOGNITIONS = DATA / "people.csv", DATA / "recognitions-dev.csv"
