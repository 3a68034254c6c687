"""What is said on sockets, encoded once for everybody who hears it."""

import struct
from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

SHORT_BYTES = 126  # from here on the length of a websocket frame takes two bytes more, from LONG_BYTES on eight
LONG_BYTES = 1 << 16
FINAL_TEXT = 0x81


class Frame:
    """A text frame. `wire` is it as RFC 6455 puts it on the line: servers do not mask, so that all sockets share it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def wire(self) -> bytes:
        payload = self.text.encode()
        size = len(payload)
        if size < SHORT_BYTES:
            return struct.pack("!BB", FINAL_TEXT, size) + payload
        if size < LONG_BYTES:
            return struct.pack("!BBH", FINAL_TEXT, SHORT_BYTES, size) + payload
        return struct.pack("!BBQ", FINAL_TEXT, SHORT_BYTES + 1, size) + payload


class Copy:
    """An event as some may see it: its JSON, and the frame that holds it alone."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def frame(self) -> Frame:
        return Frame(f'{{"type":"events","events":[{self.text}]}}')


def events_frame(copies: Sequence[Copy]) -> Frame:
    if len(copies) == 1:
        return copies[0].frame
    return Frame(f'{{"type":"events","events":[{",".join(copy.text for copy in copies)}]}}')


def hello_frame(epoch: UUID | None, head: int) -> Frame:
    return Frame(f'{{"type":"hello","epoch":"{epoch}","head":{head}}}')


def resync_frame(reason: str) -> Frame:
    return Frame(f'{{"type":"resync","reason":"{reason}"}}')


def head_frame(position: int) -> Frame:
    return Frame(f'{{"type":"head","position":{position}}}')
