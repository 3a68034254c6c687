import sys

from recognize.watch.follower import follow
from recognize.watch.protocol import View
from recognize.watch.screen import Lines, Screen
from recognize.watch.server import Server


async def watch(url: str, token: str) -> None:
    """Until cancelled: a screen on a terminal, elsewhere one line for each kudos. Raises WatchError."""
    server, view = Server(url, token), View()
    view.start(await server.page())  # before the terminal's screen is taken: a refusal is one line
    with Screen() if sys.stdout.isatty() else Lines() as shown:
        await follow(server, view, shown.show)
