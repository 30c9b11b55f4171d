"""The version of Keras that a script is for, and the line that says so."""

from dataclasses import dataclass

Version = tuple[int, ...]
"""The parts of a version number: `(2, 15)`."""

NEWEST = 9999
"""The part of a version that stands for the newest there is."""
TENSORFLOW_WITH_KERAS_3 = (2, 16)
"""The first TensorFlow that brings Keras 3. Source: its release notes."""
_BEFORE: tuple[tuple[Version, Version], ...] = (
    ((2, 5), ()),
    ((2, 2), (2, 4)),
    ((2,), (2, 3)),
    ((), (2, 2)),
)
"""From which TensorFlow on its `tf.keras` does as which Keras; from 2.5 on they count alike."""


@dataclass(frozen=True)
class Pin:
    """The newest version that a requirement allows: `text` is how it is written, and `where`.

    A version may have its first parts only, `(2,)`, and then means the newest that begins so.
    """

    version: Version
    text: str = ""
    where: str = ""

    @property
    def evidence(self) -> str:
        """`tensorflow==2.10` in requirements.txt, line 3; or the option that was given."""
        return f"`{self.text}` in {self.where}" if self.where else f"`{self.text}`"


@dataclass(frozen=True)
class Target:
    """What is known of the version of Keras that a script is for; by default nothing.

    `keras` and `tensorflow` are what the project, or the script itself, asks of the packages;
    `chosen` is what the user states, and counts for all. Where nothing is known a script is for
    the newest Keras.
    """

    keras: Pin | None = None
    tensorflow: Pin | None = None
    chosen: Pin | None = None

    def pin(self, spelled: str = "keras") -> Pin | None:
        """What decides of a name as the imports spell it: `keras.layers` or `tensorflow.keras`."""
        own, other = self.keras, self.tensorflow
        if spelled.startswith("tensorflow"):
            own, other = other, own
        return self.chosen or own or other

    def version(self, spelled: str = "keras") -> Version | None:
        """The version of Keras that a name is looked up in; None where nothing is known."""
        pin = self.pin(spelled)
        if pin is None:
            return None
        return _keras_of(pin.version) if pin is self.tensorflow else pin.version

    def reaches(self, version: Version, spelled: str = "keras") -> bool:
        """Whether it is this version of Keras or a later one; true where nothing is known."""
        mine = self.version(spelled)
        return mine is None or _newest(mine, len(version)) >= version

    @property
    def tensorflow_2(self) -> bool:
        """Whether it is TensorFlow 2; true where nothing is known.

        Keras 2.3 works with both. Source: its release notes.
        """
        if self.chosen is None and self.tensorflow is not None:
            return _newest(self.tensorflow.version, 1) >= (2,)
        return self.reaches((2, 4))

    def named(self, spelled: str = "keras") -> str:
        """How a finding calls the version: Keras 2.10 (`tensorflow==2.10` in …)."""
        pin, version = self.pin(spelled), self.version(spelled)
        if pin is None or version is None:
            return "Keras 3"
        known = [str(part) for part in version[:2] if part != NEWEST]
        return f"Keras {'.'.join(known)} ({pin.evidence})"


def _keras_of(tensorflow: Version) -> Version:
    """The Keras that a version of TensorFlow has in it."""
    mine = _newest(tensorflow, 2)
    if mine >= TENSORFLOW_WITH_KERAS_3:
        return (3,)
    for first, keras in _BEFORE:
        if mine >= first:
            return keras or tensorflow[:2]
    return (2, 2)


def _newest(version: Version, parts: int) -> Version:
    """A version with at least so many parts: those that it leaves open are the newest."""
    return version + (NEWEST,) * (parts - len(version))
