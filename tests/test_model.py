"""Whatever people do, and in whatever order: the server agrees with a model that knows no SQL. MODEL_RUNS (3) says how many
runs, MODEL_STEPS (30) how long each; `make faults` has many long ones."""

import os

import pytest

from tests.cast import Cast
from tests.company_run import Run

RUNS, STEPS = int(os.environ.get("MODEL_RUNS", "3")), int(os.environ.get("MODEL_STEPS", "30"))


@pytest.mark.parametrize("seed", range(RUNS))
async def test_a_run_of_random_steps_agrees_with_the_model(cast: Cast, seed: int):
    await Run(cast, seed).goes(STEPS)
