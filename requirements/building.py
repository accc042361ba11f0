"""Builds Folkmoot as a package: as setuptools does it, once the browser assets that its pages need are in place."""

import sys
from pathlib import Path

from setuptools import build_meta  # type: ignore[import-untyped]  # it ships no types for this
from setuptools.build_meta import (  # type: ignore[import-untyped]  # as above
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from stamps import Place

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

_HOME = Path(__file__).resolve().parents[1]
_Settings = dict[str, object] | None


def build_wheel(
    wheel_directory: str, config_settings: _Settings = None, metadata_directory: str | None = None
) -> str:
    """Build a package that holds its browser assets, or end with a sentence that says how to get them."""
    _must_have_assets(Place(_HOME))
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_editable(
    wheel_directory: str, config_settings: _Settings = None, metadata_directory: str | None = None
) -> str:
    """Install a package that points at this folder, as `build_wheel` does."""
    _must_have_assets(Place(_HOME))
    return str(build_meta.build_editable(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: _Settings = None) -> str:
    """Pack the sources with the browser assets, so that a package can be built from them alone."""
    _must_have_assets(Place(_HOME))
    return str(build_meta.build_sdist(sdist_directory, config_settings))


def _must_have_assets(place: Place) -> None:
    lost = [target for target in place.assets() if not target.is_file()]
    # Where packed sources were unpacked there are no modules, and the assets came along.
    is_old = place.modules.is_dir() and bool(place.missing(("assets",)))
    if lost or is_old:
        sys.exit(
            f"Folkmoot cannot be built: the browser assets its pages need are {'missing' if lost else 'out of date'}"
            f". Run `./folkmoot --help` once in {place.home}, which fetches them, then build again."
        )
