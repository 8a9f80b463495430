"""The tools there are at this moment: the built-in ones, and those that come and go."""

from collections.abc import Iterator, Mapping

from assistant_desktop.domain.service_ports import ToolSource
from assistant_desktop.domain.tool import ToolSpec


class OfferedTools(Mapping[str, ToolSpec]):
    """Built-in tools first, in their order; a name of theirs is never taken by another."""

    def __init__(self, built_in: Mapping[str, ToolSpec], source: ToolSource) -> None:
        self._built_in, self._source = built_in, source

    def __getitem__(self, name: str) -> ToolSpec:
        found = self._built_in.get(name)
        return found if found is not None else self._source.tools()[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._built_in
        yield from (name for name in self._source.tools() if name not in self._built_in)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def why_not(self, name: str, language: str) -> str | None:
        """Why a tool that there could be is not there, and what to do about it."""
        return self._source.why_not(name, language)
