"""Where scripts compile and fit Keras models, by their text alone, and what the trace made of it.

The text is what the trace is measured against, so nothing of the trace is used to find the calls:
every `.compile(` and `.fit(` (and `.fit_generator(`) counts whose receiver is not plainly
something else. Something else is what is made by a class of another library (scikit-learn's
estimators, `re`, PyTorch, …) or a wrapper of Keras that is no model, what is named like a scaler,
an encoder of labels or a tokenizer, and `super()`, by which a class hands on its own `fit`.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kerascheck.facts.trace import Trace, World
from kerascheck.keras_api.words import words
from kerascheck.project import Project
from kerascheck.values import Built, Compile, Fit, Unknown

Fact = Compile | Fit
METHODS = {"compile": "compile", "fit": "fit", "fit_generator": "fit"}
_FOREIGN = words(
    "sklearn imblearn xgboost lightgbm catboost statsmodels scipy torch gensim nltk re regex umap "
    "hmmlearn surprise prophet fbprophet pmdarima autokeras kerastuner keras_tuner hyperopt "
    "category_encoders skopt talos tpot"
)
"""Packages whose objects have a `fit` or `compile` of their own."""
_NO_MODELS = re.compile(
    r"(Tokenizer|ImageDataGenerator|KerasClassifier|KerasRegressor|Scaler|Encoder|Vectorizer|"
    r"Binarizer|Imputer|SearchCV|Tuner|Hyperband|RandomSearch)$"
)
_NAMED = re.compile(
    r"scal|tokeni|vectoriz|binariz|imput|label_?encod|one_?hot|ordinal_?enc|datagen|data_gen|"
    r"tuner|grid|search|pipe|cluster|kmeans|forest|svm|svc|_svr|knn|tsne|pca|^(re|le|lb|mlb|ohe|enc|"
    r"clf|lda|gmm|nb|rf|dt|lr|logreg|encoder_x|encoder_y|count_vec|tfidf|cv|gs|rs|km|poly|nca|lle)$"
)


@dataclass(frozen=True)
class Place:
    """A call of `compile` or `fit` in the text, by the lines of the whole expression."""

    what: str
    block: int
    line: int
    end_line: int
    receiver: str


def places(project: Project) -> Iterator[Place]:
    """The calls of `compile` and `fit` on what may be Keras models in the text of a file."""
    trees = [
        (index, tree)
        for index, block in enumerate(project.sources[project.path].blocks)
        if (tree := _tree(block.text)) is not None
    ]
    foreign = _foreign([tree for _, tree in trees])
    for index, tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            what = METHODS.get(node.func.attr)
            if what is not None and not _is_foreign(node.func.value, foreign):
                yield Place(
                    what,
                    index,
                    node.lineno,
                    node.end_lineno or node.lineno,
                    ast.unparse(node.func.value),
                )


def _tree(text: str) -> ast.Module | None:
    """The syntax tree of a text; None if it has none."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _foreign(trees: Sequence[ast.Module]) -> set[str]:
    """The names of other libraries' modules and classes, and of what is made by them."""
    names: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Import():
                    for alias in node.names:
                        if alias.name.partition(".")[0] in _FOREIGN:
                            names.add(alias.asname or alias.name.partition(".")[0])
                case ast.ImportFrom(module=str() as module):
                    if module.partition(".")[0] in _FOREIGN:
                        names |= {alias.asname or alias.name for alias in node.names}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and _makes_foreign(node.value, names):
                for target in node.targets:
                    if isinstance(target, (ast.Name, ast.Attribute)):
                        names.add(ast.unparse(target))
    return names


def _makes_foreign(value: ast.expr, names: set[str]) -> bool:
    """Whether a value is made by a class of another library, or is no model by its class."""
    if not isinstance(value, ast.Call):
        return False
    text = ast.unparse(value.func)
    return text.partition(".")[0] in names or bool(_NO_MODELS.search(text))


def _is_foreign(receiver: ast.expr, names: set[str]) -> bool:
    if isinstance(receiver, ast.Call):
        # `StandardScaler().fit(x)`, and `super().compile()`, which defines rather than calls.
        callee = ast.unparse(receiver.func)
        if isinstance(receiver.func, ast.Attribute) and receiver.func.attr in METHODS:
            return _is_foreign(receiver.func.value, names)
        return callee == "super" or _makes_foreign(receiver, names)
    text = ast.unparse(receiver)
    last = re.split(r"[.\[]", text)[-1] if not text.endswith("]") else text.partition("[")[0]
    return text in names or text.partition(".")[0] in names or bool(_NAMED.search(last.lower()))


@dataclass
class Site:
    """What became of one place: whether the trace came by, and what Keras made of the models.

    `exact` asks for more than `built`: all the models that came to the place are built, and of
    each layer the trace knows shape and parameters, as Keras has them. `why` says what hindered.
    """

    place: Place
    reached: bool = False
    built: bool = False
    exact: bool = False
    why: str = ""


def sites(project: Project, trace: Trace, built: Sequence[Built]) -> list[Site]:
    """All places of a file with what became of them."""
    by_model = {id(b.model.live): b for b in built if b.model is not None and b.model.live}
    facts = _facts(project, trace)
    found = []
    for place in places(project):
        site = Site(place)
        mine = facts.get((place.block, place.line, place.end_line, place.what), [])
        site.reached = bool(mine)
        if mine:
            _judge(site, mine, by_model)
        else:
            site.why = "not reached: " + _missing(place, trace.worlds)
        found.append(site)
    return found


def _facts(project: Project, trace: Trace) -> dict[tuple[int, int, int, str], list[Fact]]:
    """The calls that the trace came by, by place; those of other branches where it has no other."""
    found: dict[tuple[int, int, int, str], list[Fact]] = {}
    for world in (trace.base, *trace.worlds):
        own: dict[tuple[int, int, int, str], list[Fact]] = {}
        facts: list[Fact] = [*world.facts.compiles, *world.facts.fits]
        for fact in facts:
            at = fact.site.at
            if at.path == project.path:
                what = "compile" if isinstance(fact, Compile) else "fit"
                own.setdefault((at.block, at.line, at.end_line, what), []).append(fact)
        found = own | found
    return found


def _judge(site: Site, facts: Sequence[Fact], by_model: dict[int, Built]) -> None:
    exact = []
    for fact in facts:
        model = fact.model
        one = None if isinstance(model, Unknown) else by_model.get(id(model.live))
        made = one is not None and one.done
        exact.append(one is not None and exactly(one))
        site.built |= made
        if not made and not site.why:
            site.why = _reason(one)
    site.exact = all(exact)
    if site.built:
        site.why = ""


def exactly(built: Built) -> bool:
    """Whether the trace knows the whole model as Keras has built it."""
    return (
        built.whole
        and built.done
        and built.model is not None
        and built.model.complete
        and bool(built.layers)
        and all(layer.agrees for layer in built.layers)
    )


def _reason(built: Built | None) -> str:
    if built is None:
        return "the model is not among those that are built"
    if built.refusal is not None:
        return "Keras refuses it"
    if built.gap is not None:
        return built.gap.why
    return built.unavailable or "nothing says what its input is"


def _missing(place: Place, worlds: Sequence[World]) -> str:
    for world in worlds:
        if place.receiver in world.unresolved:
            return world.unresolved[place.receiver].why
    for world in worlds:
        if world.incomplete:
            return world.incomplete
    return "nothing says what it is called on"
