"""Worked examples for the OpenAPI document; the brand is invented."""

from typing import Any, Final

SUGGEST: Final[dict[str, Any]] = {
    "plainte_en_francais": {
        "summary": "Une plainte en français, sur X",
        "value": {
            "brand": "demo",
            "platform": "x",
            "conversation": {
                "id": "fil-4821",
                "messages": [
                    {
                        "id": "m1",
                        "author": "customer",
                        "author_id": "u-77",
                        "author_name": "Claire",
                        "text": "@demo ma box redémarre en boucle depuis mardi, j'ai appelé trois "
                        "fois et personne ne me rappelle. C'est long, là.",
                        "sent_at": "2026-03-06T08:12:00+01:00",
                    }
                ],
            },
            "customer": {"handle": "@claire_lit", "display_name": "Claire", "followers": 210},
            "options": {"drafts": 3},
        },
    },
    "complaint_in_english": {
        "summary": "A complaint in English, on a review site, with an earlier answer",
        "value": {
            "brand": "demo",
            "platform": "trustpilot",
            "conversation": {
                "id": "review-90311",
                "messages": [
                    {
                        "id": "r1",
                        "author": "customer",
                        "author_id": "u-12",
                        "text": "Ordered a desk lamp three weeks ago, still at 'preparing'.",
                        "sent_at": "2026-03-01T17:40:00Z",
                    },
                    {
                        "id": "r2",
                        "author": "agent",
                        "author_id": "agent-3",
                        "text": "Three weeks at 'preparing' is too long, and we are sorry. "
                        "We are asking the warehouse where your lamp is.",
                        "sent_at": "2026-03-01T18:05:00Z",
                    },
                    {
                        "id": "r3",
                        "author": "customer",
                        "author_id": "u-12",
                        "text": "Four days on and the lamp still has not moved. I want a refund.",
                        "sent_at": "2026-03-05T09:20:00Z",
                    },
                ],
            },
        },
    },
}

FEEDBACK: Final[dict[str, Any]] = {
    "brouillon_envoye": {
        "summary": "Un brouillon envoyé après une retouche",
        "value": {
            "suggestion_id": "sug_01",
            "type": "sent",
            "draft_id": "d1",
            "text": "Bonjour Claire, une box qui redémarre depuis mardi et trois appels sans "
            "suite, ce n'est pas normal. Écrivez-nous en message privé, nous regardons ça.",
            "agent_id": "agent-3",
        },
    },
    "several_events": {
        "summary": "A draft inserted, another rejected, a label corrected",
        "value": [
            {"suggestion_id": "sug_02", "type": "inserted", "draft_id": "d1"},
            {
                "suggestion_id": "sug_02",
                "type": "rejected",
                "draft_id": "d2",
                "reason": "Too cheerful for a refund that is late",
            },
            {
                "suggestion_id": "sug_02",
                "type": "label_corrected",
                "head": "topics",
                "value": ["delivery", "refund"],
            },
        ],
    },
}

ANALYZE: Final[dict[str, Any]] = {
    "two_texts": {
        "summary": "Two texts, one in each language",
        "value": {
            "items": [
                {"id": "a", "text": "Bravo pour le délai, deux mois pour un câble."},
                {"id": "b", "text": "Does the family plan include roaming?"},
            ]
        },
    }
}

LINT: Final[dict[str, Any]] = {
    "typed_reply": {
        "summary": "A reply that asks for personal data in public",
        "value": {
            "brand": "demo",
            "platform": "x",
            "text": "Hello, please post your account number here and we will check.",
        },
    }
}
