from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ScreensConfig(AppConfig):
    name = "clientela.engine.screens"
    label = "screens"

    def ready(self) -> None:
        """A domain says in board.py what is special about its boards, in slots.py what it adds to record pages, in day.py
        what it puts on the page of the day."""
        from clientela.engine.screens import board, calendar, maps

        assert len({board, calendar, maps}) == 3  # all are ways to show a list by being imported
        autodiscover_modules("board", "slots", "day")
