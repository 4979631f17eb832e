"""Shared by the guard's tests: a plain context, and what a draft is found guilty of."""

from dataclasses import replace
from typing import Any

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Intent, Language, Platform, Rule, Visibility
from models.guard import GuardContext, check

BASE = GuardContext(
    language=Language.FR,
    visibility=Visibility.PUBLIC,
    platform=Platform.X,
    limit=280,
    count_chars=len,
    intent=Intent.COMPLAINT,
)


def context(**changes: Any) -> GuardContext:
    return replace(BASE, **changes)


def found(text: str, rule: Rule, **changes: Any) -> tuple[Check, ...]:
    return tuple(one for one in check(text, context(**changes)) if one.rule is rule)


def blocks(text: str, **changes: Any) -> set[Rule]:
    checks = check(text, context(**changes))
    return {one.rule for one in checks if one.severity is CheckSeverity.BLOCK}


def spanned(text: str, checks: tuple[Check, ...]) -> list[str]:
    return [text[one.start : one.end] for one in checks]
