"""How static files are named: by their content where they were collected, as they are where they were not."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # it ships none


class CollectedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # as above
    """Files with a digest in their names, each beside a compressed copy, which browsers keep for good."""

    def stored_name(self, name: str) -> str:
        """Return the name with its digest; before anything was collected (in tests), the plain name."""
        stored: str = super().stored_name(name) if self.hashed_files else name
        return stored
