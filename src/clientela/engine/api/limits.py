"""How many requests a token may make: a bucket per token that fills at a steady rate.

Counted per process, on purpose: a shared count would be a write to the database for every read. So with n web processes
a client may make up to n times as many; the limit is against runaway programs, not for billing.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

MOST_BUCKETS = 10_000


@dataclass
class Bucket:
    left: float
    at: float


class Limit:
    """`per_minute` requests a minute, saved up for at most `burst` at once; 0 for no limit."""

    def __init__(self, per_minute: int, burst: int | None = None) -> None:
        self.rate = per_minute / 60
        self.burst = float(burst if burst is not None else max(1, per_minute // 4))
        self.buckets: OrderedDict[uuid.UUID, Bucket] = OrderedDict()
        self.lock = threading.Lock()

    def wait(self, key: uuid.UUID) -> int:
        """0 when the request may pass, else the seconds until one may."""
        if not self.rate:
            return 0
        now = time.monotonic()
        with self.lock:
            bucket = self.buckets.setdefault(key, Bucket(self.burst, now))
            self.buckets.move_to_end(key)
            while len(self.buckets) > MOST_BUCKETS:
                self.buckets.popitem(last=False)
            bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.rate)
            bucket.at = now
            if bucket.left >= 1:
                bucket.left -= 1
                return 0
            return ceil((1 - bucket.left) / self.rate)
