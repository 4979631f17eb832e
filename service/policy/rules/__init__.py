"""One module and one function per playbook rule, named after its id.

Every function is pure, takes a readable ``Case`` (``Case.readable``) and returns one section of the
recommendation or a tuple of reasons.
"""
