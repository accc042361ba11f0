"""Taps that came late: which act each of them is, for whoever asks whether it may be done."""

from collections.abc import Mapping

from folkmoot.kernel.ids import as_id
from folkmoot.meetings.models import LateTap


def acts_within(name: str, given: Mapping[str, object]) -> list[str]:
    """Return the names of the acts that the act `name` does when it is `given` so much: those of a tap that came late."""
    if name == "meetings.keep_tap":
        return [str(given.get("tapped", ""))]
    if name == "meetings.do_tap":
        tap_id = as_id(str(given.get("tap_id", "")))
        return list(LateTap.objects.filter(pk=tap_id).values_list("act", flat=True)) if tap_id else []
    return []
