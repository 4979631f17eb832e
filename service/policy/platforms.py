"""What each platform allows: length, how it counts, and its private channel.

Sources are named per entry.  Where a platform publishes no figure, the figure is the one its own
composer enforces.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from data.schemas.suggestion import ChannelConstraints
from data.taxonomy import Language, Platform, Visibility
from service.policy import counting
from service.policy.brand import BrandPolicy
from service.policy.sections import PrivateKind

TARGET: Final = 500
"""Longest draft asked for, whatever the platform allows: a reply on a thread is short."""

META_PRIVATE_REPLY_WINDOW: Final = timedelta(days=7)
"""One private reply per comment, within 7 days of it (Meta, Messenger and Instagram Platform,
"Private Replies")."""
META_MESSAGING_WINDOW: Final = timedelta(hours=24)
"""Once the customer has written, the standard messaging window of Meta."""


@dataclass(frozen=True)
class PlatformSpec:
    """One platform.

    ``public_limit`` and ``private_limit`` are in the platform's own count (``None``: no published
    limit).  ``private`` is ``None`` where the platform has no private channel for businesses.
    """

    public_limit: int
    count: Callable[[str], int] = len
    private: PrivateKind | None = "direct_message"
    private_limit: int | None = None
    customer_must_open: bool = False
    note: str | None = None


_REVIEW_NOTE: Final = "plain text; the platform has no private messages for businesses"

SPECS: Final[dict[Platform, PlatformSpec]] = {
    # twitter-text config v3 (280 weighted); Direct Messages: 10,000 (X API, Direct Messages).
    Platform.X: PlatformSpec(
        280,
        counting.x_weighted,
        private_limit=10_000,
        customer_must_open=True,
        note="the customer must accept messages from the brand, or open the message link",
    ),
    # Comments: composer limit; private replies: Messenger Platform (2,000 characters a message).
    Platform.FACEBOOK: PlatformSpec(8000, private="private_reply", private_limit=2000),
    # Comments: composer limit; Instagram messages: 1,000 bytes (Instagram Platform, messaging).
    Platform.INSTAGRAM: PlatformSpec(2200, private="private_reply", private_limit=1000),
    # Threads API, posts: 500 characters, emoji counted in UTF-8 bytes.
    Platform.THREADS: PlatformSpec(500, counting.threads),
    # AT Protocol lexicons: app.bsky.feed.post 300 graphemes, chat.bsky.convo 1,000 graphemes.
    Platform.BLUESKY: PlatformSpec(
        300,
        counting.graphemes,
        private_limit=1000,
        note="the customer's settings may only accept messages from accounts they follow",
    ),
    # Mastodon's default server setting; a private mention has the same limit as a post.
    Platform.MASTODON: PlatformSpec(
        500,
        counting.mastodon,
        private_limit=500,
        note="a private mention is read by everyone it names",
    ),
    # Comments: composer limit.
    Platform.LINKEDIN: PlatformSpec(
        1250, customer_must_open=True, note="a page can only answer a message it received"
    ),
    # Comments: composer limit.
    Platform.TIKTOK: PlatformSpec(
        150, customer_must_open=True, note="a business can only answer a message it received"
    ),
    # Comments: composer limit; there are no private messages.
    Platform.YOUTUBE: PlatformSpec(10_000, private=None, note="YouTube has no private messages"),
    # Comments and private messages: 10,000 (Reddit API, /api/comment and /api/compose).
    Platform.REDDIT: PlatformSpec(10_000, private_limit=10_000),
    # Forums differ; this only bounds what is sent to one.
    Platform.FORUM: PlatformSpec(10_000),
    Platform.TRUSTPILOT: PlatformSpec(4096, private=None, note=_REVIEW_NOTE),
    # Google Business Profile API, ReviewReply.comment: 4,096 bytes.
    Platform.GOOGLE_REVIEWS: PlatformSpec(
        4096, counting.utf8_bytes, private=None, note=_REVIEW_NOTE
    ),
    # App Store Connect, customer review responses: 5,970 characters.
    Platform.APP_STORE: PlatformSpec(5970, private=None, note=_REVIEW_NOTE),
}

_PHRASE: Final[dict[PrivateKind, tuple[str, str]]] = {
    "direct_message": ("message privé", "direct message"),
    "private_reply": ("message privé", "direct message"),
    "email": ("e-mail", "email"),
    "form": ("formulaire de contact", "contact form"),
}


@dataclass(frozen=True)
class PrivateChannel:
    """Where this brand talks in private with people of one platform.

    ``own`` tells the platform's own channel from an e-mail or form outside it.
    """

    kind: PrivateKind
    contact: str | None
    own: bool

    def phrase(self, language: Language) -> str:
        """The channel's name without article, in French or else in English."""
        french, english = _PHRASE[self.kind]
        return french if language is Language.FR else english


def count_chars(text: str, platform: Platform) -> int:
    """Length of a public text as the platform counts it."""
    return SPECS[platform].count(text)


def draft_limit(platform: Platform, visibility: Visibility) -> int:
    """Longest draft to ask for, in the platform's count: its limit, or ``TARGET`` if shorter."""
    spec = SPECS[platform]
    if visibility is Visibility.PRIVATE:
        return min(spec.private_limit or TARGET, TARGET)
    return min(spec.public_limit, TARGET)


def private_channel(policy: BrandPolicy, platform: Platform) -> PrivateChannel:
    """The brand's private channel: the platform's own first, e-mail or form only without one."""
    settings = policy.channel(platform)
    kind = settings.private or SPECS[platform].private
    if kind is None:
        kind = _outside_kind(settings.contact, policy)
    own = kind in {"direct_message", "private_reply"}
    fallback = None if own else _contact_of(policy, kind)
    return PrivateChannel(kind=kind, contact=settings.contact or fallback, own=own)


def _outside_kind(contact: str | None, policy: BrandPolicy) -> PrivateKind:
    if contact is not None:
        return "form" if contact.startswith("https://") else "email"
    return "email" if policy.contact.email else "form"


def _contact_of(policy: BrandPolicy, kind: PrivateKind) -> str | None:
    first, second = policy.contact.email, policy.contact.form
    return (second or first) if kind == "form" else (first or second)


def constraints(
    policy: BrandPolicy, platform: Platform, *, sent_at: datetime, now: datetime, is_private: bool
) -> ChannelConstraints:
    """Limits of the private channel for a message sent at ``sent_at``, public or private."""
    spec, channel = SPECS[platform], private_channel(policy, platform)
    if not channel.own:
        return ChannelConstraints(customer_must_open=not is_private, note=spec.note)
    if channel.kind == "private_reply":
        return _meta(spec.private_limit, sent_at=sent_at, now=now, is_private=is_private)
    return ChannelConstraints(
        max_chars=spec.private_limit,
        customer_must_open=spec.customer_must_open and not is_private,
        note=spec.note,
    )


def _meta(
    limit: int | None, *, sent_at: datetime, now: datetime, is_private: bool
) -> ChannelConstraints:
    window = META_MESSAGING_WINDOW if is_private else META_PRIVATE_REPLY_WINDOW
    expires_at = sent_at + window
    closed = expires_at < now
    return ChannelConstraints(
        max_chars=limit,
        customer_must_open=closed,
        replies_per_comment=None if is_private else 1,
        expires_at=expires_at,
        note="the time to write first has passed: the customer must write again"
        if closed
        else None,
    )
