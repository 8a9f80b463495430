"""What finds by meaning: the model that comes along, a server's, none; and how it gets on.

Models of the library and files of the user's own are chosen where they are kept: model_library.py.
"""

from assistant_desktop.core.memory.embeddings import Embeddings, EmbeddingStatus
from assistant_desktop.core.model_choice import require_address
from assistant_desktop.core.model_library import ModelLibrary
from assistant_desktop.core.settings import EmbeddingChoice, SettingsStore
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.events import ModelsChanged
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model_library import BUILT_IN_TITLE
from assistant_desktop.domain.ports import EventSink


class Finder:
    """Chooses what finds by meaning. A choice takes effect once it has read every text."""

    def __init__(
        self,
        settings: SettingsStore,
        embeddings: Embeddings,
        models: ModelLibrary,
        events: EventSink,
    ) -> None:
        self._settings = settings
        self._embeddings = embeddings
        self._models = models
        self._events = events

    @property
    def choice(self) -> EmbeddingChoice:
        """What is chosen; "auto" is the built-in one, where this installation has it."""
        return self._settings.current.embedding

    @property
    def has_built_in(self) -> bool:
        """Whether the model that comes along can run here."""
        return self._embeddings.has(EmbeddingChoice())

    @property
    def title(self) -> str:
        """What the user calls what is chosen; empty for words alone."""
        choice = self.choice
        if choice.kind == "none" or (choice.kind == "auto" and not self.has_built_in):
            return ""
        if choice.kind == "auto":
            return BUILT_IN_TITLE
        if choice.kind == "server":
            return choice.model or choice.base_url
        return self._models.title_of_file(choice.path) or choice.name or choice.path

    async def use_built_in(self) -> None:
        """Let the model that comes along find. Raises BadInput where it cannot run."""
        if not self.has_built_in:
            raise BadInput(
                "This installation cannot run local models.",
                hint="Choose another: models use offline",
            )
        await self._choose(EmbeddingChoice())

    async def use_words_alone(self) -> None:
        """Keep no vectors; search goes by words."""
        await self._choose(EmbeddingChoice(kind="none"))

    async def use_server(self, url: str, model: str, prefixes: tuple[str, str] = ("", "")) -> None:
        """Let a server's model find: every text goes there. Raises BadInput."""
        require_address(url)
        query, text = prefixes
        fields = {"base_url": url.rstrip("/"), "model": model, "name": model}
        prefix = {"query_prefix": query, "text_prefix": text}
        await self._choose(EmbeddingChoice.model_validate({"kind": "server", **fields, **prefix}))

    @property
    def takes_prefixes(self) -> bool:
        """Whether the user knows better than we what stands before its texts."""
        choice = self.choice
        if choice.kind == "file":
            return not self._models.title_of_file(choice.path)
        return choice.kind == "server"

    async def set_prefixes(self, query: str, text: str) -> None:
        """What is put before a question and before a text; texts are read anew where it changed."""
        if self.takes_prefixes:
            changed = {"query_prefix": query, "text_prefix": text}
            await self._choose(self.choice.model_copy(update=changed))

    async def status(self) -> EmbeddingStatus:
        """How far it is."""
        return await self._embeddings.status()

    async def _choose(self, choice: EmbeddingChoice) -> None:
        if choice != self.choice:
            await self._settings.change(embedding=choice)
            self._events.publish(ModelsChanged(user_id=DEFAULT_USER))
