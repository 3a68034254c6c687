class BackupError(Exception):
    """A backup that is not made, or not restored; one line for the terminal, and nothing has changed."""
