"""Scores of predictions and weights of classes: `sklearn.metrics` and `class_weight`."""

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries.samples import as_data
from kerascheck.values import Clue, Data, Frequencies, Unknown, Value

_CLASSIFICATION = (
    "accuracy_score balanced_accuracy_score top_k_accuracy_score classification_report "
    "confusion_matrix f1_score fbeta_score precision_score recall_score jaccard_score "
    "precision_recall_fscore_support precision_recall_curve average_precision_score roc_curve "
    "roc_auc_score auc_score cohen_kappa_score matthews_corrcoef log_loss brier_score_loss "
    "hinge_loss zero_one_loss det_curve"
)
_MULTILABEL = (
    "multilabel_confusion_matrix hamming_loss coverage_error label_ranking_loss "
    "label_ranking_average_precision_score"
)
_REGRESSION = (
    "mean_squared_error root_mean_squared_error mean_absolute_error r2_score max_error "
    "mean_absolute_percentage_error median_absolute_error mean_squared_log_error "
    "root_mean_squared_log_error explained_variance_score mean_pinball_loss "
    "mean_poisson_deviance mean_gamma_deviance mean_tweedie_deviance d2_absolute_error_score"
)
_DISPLAYS = ("ConfusionMatrixDisplay", "RocCurveDisplay", "PrecisionRecallDisplay")
_PREDICTED = ("y_pred", "y_score", "y_proba", "y_prob", "probas_pred", "pred_decision", "y2")


def _predictions(call: Call) -> Value:
    for name in _PREDICTED:
        if name in call.kwargs:
            return call.kwargs[name]
    return call.get("y_pred", 1)


def _scorer(task: str, weight: float) -> Handler:
    """Scores compare labels with predictions, and speak for the task of the model."""

    def handler(call: Call) -> Value:
        labels, predictions = call.get("y_true", 0, call.kwargs.get("y1")), _predictions(call)
        call.run.score(labels, predictions, call.site)
        name = call.name.removeprefix("sklearn.metrics.")
        average = call.kwargs.get("average")
        what = "multilabel" if average == "samples" else task
        clue = Clue(what, weight, "predictions", f"scored with `{name}`", call.site)
        model = predictions.predicted if isinstance(predictions, Data) else None
        call.run.clue(clue, model)
        return _result(call, name)

    return handler


def _result(call: Call, name: str) -> Value:
    why = Unknown(f"the result of `{name}` depends on the data", call.site)
    if name == "confusion_matrix":
        return Data(shape=(why, why), dtype="int64", encoding=why)
    if name in ("roc_curve", "precision_recall_curve", "det_curve"):
        return tuple(Data(shape=(why,), dtype="float64") for _ in range(3))
    if name == "precision_recall_fscore_support":
        return (why, why, why, why)
    return why


def _class_weights(call: Call) -> Value:
    """`compute_class_weight`: with `balanced`, numbers that shrink as a class grows."""
    how, labels = call.get("class_weight", 0), call.get("y", 2)
    return _balanced(call, how, labels)


def _sample_weights(call: Call) -> Value:
    return _balanced(call, call.get("class_weight", 0), call.get("y", 1))


def _balanced(call: Call, how: Value, labels: Value) -> Value:
    text = call.name.rpartition(".")[2]
    words = f"`{text}` weighs classes"
    call.run.clue(Clue("classification", 0.85, "labels", words, call.site))
    if how in ("balanced", "auto"):
        of = None if labels is None else as_data(labels, call.site)
        return Frequencies(-1, of).step(f"{text}('balanced')", call.site)
    if isinstance(how, dict):
        return how if text == "compute_class_weight" else call.unknown("weights of samples")
    return call.unknown("weights that are not known")


FUNCTIONS: dict[str, Handler] = {
    **{
        f"sklearn.metrics.{name}": _scorer("classification", 0.75)
        for name in _CLASSIFICATION.split()
    },
    **{f"sklearn.metrics.{name}": _scorer("multilabel", 0.75) for name in _MULTILABEL.split()},
    **{f"sklearn.metrics.{name}": _scorer("regression", 0.65) for name in _REGRESSION.split()},
    **{
        f"sklearn.metrics.{name}.from_predictions": _scorer("classification", 0.75)
        for name in _DISPLAYS
    },
    "sklearn.utils.class_weight.compute_class_weight": _class_weights,
    "sklearn.utils.compute_class_weight": _class_weights,
    "sklearn.utils.class_weight.compute_sample_weight": _sample_weights,
    "sklearn.utils.compute_sample_weight": _sample_weights,
}
METHODS: dict[str, Handler] = {}
