"""What the engine met while it read a file: no facts about a model, but worth a finding."""

from dataclasses import dataclass

from kerascheck.finding import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that hindered the reading of a file.

    `kind` is the name of the rule that reports it, `subject` what it is about ("cell 3", the name
    of a model; may be empty), `detail` what happened, without a full stop. `unwritten` is true for
    code that cannot be read because a comment such as `# YOUR CODE HERE` still stands for a part.
    `legal` is true for what may be valid Python: `detail` then says what "it is".
    """

    kind: str
    at: Span
    detail: str
    subject: str = ""
    unwritten: bool = False
    legal: bool = False
