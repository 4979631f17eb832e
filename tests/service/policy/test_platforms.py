"""Lengths as each platform counts them, and private channels."""

from datetime import timedelta

import pytest

from data.taxonomy import Language, Platform, Visibility
from service.policy.platforms import (
    SPECS,
    TARGET,
    constraints,
    count_chars,
    draft_limit,
    private_channel,
)
from tests.service.policy.builders import DEMO, NOW, policy_with


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        (Platform.X, "déjà vu", 7),
        (Platform.X, "e\u0301", 1),
        (Platform.X, "日本", 4),
        (Platform.X, "👍", 2),
        (Platform.X, "👍🏽", 2),
        (Platform.X, "👨‍👩‍👧‍👦", 2),
        (Platform.X, "see https://www.lumio.example/a/very/long/path?with=query", 4 + 23),
        (Platform.X, "(https://lumio.example).", 23 + 3),
        (Platform.X, "go to lumio.com now", 6 + 23 + 4),
        (Platform.X, "write to aide@lumio.com", 23),
        (Platform.X, "fin.Le reste", 12),
        (Platform.X, "l’été – « oui »", 15),
        (Platform.BLUESKY, "👨‍👩‍👧‍👦 e\u0301", 3),
        (Platform.MASTODON, "@ana@social.example hi", 7),
        (Platform.MASTODON, "https://www.lumio.example/abcdefghijklmnopqrstuvwxyz", 23),
        (Platform.THREADS, "ok 👍", 7),
        (Platform.GOOGLE_REVIEWS, "été", 5),
        (Platform.FACEBOOK, "été", 3),
        (Platform.X, "", 0),
    ],
)
def test_count_chars(platform: Platform, text: str, expected: int) -> None:
    assert count_chars(text, platform) == expected


def test_every_platform_has_limits() -> None:
    assert set(SPECS) == set(Platform)
    for platform in Platform:
        for visibility in Visibility:
            assert 0 < draft_limit(platform, visibility) <= TARGET
        assert draft_limit(platform, Visibility.PUBLIC) <= SPECS[platform].public_limit


@pytest.mark.parametrize(
    ("platform", "kind", "contact", "french", "english"),
    [
        (Platform.X, "direct_message", "https://www.lumio.example/message", "message privé", None),
        (Platform.FACEBOOK, "private_reply", None, "message privé", "direct message"),
        (Platform.TRUSTPILOT, "email", "aide@lumio.example", "e-mail", "email"),
        (Platform.YOUTUBE, "form", "https://www.lumio.example/contact", None, "contact form"),
        (Platform.REDDIT, "direct_message", None, None, "direct message"),
    ],
)
def test_private_channel(
    platform: Platform, kind: str, contact: str | None, french: str | None, english: str | None
) -> None:
    channel = private_channel(DEMO, platform)
    assert (channel.kind, channel.contact) == (kind, contact)
    assert french in {None, channel.phrase(Language.FR)}
    assert english in {None, channel.phrase(Language.EN)}


def test_the_brand_may_choose_another_private_channel() -> None:
    policy = policy_with(channels={"x": {"private": "email"}})
    channel = private_channel(policy, Platform.X)
    assert (channel.kind, channel.contact, channel.own) == ("email", "aide@lumio.example", False)


def test_a_brand_with_a_form_only() -> None:
    policy = policy_with(contact={"form": "https://www.lumio.example/contact"})
    channel = private_channel(policy, Platform.APP_STORE)
    assert (channel.kind, channel.contact) == ("form", "https://www.lumio.example/contact")


@pytest.mark.parametrize("platform", [Platform.FACEBOOK, Platform.INSTAGRAM])
def test_meta_allows_one_private_reply_within_seven_days(platform: Platform) -> None:
    sent_at = NOW - timedelta(days=2)
    limits = constraints(DEMO, platform, sent_at=sent_at, now=NOW, is_private=False)
    assert limits.replies_per_comment == 1
    assert limits.expires_at == sent_at + timedelta(days=7)
    assert not limits.customer_must_open
    late = constraints(DEMO, platform, sent_at=NOW - timedelta(days=8), now=NOW, is_private=False)
    assert late.customer_must_open
    private = constraints(DEMO, platform, sent_at=sent_at, now=NOW, is_private=True)
    assert private.expires_at == sent_at + timedelta(hours=24)


def test_x_needs_the_customer_to_open_the_channel() -> None:
    public = constraints(DEMO, Platform.X, sent_at=NOW, now=NOW, is_private=False)
    assert (public.max_chars, public.customer_must_open) == (10_000, True)
    private = constraints(DEMO, Platform.X, sent_at=NOW, now=NOW, is_private=True)
    assert not private.customer_must_open
