"""What fits into a model's context: pairs stay whole, the newest exchange always stays."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.context_window import (
    CLEARED_TEXT,
    KEPT_RESULTS,
    fit,
    message_tokens,
)
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


def message(number: int, role: Role, *parts) -> Message:
    return Message(
        id=MessageId(f"m{number}"),
        conversation_id=ConversationId("c"),
        user_id=UserId("me"),
        role=role,
        parts=parts,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def exchange(number: int, text_length: int, calls: int, result_length: int) -> list[Message]:
    """A question, a reply with calls, their results, an answer."""
    ids = [CallId(f"{number}-{n}") for n in range(calls)]
    said = [message(number * 10, Role.USER, TextPart(text="q" * text_length))]
    if calls:
        made = [ToolCallPart(call_id=one, name="t", arguments="{}") for one in ids]
        came = [
            ToolResultPart(
                call_id=one, name="t", status=CallStatus.DONE, content="r" * result_length
            )
            for one in ids
        ]
        said += [
            message(number * 10 + 1, Role.ASSISTANT, *made),
            message(number * 10 + 2, Role.TOOL, *came),
        ]
    return [*said, message(number * 10 + 3, Role.ASSISTANT, TextPart(text="a" * text_length))]


EXCHANGES = st.tuples(st.integers(1, 3000), st.integers(0, 3), st.integers(0, 9000))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Message, ...]:
    drawn = draw(st.lists(EXCHANGES, min_size=1, max_size=8))
    return repair([m for number, one in enumerate(drawn) for m in exchange(number, *one)])


@given(histories(), st.integers(200, 20_000))
def test_no_call_is_parted_from_its_result_and_nothing_is_lost_in_between(history, budget):
    fitted = fit(history, budget)
    assert [m.id for m in (*fitted.left_out, *fitted.kept)] == [m.id for m in history]
    assert repair(fitted.kept) == fitted.kept
    assert fitted.kept[0].role is Role.USER


@given(histories(), st.integers(200, 20_000))
def test_the_newest_question_always_stays(history, budget):
    newest = [m.id for m in history if m.role is Role.USER][-1]
    assert newest in [m.id for m in fit(history, budget).kept]


@given(histories())
def test_what_fits_is_left_as_it_is(history):
    everything = sum(message_tokens(m) for m in history)
    fitted = fit(history, everything)
    assert (fitted.kept, fitted.left_out) == (history, ())


def test_old_results_go_first_and_the_newest_three_stay():
    history = repair([m for n in range(6) for m in exchange(n, 30, 1, 3000)])
    budget = sum(message_tokens(m) for m in history) - 1500
    fitted = fit(history, budget)
    contents = [r.content for m in fitted.kept for r in m.results]
    assert fitted.left_out == ()
    assert contents[0] == CLEARED_TEXT
    assert all(content != CLEARED_TEXT for content in contents[-KEPT_RESULTS:])


def test_one_exchange_that_is_too_long_is_cut_in_the_middle_of_its_longest_text():
    fitted = fit(repair(exchange(0, 50, 1, 200_000)), 4000)
    (result,) = [r for m in fitted.kept for r in m.results]
    assert "left out" in result.content
    assert sum(message_tokens(m) for m in fitted.kept) <= 4000
