"""Parts written for one private channel must not be used where the platform has another."""

from typing import Final

import regex

from data.schemas.brief import DraftBrief

_DIRECT_MESSAGE = regex.compile(
    r"\bmessages? privés?\b|\bMP\b|\bDM\b|\b(?:direct|private) messages?\b|\bmessage (?:us|me)\b|"
    r"\binbox\b|messagerie privée",
    regex.IGNORECASE,
)
_MESSAGING: Final = regex.compile(r"message|MP|DM", regex.IGNORECASE)


def names_other_channel(part: str, brief: DraftBrief) -> bool:
    """Whether ``part`` speaks of direct messages where the brief's channel is none."""
    if not _DIRECT_MESSAGE.search(part):
        return False
    return not _MESSAGING.search(brief.channel_phrase)
