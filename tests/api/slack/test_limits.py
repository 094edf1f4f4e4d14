from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from api.slack.answers import answer_blocks, whole_blocks
from api.slack.limits import LEFT_OUT, cut, messages, pieces, sections, width
from api.slack.mrkdwn import escaped, shown, written
from corpus.library import Library
from retriever.answer import AnswerKind, Notice
from tests.api.fake import FakeAssistant
from tests.api.slack import block_kit
from tests.api.slack.conftest import Send, buttons, command, direct, mention, signed, texts
from tests.api.slack.stand_in import BOT, StandIn

RIGHT_TO_LEFT = "متى يجب أن يتقرر الإحالة؟ "
LONG = {"letters": "lorem ipsum ", "emoji": "😀👩‍👩‍👧 ", "right to left": RIGHT_TO_LEFT, "one word": "x"}


@pytest.mark.parametrize("kind", LONG)
def test_a_message_of_40000_characters_is_met_with_a_sentence(send: Send, slack: StandIn, kind: str) -> None:
    text = (LONG[kind] * 40_000)[:40_000]
    message = slack.write("DANN", text, blocks=[{"type": "rich_text", "elements": [{"type": "text", "text": text}]}])
    assert send(direct(message)).status_code == 200
    alone = slack.wait("chat.postEphemeral")[0]
    assert "2,000 are the most" in texts(alone) or "holds no words" in texts(alone)


def test_an_emergency_of_40000_characters_is_answered(send: Send, slack: StandIn) -> None:
    message = slack.write("CTEAM", f"<@{BOT}> he was stabbed " + ("😀 ولد " * 8000)[:39_900])
    assert send(mention(message, blocks=message["text"])).status_code == 200
    assert texts(slack.wait("chat.postMessage")[0]).startswith("Call 999.")


@pytest.mark.parametrize("text", [f"{RIGHT_TO_LEFT} referral", "😀 how soon must a referral be decided on 👩‍👩‍👧?"])
def test_emoji_and_right_to_left_text_are_questions(send: Send, slack: StandIn, text: str) -> None:
    send(command(text, slack))
    assert "`In force`" in texts(slack.wait("hook")[0])


@pytest.mark.parametrize("kind", AnswerKind)
@pytest.mark.parametrize("words", ["", "Somebody should act. ", "😀", "**must** & <b> ", "- item\n", RIGHT_TO_LEFT])
def test_whatever_its_length_an_answer_keeps_within_slacks_limits(library: Library, kind: AnswerKind, words: str) -> None:
    fake = FakeAssistant(library)
    own = fake.ask("How soon must a referral be decided on?")
    long = words * (40_000 // max(1, len(words)))
    source = replace(own.citations[0], label=words * 300 or "label", text=long or "text", quote=long, sentences=())
    answer = replace(
        own, kind=kind, answer=long or "Yes.", citations=(source,) * 9, notices=(Notice("figure", long or "n"),) * 5
    )
    blocks = answer_blocks(answer, "a" * 32, "https://verse.example.org")
    for own_blocks in messages(blocks):
        broken = block_kit.message({"text": "a", "blocks": [b.to_dict() for b in own_blocks]})
        assert list(broken) == []
    window = [b.to_dict() for b in whole_blocks(answer, "https://verse.example.org")][:100]
    assert list(block_kit.blocks(window, 100)) == []


def test_nothing_of_a_long_answer_is_lost(library: Library) -> None:
    own = FakeAssistant(library).ask("How soon must a referral be decided on?")
    long = "\n".join(f"- Sentence number {n} says what should be done." for n in range(900))
    blocks = answer_blocks(replace(own, kind=AnswerKind.EMERGENCY, answer=long), "", "")
    said = "\n".join(texts({"blocks": [b.to_dict() for b in page]}) for page in messages(blocks))
    assert all(f"• Sentence number {n} says" in said for n in range(900))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab &<>\n😀م", max_size=300), st.integers(min_value=12, max_value=60))
def test_pieces_hold_the_whole_text_and_each_fits(text: str, most: int) -> None:
    own = escaped(text)
    found = list(pieces(own, most))
    assert all(0 < width(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(own.split())
    assert width(cut(own, most)) <= most
    assert not any(piece.rpartition("&")[2] in ("a", "am", "amp", "l", "lt", "g", "gt") for piece in found if "&" in piece)


def test_an_answer_to_a_command_takes_no_more_messages_than_its_address_does(
    serve, slack_settings, slack: StandIn, library: Library
) -> None:
    class Long(FakeAssistant):
        def ask(self, *asked, **more):
            return replace(super().ask(*asked, **more), answer="Somebody should act. " * 4000)

    client = serve(Long(library), **slack_settings)
    body = command("Jayden Smith of 07700 900123: how soon must a referral be decided on?", slack)
    client.post("/slack/events", content=body, headers=signed(body))
    said = slack.wait("hook", 5)
    assert LEFT_OUT in texts(said[3])
    assert "More" in buttons(said[3])
    assert "Personal details were taken out" in texts(said[4])


def test_buttons_stay_with_the_message_they_stand_under() -> None:
    blocks = [*sections("word " * 9000), ActionsBlock(elements=[ButtonElement(text="More", action_id="a", value="b")])]
    made = messages(blocks)
    assert len(made) > 1
    assert [type(block) is ActionsBlock for block in made[-1]].count(True) == 1
    assert len(made[-1]) > 1


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@UBOT> who chairs?", "who chairs?"),
        ("<@UBOT|verse> does <@UBEN> chair &amp; decide?", "does a colleague chair & decide?"),
        ("see <https://example.org|the page> in <#C1|team>", "see the page in #team"),
        ("<!here> is 1 &lt; 2? <mailto:a@example.org|a@example.org>", "is 1 < 2? a@example.org"),
    ],
)
def test_slacks_markup_is_read_as_it_was_meant(text: str, meant: str) -> None:
    assert written(text, "UBOT") == meant


def test_nothing_that_is_shown_mentions_anybody() -> None:
    assert (
        shown("<!channel> <@U1> **must** & `x`\n- **act** at once")
        == "&lt;!channel&gt; &lt;@U1&gt; *must* &amp; `x`\n• *act* at once"
    )
