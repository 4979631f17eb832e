"""E-mail addresses and phone lines that the brand's policy does not approve (own-policy)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.approved import contact_key, is_approved_contact
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import helplines
from models.text.emails import find_emails
from models.text.phones import find_phones

_MESSAGE: Final = "This contact is not one the brand approves; use an approved one or take it out."

_SHORT: Final = regex.compile(
    r"(?<!\w)(?:appel(?:ez|er|le)|compos(?:ez|er|e)|joign(?:ez|able)|joindre|telephon(?:ez|er)|"
    r"call|ring|dial|text)(?: [a-z']+){0,3} (?P<number>\d(?: ?\d){2,6})(?![\w,. ]?\d|\w| ?[€$£%])"
)


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    spans = [*find_emails(view.plain), *find_phones(view.plain, service_lines=True)]
    spans += [match.span("number") for match in _SHORT.finditer(view.folded)]
    for start, end in spans:
        value = view.plain[start:end]
        if contact_key(value) in helplines() or is_approved_contact(value, ctx.approved_contacts):
            continue
        yield view.finding(Rule.OWN_POLICY, CheckSeverity.BLOCK, (start, end), _MESSAGE)
