"""The product's settings, and the jobs that tests start."""

from clientela.config.settings import *  # noqa: F403  # settings are a module of names

PROCRASTINATE_IMPORT_PATHS = ["tests.jobs.works"]
