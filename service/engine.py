"""The engine: what the API and the command line ask of the models and the policy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from data.schemas.suggestion import Suggestion, SuggestRequest, Versions
from data.schemas.wire import AnalyzeItem, AnalyzeResult, LintRequest, LintResponse


class Engine(Protocol):
    """Stateless: the caller passes the clock and what was sent lately, and stores the result."""

    def suggest(
        self, request: SuggestRequest, *, now: datetime, recent: Sequence[str] = ()
    ) -> Suggestion:
        """Understand, decide and draft for the last customer message of the conversation.

        ``recent`` holds texts lately drafted or sent by this brand; drafts keep away from them.

        Raises:
            UnknownBrandError: no policy has the brand's id.
            UnanswerableError: the conversation holds no customer message with any text.
        """
        ...

    def analyze(
        self, items: Sequence[AnalyzeItem], *, brand: str | None = None
    ) -> list[AnalyzeResult]:
        """Understand each item, in order."""
        ...

    def lint(self, request: LintRequest, *, recent: Sequence[str] = ()) -> LintResponse:
        """Check a reply that an agent typed."""
        ...

    def versions(self, brand: str | None = None) -> Versions:
        """Versions of the service, bundle, policy and exemplars in use."""
        ...
