"""The draft guard: what a reply must not say, before it leaves the service or the agent's hands."""

from models.guard.context import GuardContext
from models.guard.guard import blocked, check

__all__ = ["GuardContext", "blocked", "check"]
