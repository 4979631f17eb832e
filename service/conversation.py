"""What a request asks to have answered, and which state of the conversation it shows."""

import hashlib

from data.schemas.message import Author, Conversation, Message
from data.schemas.wire import AnalyzeItem
from models.text.normalise import normalise_for_encoder
from service.errors import UnanswerableError


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
