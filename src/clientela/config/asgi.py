"""The one ASGI application: live streams natively, everything else is Django behind the bridge."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from clientela.config.server.bridge import Bridge, Message, Receive, Send
from clientela.config.server.processes import end_with_parent

end_with_parent()
_django = Bridge(get_wsgi_application(), limit=settings.UPLOAD_LIMIT)

from clientela.engine.live.asgi import app as _live  # noqa: E402 (its models need Django to be set up)

# What has been loaded by now stays; it need not be looked through again for what has gone. A page makes some ten thousand
# objects and lets go of them by itself.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)


async def app(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await (_live if scope["path"] == "/live" else _django)(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live_and_die(receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    for stage in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{stage}.complete"})
