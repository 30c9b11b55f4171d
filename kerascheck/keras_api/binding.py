"""From the arguments of a call to the parameters of a class of Keras."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kerascheck.keras_api.layers.catalogue import FUNCTIONS, MERGE_MODES
from kerascheck.keras_api.layers.merging import Merging
from kerascheck.keras_api.legacy import ARGUMENTS, OLD, translate
from kerascheck.keras_api.words import words
from kerascheck.values import REQUIRED, BuildError, Layer, Mirror, Site, Unknown, Value
from kerascheck.values.mirror import fresh

L = TypeVar("L", bound=Layer)

_OURS = frozenset({"site", "args", "extra", "partial", "body"})
COMMON = frozenset(
    {"name", "trainable", "dtype", "autocast", "activity_regularizer", "input_shape", "input_dim"}
)
"""The arguments that every layer of Keras 3 takes."""
_INHERITED = words("bounding_box_format zero_output_for_mask lora_rank lora_alpha")
"""Arguments that only the base classes of some layers name."""
_OWN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("LSTM", "GRU"), frozenset({"implementation"})),
    **dict.fromkeys(
        ("AutoContrast", "MaxNumBoundingBoxes", "RandomBrightness", "RandomContrast"),
        words("data_format factor"),
    ),
    "Solarization": words("data_format factor"),
    "StringLookup": words("oov_method vocabulary_dtype vocabulary_size has_input_vocabulary"),
    "AdditiveAttention": words("score_mode seed"),
    "LayerNormalization": frozenset({"rms_scaling"}),
    **dict.fromkeys(
        ("TextVectorization", "IntegerLookup"),
        frozenset({"vocabulary_size", "has_input_vocabulary"}),
    ),
}
"""Arguments that a class takes by its `**kwargs` alone."""
_MOVED: Mapping[tuple[str, str], str] = dict.fromkeys(
    (("Attention", "causal"), ("AdditiveAttention", "causal")),
    "give it where the layer is called: `layer([query, value], use_causal_mask=True)`",
)
"""Arguments of Keras 2 that belong to the call of the layer now."""


@dataclass(frozen=True, eq=False)
class Bound:
    """The arguments of a call by parameter.

    `values` has the parameters that were given, and an unknown for each required one that was
    not (`missing`); it leaves out those with their default. `extra` has keyword arguments that
    the class does not name: those of every layer, such as `input_shape`, and wrong ones.
    `renamed` gives the old name for each new one. `surplus` are the positional arguments that are
    too many, `twice` the parameters given both by position and by keyword. `origins` says by which keyword or position each parameter was given. `complete` is
    false when an unknown `*args` or `**kwargs` may bring more.
    """

    values: dict[str, Value] = field(default_factory=dict)
    extra: dict[str, Value] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    surplus: tuple[Value, ...] = ()
    missing: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    origins: dict[str, str | int] = field(default_factory=dict)
    complete: bool = True

    def places(self, sites: Mapping[str | int, Site]) -> dict[str, Site]:
        """The places of the arguments by parameter, from those by keyword or position."""
        return {name: sites[key] for name, key in self.origins.items() if key in sites}


_KNOWN: dict[type, Mapping[str, Value]] = {}


def parameters(cls: type[Mirror]) -> Mapping[str, Value]:
    """The parameters of a class in positional order, with their defaults or `REQUIRED`."""
    known = _KNOWN.get(cls)
    if known is None:
        known = _KNOWN[cls] = {
            name: fresh(default) for name, default in cls.parameters().items() if name not in _OURS
        }
    return known


def bind(
    cls: type[Mirror],
    args: Sequence[Value],
    kwargs: Mapping[str, Value],
    *,
    complete: bool = True,
    spelled: str = "",
    aged: bool = False,
) -> Bound:
    """Bind a call of a class of Keras, in the argument names of any version.

    `spelled` is the class name that the script uses, which tells Keras 1 from later versions for
    `Convolution2D(32, 3, 3)`; so does `aged`, that other calls of the script are of Keras 1.
    """
    name, known = cls.__name__, parameters(cls)
    return bind_to(known, args, kwargs, complete=complete, kind=name, spelled=spelled, aged=aged)


def bind_to(
    known: Mapping[str, Value],
    args: Sequence[Value],
    kwargs: Mapping[str, Value],
    *,
    complete: bool = True,
    kind: str = "",
    spelled: str = "",
    aged: bool = False,
) -> Bound:
    """Bind a call to parameters in positional order; `kind` finds their old names."""
    given, named, renamed = translate(kind, args, kwargs, spelled or kind, aged=aged)
    values: dict[str, Value] = dict(zip(known, given, strict=False))
    origins: dict[str, str | int] = {name: i for i, name in enumerate(values)}
    extra: dict[str, Value] = {}
    twice = tuple(name for name in named if name in values)
    for name, value in named.items():
        if name in known:
            values[name] = value
            origins[name] = name
        else:
            extra[name] = value
        if name in renamed:
            origins[name] = renamed[name]
    missing = tuple(n for n, default in known.items() if default is REQUIRED and n not in values)
    for name in missing:
        why = f"`{name}` is missing" if complete else f"`{name}` may be among unpacked arguments"
        values[name] = Unknown(why)
    surplus = tuple(given[len(known) :])
    if not complete:
        missing = ()
    return Bound(values, extra, renamed, surplus, missing, twice, origins, complete)


def misfits(
    kind: str,
    known: Mapping[str, Value],
    bound: Bound,
    common: frozenset[str] = COMMON,
    *,
    verb: str = "made",
) -> Iterator[BuildError]:
    """The errors of a call whose arguments are not those of Keras 3: unknown, double, missing.

    Names that earlier versions of Keras had are left out; they are a matter of migration. `verb`
    says what the call does: an object is made, a method is called.
    """
    allowed = common | _OWN.get(kind, frozenset())
    meant = set()
    for name in bound.extra:
        if name not in allowed and name not in OLD and name not in _INHERITED:
            word = _nearest(kind, name, [*known, *common])
            meant.add(word)
            yield _unknown_keyword(kind, name, word)
    for name in bound.twice:
        yield BuildError(
            "argument",
            f"is given `{name}` twice, by position and by keyword",
            help=f"drop one of the two values of `{name}`",
            keras=f"got multiple values for argument '{name}'",
            argument=name,
        )
    missing = [name for name in bound.missing if name not in meant]
    if missing and not bound.renamed and not OLD & bound.extra.keys():
        names = " and ".join(f"`{name}`" for name in missing)
        yield BuildError(
            "argument",
            f"is {verb} without {names}, which it needs",
            help=f"pass {names}",
            keras="missing required positional argument: "
            + ", ".join(f"'{name}'" for name in missing),
            argument=missing[0],
        )


def _nearest(kind: str, name: str, known: Sequence[str]) -> str:
    """The argument that a misspelled one stands for, under its present name; "" if there is none."""
    # Only a script with a mistake pays for this import.
    from difflib import get_close_matches

    former = ARGUMENTS.get(kind, {})
    close = get_close_matches(name.lower(), [*known, *former], 1, 0.7)
    return former.get(close[0], close[0]) if close else ""


def _unknown_keyword(kind: str, name: str, meant: str) -> BuildError:
    return BuildError(
        "argument",
        f"has no argument `{name}`",
        help=_MOVED.get((kind, name)) or (f"write `{meant}`" if meant else f"drop `{name}`"),
        keras=f"Unrecognized keyword arguments passed to {kind}: {{'{name}': …}}",
        argument=name,
    )


def filled(known: Mapping[str, Value], bound: Bound) -> dict[str, Value]:
    """All parameters: as given, else by default, else (if the call is not complete) unknown."""
    config: dict[str, Value] = {}
    for name, default in known.items():
        if name in bound.values:
            config[name] = bound.values[name]
        elif bound.complete:
            config[name] = default
        else:
            config[name] = Unknown(f"`{name}` may be among unpacked arguments")
    return config | bound.extra


def make(cls: type[L], bound: Bound, site: Site, args: Mapping[str | int, Site]) -> L:
    """The layer of a bound call; `args` has the places of the arguments as in `Call.places`."""
    values: dict[str, Any] = {
        name: Unknown(value.why, site)
        if isinstance(value, Unknown) and name not in bound.origins
        else value
        for name, value in bound.values.items()
    }
    return cls(
        **values,
        extra=bound.extra,
        partial=not bound.complete,
        site=site,
        args=bound.places(args) | {k: v for k, v in args.items() if k in bound.extra},
    )


def bind_merge(
    name: str, args: Sequence[Value], kwargs: Mapping[str, Value], *, complete: bool = True
) -> tuple[type[Merging] | Unknown, Value, Bound]:
    """Bind a call of `add`, `concatenate`, … or of Keras 1's `merge`: layer class, inputs, rest.

    `name` is the function's name. The positions in `origins` are those of the written call.
    """
    named = dict(kwargs)
    given = list(args)
    inputs = given.pop(0) if given else named.pop("inputs", Unknown("`inputs` is missing"))
    shift = len(args) - len(given)
    if name != "merge":
        cls = FUNCTIONS[name]
        if name == "dot" and complete and not given:
            named.setdefault("axes", -1)
        bound = bind(cls, given, named, complete=complete)
        return cls, inputs, _shifted(bound, shift)
    mode = given[0] if given else named.get("mode", "sum" if complete else None)
    if not isinstance(mode, str) or mode not in MERGE_MODES:
        return Unknown("the mode of `merge` is not known"), inputs, Bound(complete=complete)
    cls = MERGE_MODES[mode]
    axis = {"concat": "concat_axis", "dot": "dot_axes", "cos": "dot_axes"}.get(mode)
    new = {"concat_axis": "axis", "dot_axes": "axes"}
    if axis is None:
        return cls, inputs, Bound(complete=complete)
    position = {"concat_axis": 1, "dot_axes": 2}[axis]
    value = given[position] if len(given) > position else named.get(axis, -1)
    values: dict[str, Value] = {new[axis]: value}
    if mode == "cos":
        values["normalize"] = True
    origins: dict[str, str | int] = {new[axis]: axis} if axis in named else {}
    return cls, inputs, Bound(values, {}, {new[axis]: axis}, origins=origins, complete=complete)


def _shifted(bound: Bound, shift: int) -> Bound:
    for name, origin in bound.origins.items():
        if isinstance(origin, int):
            bound.origins[name] = origin + shift
    return bound
