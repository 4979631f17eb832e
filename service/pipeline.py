"""The engine at work: perceive, decide, draft."""

import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

from data.schemas.message import Author, Conversation, Message
from data.schemas.suggestion import (
    DraftLength,
    Suggestion,
    SuggestRequest,
    Versions,
)
from data.schemas.wire import AnalyzeItem, AnalyzeResult, LintRequest, LintResponse
from data.taxonomy import Intent, Language, Platform
from models.bundles import DEFAULT_BUNDLE, Bundle, load_bundle
from models.guard import GuardContext, blocked, check
from models.perception import Perceived, Perceiver, reply_language
from models.retriever.hybrid import HybridRetriever, load_exemplar_index
from models.writers.base import Writer
from models.writers.classify import SituationClassifier
from models.writers.compose import ComposeWriter
from service.conversation import latest_customer_message, revision_of, says_something, text_of
from service.drafts import draft_all, limits_of, names_of, no_draft
from service.errors import UnknownWriterError
from service.policy.brand import BrandPolicy
from service.policy.case import Case, Turn
from service.policy.decide import decide
from service.policy.platforms import draft_limit
from service.policy.registry import PolicyRegistry
from service.settings import Settings

CONTEXT_MESSAGES: Final = 8
"""Customer messages that are read: the last one and those before it that the rules count."""


def build_engine(settings: Settings) -> "Pipeline":
    """Load the bundle and the policies that ``settings`` name.

    Raises:
        BundleError: the bundle is missing, damaged or of another layout.
        PolicyError: a policy file is not valid.
    """
    return Pipeline(
        load_bundle(settings.bundle or DEFAULT_BUNDLE),
        PolicyRegistry.load(settings.policy_dir),
        threads=settings.threads,
    )


class Pipeline:
    """Implements :class:`service.engine.Engine`; safe to share between threads."""

    def __init__(self, bundle: Bundle, policies: PolicyRegistry, threads: int = 2) -> None:
        self._bundle = bundle
        self._policies = policies
        self._perceiver = Perceiver(bundle, threads=threads)
        exemplars, vectors = load_exemplar_index(bundle)
        retriever = HybridRetriever(exemplars, vectors)
        writers: tuple[Writer, ...] = (
            ComposeWriter(exemplars, retriever, SituationClassifier(exemplars, vectors)),
        )
        self._writers = {writer.name: writer for writer in writers}
        self._service_version = version("baume")

    def suggest(
        self, request: SuggestRequest, *, now: datetime, recent: Sequence[str] = ()
    ) -> Suggestion:
        """See :meth:`service.engine.Engine.suggest`."""
        started = time.perf_counter()
        policy = self._policies.get(request.brand)
        writers = self._chosen_writers(request)
        latest = latest_customer_message(request.conversation)
        perceived = self._read(request.conversation, policy)
        heard = perceived[latest.id]
        language = request.options.language or reply_language(
            heard.language, policy.languages, policy.default_language
        )
        understood = time.perf_counter()
        case = Case(
            turns=tuple(
                Turn(message, perceived[message.id].understanding)
                if message.id in perceived
                else Turn(message)
                for message in request.conversation.messages
            ),
            platform=request.platform,
            customer=request.customer,
            policy=policy,
            language=language,
            now=now,
        )
        decision = decide(case, request.options.drafts)
        decided = time.perf_counter()
        drafts, reason = draft_all(writers, decision, latest, heard, policy, recent)
        finished = time.perf_counter()
        return Suggestion(
            suggestion_id=f"sug_{uuid.uuid4().hex}",
            created_at=now,
            conversation_revision=revision_of(request.conversation),
            language=language,
            understanding=heard.understanding,
            recommendation=decision.recommendation,
            risk=decision.risk,
            drafts=drafts,
            abstained=decision.abstention or no_draft(reason, request.options.drafts, drafts),
            versions=self.versions(request.brand),
            timing_ms={
                "understand": _milliseconds(started, understood),
                "decide": _milliseconds(understood, decided),
                "draft": _milliseconds(decided, finished),
                "total": _milliseconds(started, finished),
            },
        )

    def warm_up(self) -> None:
        """Load what is loaded on first use, so that the first customer does not wait for it."""
        for text in ("plus internet depuis hier, merci", "no internet since yesterday, thanks"):
            message = Message(id="warm", author=Author.CUSTOMER, text=text)
            conversation = Conversation(id="warm", messages=(message,))
            for brand in self._policies.ids:
                request = SuggestRequest(
                    brand=brand, platform=Platform.X, conversation=conversation
                )
                self.suggest(request, now=datetime.now(UTC))

    def analyze(
        self, items: Sequence[AnalyzeItem], *, brand: str | None = None
    ) -> list[AnalyzeResult]:
        """See :meth:`service.engine.Engine.analyze`."""
        names = names_of(self._policies.get(brand)) if brand else None
        perceived = self._perceiver.perceive([text_of(item) for item in items], names)
        return [
            AnalyzeResult(
                id=item.id,
                language=heard.language.language,
                understanding=heard.understanding,
            )
            for item, heard in zip(items, perceived, strict=True)
        ]

    def lint(self, request: LintRequest, *, recent: Sequence[str] = ()) -> LintResponse:
        """See :meth:`service.engine.Engine.lint`."""
        policy = self._policies.get(request.brand)
        message = self._perceiver.perceive([request.message]) if request.message else []
        language = request.language or _expected_language(message, policy)
        limit = draft_limit(request.platform, request.visibility)
        limits = limits_of(policy, request.platform)
        understood = message[0].understanding if message else None
        context = GuardContext(
            language=language,
            visibility=request.visibility,
            platform=request.platform,
            limit=limit,
            count_chars=limits.count_chars,
            intent=request.intent or (understood.intent.label if understood else Intent.OTHER),
            severity=understood.severity.level if understood else 1,
            customer_message=request.message,
            approved_links=policy.approved_links,
            approved_contacts=limits.approved_contacts,
            banned_phrases=limits.banned_phrases,
            recent=tuple(recent),
            brand_names=limits.brand_names,
        )
        checks = check(request.text, context)
        return LintResponse(
            ok=not blocked(checks),
            language=language,
            checks=checks,
            length=DraftLength(used=limits.count_chars(request.text), limit=limit),
        )

    def versions(self, brand: str | None = None) -> Versions:
        """See :meth:`service.engine.Engine.versions`."""
        policy = self._policies.get(brand).resolved_version if brand else ""
        return Versions(
            service=self._service_version,
            bundle=self._bundle.version,
            policy=policy,
            exemplars=self._bundle.exemplars_version,
        )

    def _chosen_writers(self, request: SuggestRequest) -> list[Writer]:
        wanted = request.options.writers
        if wanted is None:
            return list(self._writers.values())
        unknown = sorted(set(wanted) - set(self._writers))
        if unknown:
            raise UnknownWriterError(unknown, sorted(self._writers))
        return [self._writers[name] for name in wanted]

    def _read(self, conversation: Conversation, policy: BrandPolicy) -> dict[str, Perceived]:
        """The last customer messages that say anything, understood in one batch, by id."""
        messages = [
            message
            for message in conversation.messages
            if message.author is Author.CUSTOMER and says_something(message.text)
        ][-CONTEXT_MESSAGES:]
        heard = self._perceiver.perceive([message.text for message in messages], names_of(policy))
        return {message.id: item for message, item in zip(messages, heard, strict=True)}


def _expected_language(message: Sequence[Perceived], policy: BrandPolicy) -> Language:
    if not message:
        return policy.default_language
    found = reply_language(message[0].language, policy.languages, policy.default_language)
    return policy.default_language if found is Language.OTHER else found


def _milliseconds(start: float, end: float) -> float:
    return round((end - start) * 1000.0, 2)
