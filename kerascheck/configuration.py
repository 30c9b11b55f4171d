"""Finds the settings of each checked file: the nearest configuration file, and options.

Reading and validating a file is the part of `config_file`, which is imported only when a file
with settings exists: a run without one pays for neither a TOML reader nor a validator.
"""

import os
from collections.abc import Mapping

from kerascheck.config import Settings, override

FILE_NAMES = (".kerascheck.toml", "kerascheck.toml", "pyproject.toml")
"""In one folder the first that has settings counts."""


class Configuration:
    """Finds the settings of each checked file: those of the nearest configuration file.

    Files of outer folders do not count, unless the nearest one names one in `extend`. `overrides`
    are applied in order on top of every file. `file` is used for all instead of searching;
    `isolated` reads none.
    """

    def __init__(
        self,
        overrides: Mapping[str, object] | None = None,
        *,
        file: str = "",
        inline: Mapping[str, object] | None = None,
        isolated: bool = False,
    ) -> None:
        self._overrides = dict(overrides or {})
        self._inline = dict(inline or {})
        self._file = file
        self._isolated = isolated
        self._folders: dict[str, Settings] = {}
        self._default: Settings | None = None

    def of(self, path: str) -> Settings:
        """The settings for the file `path`; `ConfigError` if its configuration is wrong."""
        if self._file or self._isolated:
            if self._default is None:
                self._default = self._finish(_read(self._file) if self._file else None)
            return self._default
        return self.of_folder(os.path.dirname(os.path.abspath(path)))

    def of_folder(self, folder: str) -> Settings:
        """The settings for the files right in `folder`, an absolute path."""
        if self._file or self._isolated:
            return self.of("")
        seen = []
        settings = None
        while settings is None:
            if folder in self._folders:
                settings = self._folders[folder]
                break
            seen.append(folder)
            found = _find(folder)
            parent = os.path.dirname(folder)
            if found or parent == folder:
                settings = self._finish(found)
            folder = parent
        self._folders.update(dict.fromkeys(seen, settings))
        return settings

    def _finish(self, settings: Settings | None) -> Settings:
        """Put the options on top and hold the result against this version."""
        settings = settings or Settings(folder=os.getcwd())
        if self._inline:
            settings = override(settings, self._inline, "--config")
        if self._overrides:
            settings = override(settings, self._overrides)
        if settings.required_version:
            from kerascheck.config_file import require_version

            require_version(settings)
        return settings


def _find(folder: str) -> Settings | None:
    """The settings that stand in `folder`, if any."""
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            continue
        if name != "pyproject.toml" or b"kerascheck" in data:
            from kerascheck.config_file import read

            settings = read(path, data)
            if settings:
                return settings
    return None


def _read(path: str) -> Settings:
    from kerascheck.config_file import read_file

    return read_file(path)
