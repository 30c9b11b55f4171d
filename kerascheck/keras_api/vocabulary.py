"""Lookups of words and numbers in a vocabulary: how many indices one has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kerascheck.keras_api.arguments import at_least, choice, number, plain, size
from kerascheck.keras_api.dims import settled, wrong
from kerascheck.values import Dim, Shape, Unknown, Value

MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")
_OLD_MODES = {"binary": "multi_hot", "tf-idf": "tf_idf"}


@dataclass(frozen=True, eq=False)
class Lookup:
    """The arguments that `IntegerLookup` and `StringLookup` share; `mode` in Keras 3's spelling."""

    max_tokens: Any
    oov_indices: Any
    mask_token: Value
    oov_token: Value
    vocabulary: Value
    idf_weights: Value
    invert: Value
    mode: Any
    sparse: Value
    pad: Value

    def check(self) -> None:
        """Raise `BuildError` for what the constructor refuses."""
        at_least(self.max_tokens, "max_tokens", 2, none=True)
        if plain(self.pad) and self.pad and self.max_tokens is None:
            raise wrong("pad_to_max_tokens", self.pad, "needs `max_tokens`")
        at_least(self.oov_indices, "num_oov_indices", 0)
        choice(self.mode, "output_mode", MODES)
        self._check_mode()
        if isinstance(self.vocabulary, (list, tuple)):
            self._check_words(self.vocabulary)

    def _check_mode(self) -> None:
        if not isinstance(self.mode, str):
            return
        if plain(self.invert) and self.invert and self.mode != "int":
            raise wrong("output_mode", self.mode, "must be 'int' with `invert=True`")
        if plain(self.sparse) and self.sparse and self.mode == "int":
            raise wrong("sparse", self.sparse, "needs an `output_mode` other than 'int'")
        weighted = self.idf_weights is not None and not isinstance(self.idf_weights, Unknown)
        if weighted and self.mode != "tf_idf":
            raise wrong("idf_weights", self.idf_weights, "needs `output_mode='tf_idf'`")
        if self.mode == "tf_idf" and self.vocabulary is not None and self.idf_weights is None:
            raise wrong("vocabulary", self.vocabulary, "needs `idf_weights` in the mode 'tf_idf'")

    def _check_words(self, words: Sequence[Any]) -> None:
        if not all(isinstance(word, (str, int, bytes)) for word in words):
            return
        if not words:
            raise wrong("vocabulary", list(words), "is empty")
        tokens = self._tokens(words)
        if len(set(tokens)) != len(tokens):
            raise wrong("vocabulary", list(words), "has a word twice")
        reserved = [self.mask_token] if self.mask_token is not None else []
        reserved += [self.oov_token] if self.invert and self.oov_token is not None else []
        for token in reserved:
            if token in tokens:
                problem = f"has the reserved token {token!r} among the words"
                raise wrong("vocabulary", list(words), problem, "leave reserved tokens out")
        total = self._start() + len(tokens)
        if isinstance(self.max_tokens, int) and total > self.max_tokens:
            problem = f"makes {total} indices, more than `max_tokens={self.max_tokens}`"
            raise wrong("vocabulary", list(words), problem)
        weights = self.idf_weights
        if isinstance(weights, (list, tuple)) and len(weights) != len(words):
            problem = f"has {len(weights)} numbers for {len(words)} words"
            raise wrong("idf_weights", weights, problem)

    def _start(self) -> int:
        """The index of the first word: before it stand the mask and the unknown words."""
        masked = self.mask_token is not None and self.mode == "int"
        number(self.oov_indices, "num_oov_indices")
        return int(masked) + int(settled(self.oov_indices))

    def _tokens(self, words: Sequence[Any]) -> list[Any]:
        """The words without the reserved tokens, if exactly these stand at the start."""
        start = self._start()
        oov = int(self.oov_indices)
        special = [self.mask_token] * (start - oov) + [self.oov_token] * oov
        return list(words[start:]) if list(words[:start]) == special else list(words)

    @property
    def depth(self) -> Dim:
        """The number of indices, which is the length of a one-hot row."""
        if settled(self.pad):
            return size(self.max_tokens, "max_tokens")  # type: ignore[no-any-return]
        if self.vocabulary is None:
            return Unknown("how many words `adapt` finds")
        words = settled(self.vocabulary)
        if isinstance(words, (list, tuple)):
            return self._start() + len(self._tokens(words))
        return Unknown("the size of a vocabulary that is not written in the script")

    def shape(self, dims: Shape) -> Shape:
        """The shape of the output for an input of the shape `dims`."""
        mode = settled(self.mode)
        if mode == "int":
            return dims
        if mode == "one_hot" and not (len(dims) > 1 and settled(dims[-1]) == 1):
            return (*dims, self.depth)
        return (*dims[:-1], self.depth)


def mode_of(output_mode: Value) -> Any:
    """The output mode in the spelling of Keras 3."""
    return _OLD_MODES.get(output_mode, output_mode) if isinstance(output_mode, str) else output_mode
