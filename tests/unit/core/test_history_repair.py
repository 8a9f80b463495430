"""Any history, cut anywhere, becomes one that every provider accepts."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.history_repair import repair
from assistant_desktop.domain.conversation import (
    CallStatus,
    Message,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId

CALL_IDS = st.sampled_from([CallId(f"c{n}") for n in range(6)])
TEXTS = st.text(max_size=6).map(lambda words: TextPart(text=words))
CALLS = CALL_IDS.map(lambda cid: ToolCallPart(call_id=cid, name="t", arguments="{}"))
RESULTS = CALL_IDS.map(
    lambda cid: ToolResultPart(call_id=cid, name="t", status=CallStatus.DONE, content=f"of {cid}")
)
ROLES = st.sampled_from(list(Role))


@st.composite
def histories(draw: st.DrawFn) -> list[Message]:
    """Well-formed or not: repeated ids, results before their calls, results of nothing."""
    messages = []
    for number in range(draw(st.integers(0, 12))):
        parts = tuple(draw(st.lists(st.one_of(TEXTS, CALLS, RESULTS), max_size=5)))
        messages.append(
            Message(
                id=MessageId(f"m{number}"),
                conversation_id=ConversationId("c"),
                user_id=UserId("me"),
                role=draw(ROLES),
                parts=parts,
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
    return messages


@given(histories())
def test_every_call_is_answered_once_right_behind_its_message_in_call_order(history):
    repaired = repair(history)
    for index, message in enumerate(repaired):
        if message.calls:
            following = repaired[index + 1]
            assert following.role is Role.TOOL
            assert [r.call_id for r in following.results] == [c.call_id for c in message.calls]
        if message.role is Role.TOOL:
            assert repaired[index - 1].calls
    asked = [call.call_id for message in repaired for call in message.calls]
    assert len(asked) == len(set(asked))


@given(histories())
def test_repairing_twice_is_repairing_once(history):
    once = repair(history)
    assert repair(once) == once


@given(histories())
def test_no_words_are_lost(history):
    said = [m.text for m in history if m.role is not Role.TOOL and m.text.strip()]
    kept = [m.text for m in repair(history) if m.role is not Role.TOOL]
    assert all(words in kept for words in said)


@given(histories())
def test_a_real_result_is_preferred_to_a_made_up_one(history):
    real = {r.call_id for m in history for r in m.results}
    for message in repair(history):
        for result in message.results:
            assert (result.status is CallStatus.DONE) == (result.call_id in real)


@given(histories(), st.integers(0, 12))
def test_a_history_cut_anywhere_is_valid_after_repair(history, cut):
    test_every_call_is_answered_once_right_behind_its_message_in_call_order.hypothesis.inner_test(
        history[:cut]
    )


def test_a_whole_history_is_left_as_it_is():
    parts = (ToolCallPart(call_id=CallId("a"), name="t", arguments="{}"),)
    result = ToolResultPart(call_id=CallId("a"), name="t", status=CallStatus.DONE, content="done")
    base = Message(
        id=MessageId("1"),
        conversation_id=ConversationId("c"),
        user_id=UserId("me"),
        role=Role.ASSISTANT,
        parts=parts,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    answer = base.model_copy(update={"role": Role.TOOL, "parts": (result,)})
    repaired = repair([base, answer])
    assert repaired[0] == base
    assert repaired[1].results == (result,)
