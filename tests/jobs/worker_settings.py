"""The product's settings, and the jobs that tests start."""

from clientela.config.settings import *  # noqa: F403

PROCRASTINATE_IMPORT_PATHS = ["tests.jobs.works"]
