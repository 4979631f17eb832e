"""How a reply names the private channel, which is not a message everywhere."""

from typing import Final

import regex

from data.schemas.brief import DraftBrief

_DIRECT_MESSAGE = regex.compile(
    r"\bmessages? privés?\b|\bMP\b|\bDM\b|\b(?:direct|private) messages?\b|\bmessage (?:us|me)\b|"
    r"\binbox\b|messagerie privée",
    regex.IGNORECASE,
)
_MESSAGING = regex.compile(r"message|MP|DM", regex.IGNORECASE)
_EN_CHANNEL: Final = regex.compile(r"\b(?P<e>[Ee])n (?=\{channel\})")


def by_message(brief: DraftBrief) -> bool:
    """Whether the private channel is the platform's own messages."""
    return _MESSAGING.search(brief.channel_phrase) is not None


def names_other_channel(part: str, brief: DraftBrief) -> bool:
    """Whether ``part`` speaks of direct messages where the brief's channel is none."""
    return bool(_DIRECT_MESSAGE.search(part)) and not by_message(brief)


def channel_value(brief: DraftBrief) -> str | None:
    """The channel's name; with its address where the customer could not find it otherwise."""
    if not brief.channel_phrase:
        return None
    if by_message(brief) or brief.private_contact is None:
        return brief.channel_phrase
    return f"{brief.channel_phrase} ({brief.private_contact})"


def adapted(template: str, brief: DraftBrief) -> str:
    """``template`` with "en {channel}" as "par {channel}" where the channel is no message."""
    if by_message(brief):
        return template
    return _EN_CHANNEL.sub(lambda match: "Par " if match["e"] == "E" else "par ", template)
