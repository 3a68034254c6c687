"""Fewer full garbage collections.

Reference counts free almost everything at once. A full collection looks for cycles among all that lives, most of it for as
long as the process: modules, handlers, sockets. With 5,000 sockets it stopped everybody for 160 to 700 ms, several times a
minute. What the start has made is never looked at again, and the rest seldom.
"""

import gc

YOUNG_OBJECTS = 20_000  # a collection of so many takes a few ms; Python's own choice is 700
ROUNDS = (
    5  # young ones before a middle one, and middle ones before a full one: garbage is at most half a million objects
)


def collect_seldom() -> None:
    """To be called when the process has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, ROUNDS, ROUNDS)
