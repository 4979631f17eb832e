"""The ``baume`` command: the root application and the data room's sub-commands."""
