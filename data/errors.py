"""Base of the errors whose message is for the user, and those of the data room."""


class UserError(Exception):
    """The message says what is wrong and what to do; the command line prints it, exit code 2."""


class DataError(UserError):
    """A file, label or option of the data room is not as it must be."""
