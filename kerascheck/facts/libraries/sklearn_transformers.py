"""Scalers and other transformers of features, as they change shape, range and evidence."""

from collections.abc import Callable
from dataclasses import dataclass

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.arithmetic import class_numbers
from kerascheck.facts.libraries.instances import Attribute, make, method_text, option, receiver
from kerascheck.facts.libraries.samples import as_data, with_last
from kerascheck.values import Clue, Data, Encoding, Int, Kind, Shape, Site, Step, Unknown, Value


@dataclass(frozen=True)
class Transformer:
    """What a transformer does to an array.

    `bounds` gives the range of what it returns for the rows it was fitted on. `scales` is true
    of those whose use on labels speaks for regression. `columns` is the argument that sets the
    number of columns: its name, position and default. `keeps_columns` is false if it is not known
    what the columns become. `text`: one text a sample becomes a row. `affine`: each column is
    multiplied, and added to, by numbers of its own.
    """

    scales: bool = False
    bounds: Callable[[Instance, Data], tuple[float, float] | None] | None = None
    columns: tuple[str, int | None, int | None] | None = None
    keeps_columns: bool = True
    text: bool = False
    affine: bool = False


def _feature_range(made: Instance, _: Data) -> tuple[float, float] | None:
    match option(made, "feature_range", 0, (0, 1)):
        case (int() | float() as low, int() | float() as high):
            return float(low), float(high)
    return None


def _absolute(_: Instance, data: Data) -> tuple[float, float] | None:
    return (0.0, 1.0) if data.low is not None and data.low >= 0 else (-1.0, 1.0)


def _quantiles(made: Instance, _: Data) -> tuple[float, float] | None:
    uniform = option(made, "output_distribution", None, "uniform") == "uniform"
    return (0.0, 1.0) if uniform else None


_SCALE = Transformer(scales=True, affine=True)
_SAME = Transformer()
_OTHER = Transformer(keeps_columns=False)
_COMPONENTS = Transformer(columns=("n_components", 0, None))
_TWO_COMPONENTS = Transformer(columns=("n_components", 0, 2))
_TEXT = Transformer(keeps_columns=False, text=True)

TRANSFORMERS: dict[str, Transformer] = {
    "sklearn.preprocessing.StandardScaler": _SCALE,
    "sklearn.preprocessing.RobustScaler": _SCALE,
    "sklearn.preprocessing.PowerTransformer": Transformer(scales=True),
    "sklearn.preprocessing.MinMaxScaler": Transformer(
        scales=True, bounds=_feature_range, affine=True
    ),
    "sklearn.preprocessing.MaxAbsScaler": Transformer(scales=True, bounds=_absolute, affine=True),
    "sklearn.preprocessing.QuantileTransformer": Transformer(scales=True, bounds=_quantiles),
    "sklearn.preprocessing.Normalizer": Transformer(bounds=_absolute),
    "sklearn.preprocessing.Binarizer": Transformer(bounds=lambda _, __: (0.0, 1.0)),
    "sklearn.preprocessing.KBinsDiscretizer": _OTHER,
    "sklearn.preprocessing.PolynomialFeatures": _OTHER,
    "sklearn.preprocessing.SplineTransformer": _OTHER,
    "sklearn.preprocessing.FunctionTransformer": _OTHER,
    "sklearn.impute.SimpleImputer": _SAME,
    "sklearn.impute.KNNImputer": _SAME,
    "sklearn.impute.IterativeImputer": _SAME,
    "sklearn.preprocessing.Imputer": _SAME,
    "sklearn.decomposition.PCA": _COMPONENTS,
    "sklearn.decomposition.IncrementalPCA": _COMPONENTS,
    "sklearn.decomposition.KernelPCA": _COMPONENTS,
    "sklearn.decomposition.TruncatedSVD": _TWO_COMPONENTS,
    "sklearn.decomposition.FastICA": _COMPONENTS,
    "sklearn.decomposition.NMF": _COMPONENTS,
    "sklearn.manifold.TSNE": _TWO_COMPONENTS,
    "sklearn.feature_selection.SelectKBest": Transformer(columns=("k", 1, 10)),
    "sklearn.feature_selection.SelectFromModel": _OTHER,
    "sklearn.feature_selection.VarianceThreshold": _OTHER,
    "sklearn.feature_selection.RFE": _OTHER,
    "sklearn.feature_extraction.text.CountVectorizer": _TEXT,
    "sklearn.feature_extraction.text.TfidfVectorizer": _TEXT,
    "sklearn.feature_extraction.text.TfidfTransformer": _SAME,
    "sklearn.feature_extraction.text.HashingVectorizer": Transformer(
        columns=("n_features", None, 2**20), text=True
    ),
    "sklearn.compose.ColumnTransformer": _OTHER,
    "sklearn.compose.make_column_transformer": _OTHER,
    "sklearn.pipeline.Pipeline": _OTHER,
    "sklearn.pipeline.make_pipeline": _OTHER,
    "sklearn.pipeline.FeatureUnion": _OTHER,
}

FITTED_EARLY = "fitted before the split"
"""What a step says of a transformer that has seen the rows of the other part of a split too."""


def _shape(made: Instance, how: Transformer, data: Data) -> Shape | Unknown:
    why = Unknown("columns depend on the data", made.site)
    if how.columns is not None:
        name, position, default = how.columns
        given = option(made, name, position, default)
        width: Int = given if isinstance(given, int) and not isinstance(given, bool) else why
    elif how.keeps_columns:
        return data.shape
    else:
        width = why
    if how.text:
        return data.shape if isinstance(data.shape, Unknown) else (*data.shape[:1], width)
    if how is _OTHER and data.rank == 1:
        return Unknown("what is made of a row without columns is not followed", made.site)
    return with_last(data.shape, width)


def _changed(
    call: Call, made: Instance, how: Transformer, data: Data, *, text: str, refit: bool = False
) -> Data:
    seen = made.state.get("fitted")
    within = seen is None or seen == data.rows or seen in data.parents
    bounds = how.bounds(made, data) if how.bounds and within else None
    clues: tuple[Clue, ...] = ()
    if how.scales:
        words = f"the values are scaled by `{text}`"
        clues = (Clue("regression", 0.85, "labels", words, call.site),)
    changed = data.but(
        kind=Kind.ARRAY,
        shape=_shape(made, how, data),
        dtype="float64",
        # A chain of steps may encode the rows, too.
        encoding=Unknown("not followed", call.site) if how is _OTHER else Encoding.FLOAT,
        classes=Unknown("scaled values are no classes", call.site),
        clues=clues,
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
        columns=None,
    )
    learnt, place, loops = (made.state.get(name) for name in ("learnt", "place", "loops"))
    step = Step(
        text,
        call.site,
        learnt if isinstance(learnt, Data) else None,
        refit=refit,
        numbers=class_numbers(data) if how.scales else None,
        fitted=place if isinstance(place, Site) else None,
        loops=loops if isinstance(loops, int) else 0,
    )
    return changed.after(step, written=data.written if how.affine else None)


def _argument(call: Call) -> Data:
    return as_data(call.get("X", 0, call.get("raw_documents")), call.site)


def _fit(call: Call) -> Value:
    made = receiver(call)
    _learn(call, made, _argument(call))
    return made


def _learn(call: Call, made: Instance, data: Data) -> None:
    state = {"fitted": data.rows, "learnt": data, "place": call.site, "loops": call.run.loops}
    made.state |= state


def _fit_transform(how: Transformer) -> Handler:
    def handler(call: Call) -> Value:
        made, data = receiver(call), _argument(call)
        _learn(call, made, data)
        return _changed(call, made, how, data, text=method_text(call), refit=True)

    return handler


def _transform(how: Transformer) -> Handler:
    def handler(call: Call) -> Value:
        made, data, text = receiver(call), _argument(call), method_text(call)
        seen = made.state.get("fitted")
        if seen is not None and seen in data.parents:
            text = f"{text} ({FITTED_EARLY})"
        return _changed(call, made, how, data, text=text)

    return handler


def _inverse_transform(how: Transformer) -> Handler:
    def handler(call: Call) -> Value:
        data, text = _argument(call), method_text(call)
        if how.scales and data.predicted is not None:
            words = f"predictions are scaled back by `{text}`"
            clue = Clue("regression", 0.85, "predictions", words, call.site)
            call.run.clue(clue, data.predicted)
        shape = data.shape if how.keeps_columns and not how.columns else Unknown(text, call.site)
        return data.step(text, call.site, shape=shape, low=None, high=None)

    return handler


def _mean(made: Instance, site: Site) -> Value:
    return Data(shape=(Unknown("number of columns not known", site),), dtype="float64")


FUNCTIONS: dict[str, Handler] = dict.fromkeys(TRANSFORMERS, make)
METHODS: dict[str, Handler] = {
    f"{path}.{method}": handler
    for path, how in TRANSFORMERS.items()
    for method, handler in {
        "fit": _fit,
        "partial_fit": _fit,
        "fit_transform": _fit_transform(how),
        "transform": _transform(how),
        "inverse_transform": _inverse_transform(how),
    }.items()
}
ATTRIBUTES: dict[str, Attribute] = {
    f"{path}.{name}": _mean
    for path in TRANSFORMERS
    for name in ("mean_", "scale_", "var_", "data_min_", "data_max_", "explained_variance_ratio_")
}
