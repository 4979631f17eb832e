"""The compact notation: what it reads, and what it says of a line it cannot read."""

import json
from pathlib import Path

import pytest

from data.authoring.build import build
from data.authoring.notation import parse_labels, parse_marks, parse_spans
from data.authoring.sittings import read_sittings
from data.errors import DataError
from data.loaders import load_bad_replies, load_examples, load_replies
from data.schemas.reply import Fault, Manner
from data.taxonomy import (
    Emotion,
    Hostility,
    Intent,
    Language,
    PartType,
    Platform,
    Rule,
    SpanKind,
    Topic,
    Visibility,
)

MESSAGE = (
    "-|telecom|x|c2A!|out,noa|pro|acc|-|no_internet|"
    "@Ondrelis {f:plus de réseau} {s:depuis 3 jours}, bravo 👏 a|b"
)


def sitting(folder: Path, text: str, name: str = "01.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_marks_give_the_clean_text_and_their_ranges() -> None:
    marked = parse_marks("un {f:colis {o:perdu}} ici")
    assert marked.text == "un colis perdu ici"
    assert [(code, marked.text[a:b]) for code, a, b in marked.marks] == [
        ("f", "colis perdu"),
        ("o", "perdu"),
    ]


def test_spans_leave_edges_of_space_out() -> None:
    text, spans = parse_spans("{s:depuis hier }rien\\nici")
    assert text == "depuis hier rien\nici"
    assert [(span.kind, text[span.start : span.end]) for span in spans] == [
        (SpanKind.SINCE, "depuis hier")
    ]


@pytest.mark.parametrize("raw", ["{f:pas fermé", "fermé} de trop", "{sans genre}", "{z:inconnu}"])
def test_marks_that_cannot_be_read(raw: str) -> None:
    with pytest.raises(DataError):
        parse_spans(raw)


def test_labels() -> None:
    labels = parse_labels("c2A!", ("out,noa", "pro", "-", ""))
    assert labels.intent is Intent.COMPLAINT
    assert labels.severity == 2
    assert labels.emotion is Emotion.ANGER
    assert labels.sarcasm is True
    assert labels.topics == (Topic.OUTAGE, Topic.NO_ANSWER)
    assert labels.hostility == (Hostility.PROFANITY,)
    assert labels.private_reasons == ()
    assert parse_labels("p0J", ("", "", "", "")).sarcasm is False


@pytest.mark.parametrize("core", ["c4A", "x1A", "c1Z", "c1", ""])
def test_a_core_that_is_not_one(core: str) -> None:
    with pytest.raises(DataError):
        parse_labels(core, ("", "", "", ""))


def test_messages_and_pairs(tmp_path: Path) -> None:
    text = f"%lang fr\n# une remarque\n{MESSAGE}\n%pair sarcasm\n" + (
        "p1|rail|facebook|c1F!|out|-|-|-|train_late|merci pour le retard\n"
        "p1|rail|facebook|c1F|out|-|-|-|train_late|encore du retard\n"
    )
    first, *twins = read_sittings([sitting(tmp_path, text)], "b")
    assert first.id == "b-0001"
    assert first.text.endswith("bravo 👏 a|b")
    assert first.situation == "no_internet"
    assert first.pair is None
    assert [twin.pair for twin in twins] == ["b-p1", "b-p1"]
    assert {twin.pair_kind for twin in twins} == {"sarcasm"}
    assert twins[0].platform is Platform.FACEBOOK


def test_a_conversation_gives_each_customer_turn_what_came_before(tmp_path: Path) -> None:
    text = (
        "%lang en\n## bank|x\n"
        "c|c1F|acc|-|acc|-|login_problem|locked out again\n"
        "a|Hi, tell us more?\n"
        "C|o0N|-|-|per|-|-|it's 555-0142\n"
        "\n"
        "-|bank|x|p0J|-|-|-|-|-|thanks\n"
    )
    first, second, alone = read_sittings([sitting(tmp_path, text)], "b")
    assert first.context == ()
    assert first.conversation == second.conversation == "b-c0001"
    assert [turn.text for turn in second.context] == ["locked out again", "Hi, tell us more?"]
    assert second.context[0].visibility is Visibility.PUBLIC
    assert alone.conversation is None
    assert alone.context == ()


def test_every_bad_line_is_named_at_once(tmp_path: Path) -> None:
    text = f"%lang fr\nfive|fields\n{MESSAGE}\n{MESSAGE.replace('no_internet', 'nonsense')}\n%x y\n"
    with pytest.raises(DataError) as caught:
        list(read_sittings([sitting(tmp_path, text)], "b"))
    assert [
        line.split(": ")[0][-2:] for line in str(caught.value).split("\n") if "txt:" in line
    ] == [
        ":2",
        ":4",
        ":5",
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.txt: cannot be read"):
        build("messages", "b", [tmp_path / "nothing.txt"], tmp_path)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path, count = build("messages", "b", [sitting(tmp_path, f"%lang fr\n{MESSAGE}\n")], tmp_path)
    assert count == 1
    assert load_examples(path)[0].language is Language.FR
    return tmp_path


def test_a_good_reply(corpus: Path) -> None:
    line = (
        "b-0001|first_public|warm_vous|[a]Plus de réseau {since:depuis 3 jours}. "
        "[i]Votre numéro de ligne en privé ?\n"
    )
    path, _ = build("replies", "r", [sitting(corpus, line, "r.txt")], corpus)
    (reply,) = load_replies(path)
    assert reply.manner is Manner.WARM_VOUS
    assert [part.type for part in reply.parts] == [PartType.ACKNOWLEDGE, PartType.INVITE_PRIVATE]
    slot = reply.parts[0].slots[0]
    assert reply.parts[0].text[slot.start : slot.end] == "depuis 3 jours"
    assert reply.text == "Plus de réseau depuis 3 jours. Votre numéro de ligne en privé ?"


def test_wrong_replies(corpus: Path) -> None:
    lines = (
        "b-0001|Bonjour, {blaming:vous auriez dû lire}. Voilà.\n"
        "b-0001|off_topic|Votre colis arrive.\n"
        "b-0001|private|{promise:Vous serez remboursé}.\n"
    )
    path, _ = build("bad_replies", "w", [sitting(corpus, lines, "w.txt")], corpus)
    blaming, off_topic, promise = load_bad_replies(path)
    assert blaming.text[blaming.faults[0].start : blaming.faults[0].end] == "vous auriez dû lire"
    assert blaming.faults[0].rule is Rule.NO_DEBATE
    assert off_topic.faults[0].fault is Fault.OFF_TOPIC
    assert (off_topic.faults[0].start, off_topic.faults[0].end) == (0, len(off_topic.text))
    assert (blaming.public, promise.public) == (True, False)


@pytest.mark.parametrize(
    ("kind", "line", "said"),
    [
        ("replies", "nobody|first_public|brief|[a]Bonjour", "no message 'nobody'"),
        ("replies", "b-0001|first_public|brief|Bonjour", "begins with a part mark"),
        ("replies", "b-0001|first_public|brief|[a]{nonsense:Bonjour}", "unknown slot"),
        ("bad_replies", "b-0001|rien à redire", "faults"),
    ],
)
def test_replies_that_cannot_be_read_leave_no_file(
    corpus: Path, kind: str, line: str, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        build(kind, "x", [sitting(corpus, line, "x.txt")], corpus)  # type: ignore[arg-type]
    assert not (corpus / kind / "x.jsonl").exists()


def test_lines_hold_only_what_is_there(corpus: Path) -> None:
    record = json.loads((corpus / "messages" / "b.jsonl").read_text(encoding="utf-8"))
    assert "context" not in record
    assert "pair" not in record
    assert record["labels"]["risk"] == []
