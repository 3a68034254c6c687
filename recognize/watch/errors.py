class WatchError(Exception):
    """One line for the terminal."""


class RefusedError(WatchError):
    """The server answers and does not want us; to ask again would not help."""


class AwayError(WatchError):
    """No answer, or none that a healthy server gives."""
