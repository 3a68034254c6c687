"""On the path of a process, this moves its clock by CLOCK_OFF_SECONDS before any other module can look at it.

What runs in a Python process asks Python for the time: uvicorn's Date, UUIDv7, logs. The monotonic clock, by which timeouts
run, stays as it is, as it does when somebody sets a real machine's clock.
"""

import ctypes
import datetime
import gc
import os
import time
from collections.abc import Callable
from typing import Any

OFF_SECONDS = int(os.environ["CLOCK_OFF_SECONDS"])

_time, _time_ns, _gmtime, _localtime = time.time, time.time_ns, time.gmtime, time.localtime
time.time = lambda: _time() + OFF_SECONDS
time.time_ns = lambda: _time_ns() + OFF_SECONDS * 1_000_000_000
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)


def replace(kind: type, name: str, method: Callable[..., Any]) -> None:
    """In the type itself, which C code knows by its address: a subclass in its place would be another type to it."""
    gc.get_referents(kind.__dict__)[0][name] = classmethod(method)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


replace(datetime.datetime, "now", lambda kind, tz=None: kind.fromtimestamp(time.time(), tz))
replace(datetime.date, "today", lambda kind: kind.fromtimestamp(time.time()))
