"""Checks of replies, conversations and variety."""

from pathlib import Path

from data.schemas.example import Example
from data.schemas.reply import BadReply, Reply
from data.validate.conversations import check_conversations
from data.validate.duplicates import check_replies as check_copies
from data.validate.findings import Located
from data.validate.labels import check_pairs
from data.validate.replies import check_bad_replies, check_replies
from data.validate.variety import common_runs, distinct_2

HERE = Path("x.jsonl")


def at(item: object) -> Located:
    return Located(item, HERE, 1)


def reply(text: str, **changes: object) -> Located:
    part = {"type": changes.pop("part", "acknowledge"), "text": text}
    fields = {
        "id": "r-0001",
        "message_id": "t-0001",
        "language": "fr",
        "stage": "first_public",
        "manner": "warm_vous",
        "parts": [part],
        "batch": "r",
    }
    return at(Reply.model_validate(fields | changes))


def checks(located: Located, example: dict) -> set[str]:
    found = check_replies([located], [at(Example.model_validate(example))], known=True)
    return {finding.check for finding in found}


def test_a_good_reply_has_no_findings(example: dict) -> None:
    assert checks(reply("La box en rouge depuis mardi, c'est long : je regarde."), example) == set()


def test_faults_of_replies(example: dict) -> None:
    assert checks(reply("N'hésitez pas à revenir."), example) == {"canned"}
    assert checks(reply("Vous serez remboursé."), example) == {"promise"}
    assert checks(reply("Quel est votre numéro de client ?", part="ask"), example) == {"parts"}
    assert checks(reply("Tu as raison pour ta box."), example) == {"voice"}
    assert checks(reply("Vous voilà.", manner="warm_tu"), example) == {"voice"}
    assert checks(reply("Ton rendez-vous manqué, je regarde.", manner="warm_tu"), example) == set()
    assert checks(reply("x " * 150), example) == {"length"}
    assert checks(reply("Bien reçu.", message_id="nobody-1"), example) == {"replies"}
    assert checks(reply("Got it.", language="en", manner="warm"), example) == {"replies"}


def test_a_number_may_be_asked_in_private(example: dict) -> None:
    private = reply("Quel est votre numéro de client ?", part="ask", stage="private")
    assert checks(private, example) == set()


def test_two_replies_alike_are_an_error() -> None:
    text = "Une box en rouge depuis mardi sans que personne ne rappelle, c'est long."
    other = reply(text + "!", id="r-0002")
    assert [finding.level for finding in check_copies([reply(text), other])] == ["error"]


def test_wrong_replies_mark_whole_words(example: dict) -> None:
    fields = {"id": "w-0001", "message_id": "t-0001", "language": "fr", "batch": "w"}
    fault = {"fault": "blaming", "start": 0, "end": 5}
    wrong = BadReply.model_validate({**fields, "text": "Vous avez tort", "faults": [fault]})
    found = check_bad_replies([at(wrong)], [at(Example.model_validate(example))], known=True)
    assert [finding.check for finding in found] == ["spans"]


def turn(example: dict, identifier: str, text: str, *before: str) -> Located:
    context = [
        {"id": f"t{i}", "author": "customer", "text": words} for i, words in enumerate(before)
    ]
    changes = {"id": identifier, "text": text, "conversation": "c1", "context": context}
    return at(Example.model_validate({**example, **changes}))


def test_conversations(example: dict) -> None:
    whole = [turn(example, "t-1", "un"), turn(example, "t-2", "trois", "un", "deux")]
    assert list(check_conversations(whole)) == []
    broken = [turn(example, "t-1", "un"), turn(example, "t-2", "trois", "autre", "deux")]
    assert [finding.level for finding in check_conversations(broken)] == ["error"]
    alone = [turn(example, "t-1", "un")]
    assert [finding.level for finding in check_conversations(alone)] == ["warning"]


def test_a_pair_differs_in_what_its_kind_says(example: dict) -> None:
    pair = {"pair": "p1", "pair_kind": "sarcasm"}
    labels = example["labels"]
    plain = at(Example.model_validate({**example, **pair}))
    same = at(Example.model_validate({**example, **pair, "id": "t-0002"}))
    other = {**example, **pair, "id": "t-0002", "labels": {**labels, "sarcasm": True}}
    assert [finding.level for finding in check_pairs([plain, same])] == ["error"]
    assert list(check_pairs([plain, at(Example.model_validate(other))])) == []


def test_runs_of_eight_words() -> None:
    run = "un deux trois quatre cinq six sept huit"
    texts = [f"{i} {run} {i}" for i in range(6)] + [f"autre texte numéro {i}" for i in range(200)]
    assert list(common_runs(texts)) == [(run, 6)]


def test_distinct_pairs_of_words() -> None:
    assert distinct_2(["a b c", "a b d"]) == 3 / 4
    assert distinct_2([]) == 0.0
