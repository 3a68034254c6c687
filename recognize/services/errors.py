"""In a module of its own, as everything here raises it."""


class ServicesError(Exception):
    """One clear line for the person at the terminal."""
