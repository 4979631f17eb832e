"""The label taxonomy as code: one ``StrEnum`` per head, and the reply vocabulary.

The meaning of each label is in ``docs/labels.md``.  The order of members is part of the
encoder's output contract (``models.encoder.heads``): append, never reorder.
"""

from enum import IntEnum, StrEnum


class Language(StrEnum):
    """Languages Baume understands and writes; ``OTHER`` is perceived but never drafted in."""

    FR = "fr"
    EN = "en"
    OTHER = "other"


class Intent(StrEnum):
    COMPLAINT = "complaint"
    QUESTION = "question"
    REQUEST = "request"
    PRAISE = "praise"
    OTHER = "other"


class Topic(StrEnum):
    BILLING = "billing"
    PRICING = "pricing"
    DELIVERY = "delivery"
    PRODUCT = "product"
    OUTAGE = "outage"
    ACCOUNT = "account"
    REFUND = "refund"
    CANCELLATION = "cancellation"
    BOOKING = "booking"
    STAFF = "staff"
    NO_ANSWER = "no_answer"
    APP_WEBSITE = "app_website"
    PRIVACY = "privacy"
    SAFETY = "safety"
    DISCRIMINATION = "discrimination"
    MISLEADING = "misleading"
    INSTALLATION = "installation"


class Severity(IntEnum):
    """0 none, 1 annoyed, 2 real loss or repeated failure, 3 harm, danger, crisis or legal."""

    NONE = 0
    ANNOYED = 1
    LOSS = 2
    HARM = 3


class Hostility(StrEnum):
    PROFANITY = "profanity"
    INSULT = "insult"
    THREAT = "threat"
    HARASSMENT = "harassment"
    HATE = "hate"


class PrivateReason(StrEnum):
    ACCOUNT = "account"
    BILLING = "billing"
    PERSONAL_DATA = "personal_data"
    STAFF = "staff"
    HEALTH = "health"
    SENSITIVE = "sensitive"
    LEGAL = "legal"
    COMPLEX = "complex"


class Risk(StrEnum):
    LEGAL_ACTION = "legal_action"
    REGULATOR = "regulator"
    PRESS = "press"
    VIRAL = "viral"
    SAFETY = "safety"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    DISCRIMINATION = "discrimination"
    DATA_BREACH = "data_breach"
    FRAUD = "fraud"
    VULNERABLE = "vulnerable"
    STAFF_MISCONDUCT = "staff_misconduct"


class Emotion(StrEnum):
    ANGER = "anger"
    FRUSTRATION = "frustration"
    DISAPPOINTMENT = "disappointment"
    WORRY = "worry"
    SADNESS = "sadness"
    CONFUSION = "confusion"
    JOY = "joy"
    NEUTRAL = "neutral"


class Platform(StrEnum):
    """Where the message was written; limits and private channels hang on it."""

    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    THREADS = "threads"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    REDDIT = "reddit"
    FORUM = "forum"
    TRUSTPILOT = "trustpilot"
    GOOGLE_REVIEWS = "google_reviews"
    APP_STORE = "app_store"


class SpanKind(StrEnum):
    """What a reply takes up to be about this person."""

    FAILURE = "failure"
    OBJECT = "object"
    SINCE = "since"
    COUNT = "count"
    PLACE = "place"
    PERSON = "person"
    AMOUNT = "amount"
    REFERENCE = "reference"


class PiiType(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    FR_SSN = "fr_ssn"
    ORDER_NUMBER = "order_number"
    ACCOUNT_NUMBER = "account_number"
    POSTAL_ADDRESS = "postal_address"


class Mention(StrEnum):
    """``DIRECT`` by @handle, ``INDIRECT`` by a name without it, ``NONE`` when not named."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NONE = "none"


class Voice(StrEnum):
    """How the brand speaks; ``VOUS``/``TU`` only matter in French."""

    VOUS = "vous"
    TU = "tu"


class Stage(StrEnum):
    """Where in the conversation a reply belongs."""

    FIRST_PUBLIC = "first_public"
    SECOND_PUBLIC = "second_public"
    PRIVATE = "private"
    PUBLIC_FOLLOW_UP = "public_follow_up"
    THANKS = "thanks"
    INCIDENT_NOTICE = "incident_notice"
    COOL_ANSWER = "cool_answer"


class Visibility(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


class PartType(StrEnum):
    """The typed parts a reply is cut into.

    ``acknowledge`` names the problem; ``apology`` owns it; ``ask`` asks for a detail that may be
    given in public; ``invite_private`` opens the private channel and says what to send there;
    ``next_step`` says what the company does now; ``safety`` gives a protective instruction.
    """

    ACKNOWLEDGE = "acknowledge"
    APOLOGY = "apology"
    ASK = "ask"
    INVITE_PRIVATE = "invite_private"
    NEXT_STEP = "next_step"
    THANKS = "thanks"
    SAFETY = "safety"
    CLOSE = "close"


class Action(StrEnum):
    """What the service recommends that the agent does with the message."""

    ANSWER_PUBLIC = "answer_public"
    MOVE_PRIVATE = "move_private"
    COOL_OFF = "cool_off"
    ESCALATE = "escalate"
    HIDE = "hide"
    STOP = "stop"
    NO_REPLY = "no_reply"


class RiskLevel(StrEnum):
    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Rule(StrEnum):
    """The playbook's rule ids (``docs/playbook.md``); every decision traces to one of them."""

    FIND_MENTIONS = "find-mentions"
    ACKNOWLEDGE_FAST = "acknowledge-fast"
    NEVER_INSTANT = "never-instant"
    EMPATHY = "empathy"
    NOT_CANNED = "not-canned"
    PUBLIC_FIRST = "public-first"
    GO_PRIVATE = "go-private"
    NO_PII_IN_PUBLIC = "no-pii-in-public"
    PUBLIC_FOLLOW_UP = "public-follow-up"
    REPLY_TWICE = "reply-twice"
    NO_DEBATE = "no-debate"
    NEVER_INSULT = "never-insult"
    HIDE_HATE = "hide-hate"
    KEEP_CRITICISM = "keep-criticism"
    COMPENSATE = "compensate"
    LEARN = "learn"
    INCIDENT = "incident"
    OWN_POLICY = "own-policy"
    PLATFORM_LIMITS = "platform-limits"
    RISK = "risk"
    THANK_PRAISE = "thank-praise"
    KNOW_THE_CUSTOMER = "know-the-customer"


class CheckSeverity(StrEnum):
    """``BLOCK`` never leaves the service as a draft; ``WARN`` is shown to the agent."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"
