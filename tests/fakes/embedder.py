"""An embedder whose vectors a test can foresee: one direction for each topic it knows."""

from collections.abc import Sequence

from assistant_desktop.domain.errors import ModelUnreachable


class TopicEmbedder:
    """Texts with a word of the same topic get the same direction; all others their own."""

    def __init__(self, name: str, topics: Sequence[Sequence[str]], dimension: int = 16) -> None:
        self.name = name
        self._topics = topics
        self._dimension = dimension
        self.seen: list[str] = []
        self.batches: list[int] = []
        self.fails = False
        self.is_closed = False

    def reads(self, text: str) -> bool:
        return True

    async def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        if self.fails:
            raise ModelUnreachable("The embedding model is away.", retryable=True)
        self.batches.append(len(texts))
        self.seen += texts
        return [self._vector(text.lower()) for text in texts]

    def _vector(self, text: str) -> list[float]:
        vector = [0.0] * self._dimension
        for place, words in enumerate(self._topics):
            if any(word in text for word in words):
                vector[place] = 1.0
        if not any(vector):
            vector[-1] = 1.0
        return vector

    async def close(self) -> None:
        self.is_closed = True
