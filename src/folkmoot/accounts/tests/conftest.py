from collections.abc import Iterator
from pathlib import Path

import pytest

from folkmoot.notices import sms
from folkmoot.notices.sms import Outbox, use_gateway


@pytest.fixture
def messages(tmp_path: Path) -> Iterator[Path]:
    """The folder into which short messages go."""
    kept = list(sms._gateways)
    use_gateway(Outbox(tmp_path))
    yield tmp_path
    sms._gateways[:] = kept
