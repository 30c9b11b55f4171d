"""Indices of words and numbers, by a vocabulary that is given or that `adapt` finds."""

from typing import Any

from kerascheck.keras_api.arguments import choice, plain, size
from kerascheck.keras_api.dims import need_rank, one_tensor, settled, wrong
from kerascheck.keras_api.layers.preprocessing import check_salt
from kerascheck.keras_api.vocabulary import MODES, Lookup, mode_of
from kerascheck.values import Bool, Int, Layer, Shape, Spec, Str, Unknown, Value


class IntegerLookup(Layer):
    """Indices from integers, by a vocabulary."""

    max_tokens: Int | None = None
    num_oov_indices: Int = 1
    mask_token: Value = None
    oov_token: Value = -1
    vocabulary: Value = None
    vocabulary_dtype: Str = "int64"
    idf_weights: Value = None
    invert: Bool = False
    output_mode: Str = "int"
    sparse: Bool = False
    pad_to_max_tokens: Bool = False
    oov_method: Str = "floormod"
    salt: Value = None

    def check(self) -> None:
        choice(self.vocabulary_dtype, "vocabulary_dtype", ("int64",))
        choice(self.oov_method, "oov_method", ("floormod", "farmhash"))
        if self.salt is not None and self.oov_method == "floormod":
            raise wrong("salt", self.salt, "needs `oov_method='farmhash'`")
        check_salt(self.salt)
        _lookup(self).check()

    def output(self, inputs: Any, **call: Any) -> Spec:
        return _looked_up(_lookup(self), one_tensor(inputs).dims)


class StringLookup(Layer):
    """Indices from strings, by a vocabulary."""

    max_tokens: Int | None = None
    num_oov_indices: Int = 1
    mask_token: Value = None
    oov_token: Str = "[UNK]"
    vocabulary: Value = None
    idf_weights: Value = None
    invert: Bool = False
    output_mode: Str = "int"
    pad_to_max_tokens: Bool = False
    sparse: Bool = False
    encoding: Str = "utf-8"
    salt: Value = None

    def check(self) -> None:
        check_salt(self.salt)
        _lookup(self).check()

    def output(self, inputs: Any, **call: Any) -> Spec:
        return _looked_up(_lookup(self), one_tensor(inputs).dims)


class TextVectorization(Layer):
    """Token indices from texts."""

    max_tokens: Int | None = None
    standardize: Str = "lower_and_strip_punctuation"
    split: Str = "whitespace"
    ngrams: Value = None
    output_mode: Str = "int"
    output_sequence_length: Value = None
    pad_to_max_tokens: Bool = False
    vocabulary: Value = None
    idf_weights: Value = None
    sparse: Bool = False
    ragged: Bool = False
    encoding: Str = "utf-8"

    def check(self) -> None:
        ways = ("lower_and_strip_punctuation", "lower", "strip_punctuation", None)
        choice(self.standardize, "standardize", ways)
        choice(self.split, "split", ("whitespace", "character", None))
        mode = mode_of(self.output_mode)
        choice(mode, "output_mode", MODES)
        self._check_ngrams()
        length = self.output_sequence_length
        if plain(length) and length is not None and isinstance(mode, str):
            if mode != "int":
                raise wrong("output_sequence_length", length, "needs `output_mode='int'`")
            if not isinstance(length, int):
                raise wrong("output_sequence_length", length, "must be an integer")
        if plain(self.ragged) and self.ragged and isinstance(mode, str) and mode != "int":
            raise wrong("ragged", self.ragged, "needs `output_mode='int'`")
        self._lookup().check()

    def _check_ngrams(self) -> None:
        ngrams = self.ngrams
        several = isinstance(ngrams, tuple) and all(
            isinstance(item, (int, Unknown)) for item in ngrams
        )
        if plain(ngrams) and ngrams is not None and not isinstance(ngrams, int) and not several:
            raise wrong("ngrams", ngrams, "must be an integer or a tuple of integers")

    def output(self, inputs: Any, **call: Any) -> Spec:
        lookup = self._lookup()
        if settled(lookup.mode) == "int":
            dims = need_rank(inputs, least=1)
            length = self.output_sequence_length
            if not isinstance(length, Unknown):
                length = size(length, "output_sequence_length", none=True)
            return Spec((dims[0], length), "int64")
        dims = one_tensor(inputs).dims
        if settled(self.split) is not None:
            dims = (*dims, None)
        elif len(dims) <= 1:
            dims = (*dims, 1)
        return _looked_up(lookup, dims)

    def _lookup(self) -> Lookup:
        return Lookup(
            max_tokens=self.max_tokens,
            oov_indices=1,
            mask_token="",
            oov_token="[UNK]",
            vocabulary=self.vocabulary,
            idf_weights=self.idf_weights,
            invert=False,
            mode=mode_of(self.output_mode),
            sparse=self.sparse,
            pad=self.pad_to_max_tokens,
        )


def _lookup(layer: IntegerLookup | StringLookup) -> Lookup:
    return Lookup(
        max_tokens=layer.max_tokens,
        oov_indices=layer.num_oov_indices,
        mask_token=layer.mask_token,
        oov_token=layer.oov_token,
        vocabulary=layer.vocabulary,
        idf_weights=layer.idf_weights,
        invert=layer.invert,
        mode=mode_of(layer.output_mode),
        sparse=layer.sparse,
        pad=layer.pad_to_max_tokens,
    )


def _looked_up(lookup: Lookup, dims: Shape) -> Spec:
    return Spec(lookup.shape(dims), "int64" if settled(lookup.mode) == "int" else "float32")
