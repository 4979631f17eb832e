"""Rule ``know-the-customer``: what is known about the person is used in private only."""

import re
from typing import Final

from data.schemas.suggestion import Reason
from data.taxonomy import Rule, Visibility
from service.policy.case import Case
from service.policy.reasons import reason

_FIRST_NAME: Final = re.compile(r"^[^\W\d_]{2,20}(?:[-'’][^\W\d_]{2,20})?$")
_TITLES: Final = frozenset({"m", "mr", "mme", "mlle", "mrs", "ms", "dr", "monsieur", "madame"})


def know_the_customer(case: Case, visibility: Visibility) -> str | None:
    """The person's first name, for a private reply; ``None`` in public or when it is no name."""
    name = case.customer.display_name if case.customer else None
    if visibility is Visibility.PUBLIC or not name:
        return None
    first, *rest = name.split() or [""]
    # One word alone is more often a pseudonym than a first name.
    if not rest or first.rstrip(".").casefold() in _TITLES:
        return None
    if not _FIRST_NAME.match(first) or not first[0].isupper():
        return None
    return first.title() if first.isupper() else first


def customer_reasons(case: Case) -> tuple[Reason, ...]:
    """Remind the agent where what is known may be used."""
    if case.customer is None or not any(case.customer.model_dump().values()):
        return ()
    evidence = "the person is known: use it in private only"
    return (reason(Rule.KNOW_THE_CUSTOMER, "customer", evidence),)
