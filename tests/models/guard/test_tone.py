"""Insult, threat, blame, argument, sarcasm, grovelling, cheer, praise answered as a complaint."""

import pytest

from data.taxonomy import CheckSeverity, Intent, Language, Rule
from tests.models.guard.helpers import blocks, context, found, spanned

EN = Language.EN
