"""Builds what answers messages: tools, the tool loop, turns, and what learns from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant_desktop.core.ai_engine import AiEngine
from assistant_desktop.core.history import History, HistoryParts
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.memory.learning import Learning
from assistant_desktop.core.offline_brain import OfflineBrain
from assistant_desktop.core.prompts import Prompts
from assistant_desktop.core.skills import build_tools
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.state import ConversationStore
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.core.tool_runner import ToolRunner
from assistant_desktop.core.turns import TurnParts, Turns
from assistant_desktop.domain.ports import ChatModel
from assistant_desktop.domain.tool import ToolSpec
from assistant_desktop.wiring.foundation import Foundation
from assistant_desktop.wiring.world import World


@dataclass(frozen=True, slots=True)
class Talk:
    """What answers messages."""

    parts: TurnParts
    turns: Turns
    learner: Learning
    history: History


def build_talk(
    base: Foundation,
    world: World,
    ground: SkillGround,
    forgetter: Forgetter,
    model: Callable[[], ChatModel],
) -> Talk:
    """What answers messages with that model, over those skills."""
    database, clock, events = base.database, base.clock, base.events
    tools, journal = world.offered(build_tools(ground)), ToolJournal(database, clock, events)
    runner = ToolRunner(tools, journal, clock, base.supervisor, tools.why_not)
    store = ConversationStore(database, clock, events, _tainting(tools, world))
    learner = Learning(database, ground.memories, base.settings, clock, model)
    events.subscribe(learner.heard)
    prompts = Prompts()
    parts = TurnParts(
        database=database,
        clock=clock,
        events=events,
        supervisor=base.supervisor,
        store=store,
        engine=AiEngine(store, runner, prompts, clock, events),
        runner=runner,
        journal=journal,
        prompts=prompts,
        tools=tools,
        model=model,
        offline_model=OfflineBrain(base.day_times, tools.why_not),
        recall=ground.recall.as_facts,
        learn=learner.look_over,
    )
    turns = Turns(parts)
    return Talk(parts, turns, learner, _history(base, turns, forgetter, learner))


def _history(base: Foundation, turns: Turns, forgetter: Forgetter, learner: Learning) -> History:
    return History(
        HistoryParts(
            database=base.database,
            clock=base.clock,
            events=base.events,
            supervisor=base.supervisor,
            turns=turns,
            forgetter=forgetter,
            learning=learner,
            words=base.words,
        )
    )


def _tainting(tools: Mapping[str, ToolSpec], world: World) -> frozenset[str]:
    """Tools of services that are off count too: what they told earlier is still in histories."""
    theirs = [tool for spec in world.catalogue.specs for tool in spec.tools]
    return frozenset(tool.name for tool in (*tools.values(), *theirs) if tool.taints)
