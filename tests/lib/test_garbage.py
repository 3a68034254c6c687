import gc
import weakref
from collections.abc import Iterator

import pytest

from recognize.lib.garbage import YOUNG_OBJECTS, collect_seldom


class Node:
    itself: "Node"


@pytest.fixture
def garbage() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_the_start_made_is_set_apart_and_later_cycles_are_still_found(garbage: None):
    collect_seldom()
    assert gc.get_freeze_count() > 10_000
    node = Node()
    node.itself = node
    gone = weakref.ref(node)
    del node
    assert gone()
    kept = [[] for _ in range(YOUNG_OBJECTS + 1)]
    assert not gone()
    assert kept
