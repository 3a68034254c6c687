"""Being told to end, by SIGTERM or by a terminal that closes, must not skip what is done on the way out."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGHUP) if sys.platform != "win32" else ()
SIGNALLED_EXIT_CODE = 128


@contextmanager
def unwinding() -> Iterator[None]:
    """They end Python at once and without any `finally`; whoever handles them already is left alone.

    Needed also around a server that handles them and afterwards raises them anew for its caller, as uvicorn does.
    """
    ours = [number for number in ENDING if is_main_thread() and signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, unwind)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def unwind(number: int, _: FrameType | None) -> None:
    """Once: a second one is not to interrupt the stopping."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(SIGNALLED_EXIT_CODE + number)
