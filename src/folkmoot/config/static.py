"""How static files are named: by their content where they were collected, as they are where they were not."""

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # as above
    """Files with a digest in their names, each beside a compressed copy, which browsers keep for good."""

    def __init__(self, *args: Any, **given: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Begin with no address."""
        super().__init__(*args, **given)
        self._addresses: dict[tuple[str, str], str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002  -- Django's own signature
        """Return the address of a file, put together once: a page names a dozen, and icons many times."""
        key = (self.base_url, name)
        known = self._addresses.get(key)
        if known is not None:
            return known
        address: str = super().url(name, force)
        if not (settings.DEBUG or force):
            self._addresses[key] = address
        return address

    def save_manifest(self) -> None:
        """Write down which files were collected, and forget how they were named before."""
        super().save_manifest()
        self._addresses.clear()

    def stored_name(self, name: str) -> str:
        """Return the name with its digest; before anything was collected (in tests), the plain name."""
        stored: str = super().stored_name(name) if self.hashed_files else name
        return stored
