"""`python -m infra.local.jobs`: the portal's timed jobs, until its input closes."""

import logging

from chalicelib.jobs.schedule import SCHEDULES
from infra.local.timer import run_until_input_closes

if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(threadName)s %(levelname)s %(message)s")
    run_until_input_closes(SCHEDULES)
