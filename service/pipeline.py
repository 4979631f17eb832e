"""The engine at work: perceive, decide, draft."""

import hashlib
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

from data.schemas.brief import DraftBrief
from data.schemas.message import Author, Conversation, Message
from data.schemas.suggestion import (
    Abstention,
    Draft,
    DraftLength,
    Suggestion,
    SuggestRequest,
    Versions,
)
from data.schemas.wire import AnalyzeItem, AnalyzeResult, LintRequest, LintResponse
from data.taxonomy import CheckSeverity, Intent, Language, Platform, Rule, Visibility
from models.bundles import DEFAULT_BUNDLE, Bundle, load_bundle
from models.drafting import Limits, draft, message_seed
from models.guard import GuardContext, check
from models.perception import Names, Perceived, Perceiver, reply_language
from models.ranker import Ranked
from models.retriever.hybrid import HybridRetriever, load_exemplar_index
from models.spans.extract import extract
from models.text.normalise import normalise_for_encoder
from models.writers.base import MessageView, Writer
from models.writers.classify import SituationClassifier
from models.writers.compose import ComposeWriter
from service.errors import UnanswerableError, UnknownWriterError
from service.policy.brand import BrandPolicy
from service.policy.case import Case, Decision, Turn
from service.policy.decide import decide
from service.policy.platforms import count_chars, draft_limit
from service.policy.registry import PolicyRegistry
from service.settings import Settings

CONTEXT_MESSAGES: Final = 8
"""Customer messages that are read: the last one and those before it that the rules count."""
_CONFIDENCE_PLACES: Final = 3


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
        drafts, reason = _draft_all(writers, decision, latest, heard, policy, recent)
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
            abstained=decision.abstention or _no_draft(reason, request.options.drafts, drafts),
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
        names = _names(self._policies.get(brand)) if brand else None
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
        limits = _limits(policy, request.platform)
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
            ok=not any(item.severity is CheckSeverity.BLOCK for item in checks),
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
        heard = self._perceiver.perceive([message.text for message in messages], _names(policy))
        return {message.id: item for message, item in zip(messages, heard, strict=True)}


def says_something(text: str) -> bool:
    """Whether anything is left once control and invisible characters are gone."""
    return bool(normalise_for_encoder(text))


def latest_customer_message(conversation: Conversation) -> Message:
    """The message to answer.

    Raises:
        UnanswerableError: there is none, or it says nothing.
    """
    written = [item for item in conversation.messages if item.author is Author.CUSTOMER]
    if not written:
        raise UnanswerableError(
            "the conversation has no message whose author is 'customer'; send the one to answer"
        )
    if not says_something(written[-1].text):
        raise UnanswerableError(
            f"message {written[-1].id!r} has no text; send the customer's words"
        )
    return written[-1]


def text_of(item: AnalyzeItem) -> str:
    """The text that an item asks to have analysed.

    Raises:
        UnanswerableError: it has neither a text nor a customer message that says anything.
    """
    if item.conversation is not None and item.text is None:
        return latest_customer_message(item.conversation).text
    if item.text is None or not says_something(item.text):
        raise UnanswerableError(f"item {item.id!r} has no text; send 'text' or 'conversation'")
    return item.text


def revision_of(conversation: Conversation) -> str:
    """Digest of who wrote what, in order: it changes with every new or edited message."""
    digest = hashlib.sha256()
    for message in conversation.messages:
        record = f"{message.id}\x1f{message.author}\x1f{message.text}\x1e"
        digest.update(record.encode("utf-8", "surrogatepass"))
    return f"{len(conversation.messages)}-{digest.hexdigest()[:16]}"


def _draft_all(
    writers: Sequence[Writer],
    decision: Decision,
    latest: Message,
    heard: Perceived,
    policy: BrandPolicy,
    recent: Sequence[str],
) -> tuple[tuple[Draft, ...], str | None]:
    """Drafts for every brief, public ones first; one private draft goes with public ones."""
    drafts: list[Draft] = []
    reason: str | None = None
    if not decision.briefs:
        return (), None
    # Every brief of a decision is in one language.
    view = _view(latest, heard, decision.briefs[0].language)
    for brief in decision.briefs:
        asked = brief
        if brief.visibility is Visibility.PRIVATE and len(decision.briefs) > 1:
            asked = brief.model_copy(update={"count": 1})
        limits = _limits(policy, brief.platform)
        drafted = draft(writers, asked, view, limits, recent)
        reason = reason or drafted.reason
        for ranked in drafted.drafts:
            drafts.append(_as_draft(ranked, asked, limits, len(drafts) + 1))
    return tuple(drafts), reason


def _view(latest: Message, heard: Perceived, language: Language) -> MessageView:
    return MessageView(
        text=latest.text,
        understanding=heard.understanding,
        facts=extract(latest.text, language),
        embedding=heard.embedding,
        seed=message_seed(latest.author_id or latest.author_name or latest.id, latest.text),
    )


def _as_draft(ranked: Ranked, brief: DraftBrief, limits: Limits, rank: int) -> Draft:
    text = ranked.candidate.text
    return Draft(
        id=f"drf_{uuid.uuid4().hex}",
        rank=rank,
        text=text,
        visibility=brief.visibility,
        language=brief.language,
        score=round(ranked.score, _CONFIDENCE_PLACES),
        confidence=round(ranked.confidence, _CONFIDENCE_PLACES),
        sources=ranked.candidate.sources,
        writer=ranked.candidate.writer,
        checks=ranked.checks,
        length=DraftLength(used=limits.count_chars(text), limit=brief.limit),
    )


def _no_draft(reason: str | None, wanted: int, drafts: Sequence[Draft]) -> Abstention | None:
    if drafts or wanted == 0:
        return None
    return Abstention(reason=reason or "nothing to draft", rule=Rule.NOT_CANNED)


def _names(policy: BrandPolicy) -> Names:
    return Names(policy.handles, (*policy.names, *policy.aliases))


def _limits(policy: BrandPolicy, platform: Platform) -> Limits:
    contacts = (policy.contact.email, policy.contact.form)
    return Limits(
        count_chars=lambda text: count_chars(text, platform),
        approved_contacts=tuple(contact for contact in contacts if contact),
        banned_phrases=policy.banned_phrases,
        brand_names=(policy.display_name, *policy.names),
    )


def _expected_language(message: Sequence[Perceived], policy: BrandPolicy) -> Language:
    if not message:
        return policy.default_language
    found = reply_language(message[0].language, policy.languages, policy.default_language)
    return policy.default_language if found is Language.OTHER else found


def _milliseconds(start: float, end: float) -> float:
    return round((end - start) * 1000.0, 2)
