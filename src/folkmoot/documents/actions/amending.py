"""Changing a document whose words are fixed: a new version, written apart until it is fixed. Called inside an act."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.documents.actions.drafting import claim_draft
from folkmoot.documents.actions.fixing import fix_version
from folkmoot.documents.models import Operation, Version
from folkmoot.documents.queries.versions import newest_version, worded_points
from folkmoot.documents.rules import operations as rules
from folkmoot.kernel.errors import Refused


def amend_document(
    document_id: UUID, wording_id: UUID, *, base_id: UUID, revision: int, holds_from: datetime, at: datetime
) -> Version:
    """Make the draft `wording_id`, saved as `revision`, the next version of a document, and write what led to it.

    It holds from `holds_from` on. The draft leaves an empty document, to be discarded. Whoever calls has locked what owns the
    document, so that its versions follow one another.

    :raises Refused: if the newest version is no longer `base_id`, it would hold before that one does, somebody saved the
        draft since `revision`, it lacks a language or changes nothing, or its texts are not in order.
    """
    base = newest_version(document_id)
    _must_follow(base, base_id, holds_from)
    version = claim_draft(wording_id, revision=revision)
    must_keep_languages(base, version)
    version.document_id, version.holds_from = document_id, holds_from
    version.number = Version.objects.filter(document=document_id).newest_first()[0].number + 1
    fix_version(version, at=at)
    if version.digest == base.digest:
        raise Refused(
            _("The text is as it was before, so there is nothing to adopt. Change it first."), field="texts"
        )
    _write_operations(base, version)
    return version


def withdraw_version(version: Version, *, at: datetime) -> None:
    """Withdraw a version before it begins to hold.

    :raises Refused: if it holds already, or a later version is written on top of it.
    """
    if version.holds_from is None or version.holds_from <= at:
        raise Refused(
            _(
                "What it changed is part of the text now. To go back, adopt an amendment that says the words of before."
            )
        )
    if newest_version(version.document_id) != version:
        raise Refused(_("A later amendment builds on this one. Repeal that one first."))
    version.withdrawn_at = at
    version.save(update_fields=["withdrawn_at"])


def _must_follow(base: Version, base_id: UUID, holds_from: datetime) -> None:
    if base.pk != base_id:
        raise Refused(
            _(
                "The text was changed by another amendment since this one was written. "
                "Open the draft, bring it up to date and save it; then adopt it."
            ),
            field="base",
        )
    if base.holds_from is not None and holds_from < base.holds_from:
        raise Refused(
            _(
                "It builds on an amendment that is in force only later. Let it be in force on that day or after it."
            ),
            field="in_force_from",
        )


def must_keep_languages(base: Version, version: Version) -> None:
    """Let a version follow only if it has every language of the one before.

    :raises Refused: if it lacks one.
    """
    kept = set(version.texts.values_list("language", flat=True))
    lost = sorted(set(base.texts.values_list("language", flat=True)) - kept)
    if lost:
        raise Refused(
            _(
                "The new text is missing in %(languages)s, in which the old one is read. Write it in these too."
            )
            % {"languages": ", ".join(lost)},
            field="texts",
        )


def _write_operations(base: Version, version: Version) -> None:
    bodies = dict(version.texts.values_list("language", "body"))
    done = rules.operations(worded_points(base.pk), rules.worded(bodies))
    olds, news = _points_by_label(base), _points_by_label(version)
    Operation.objects.bulk_create(
        _row(version, ordinal, each, olds, news) for ordinal, each in enumerate(done)
    )


def _row(
    version: Version, ordinal: int, each: rules.Operation, olds: dict[str, UUID], news: dict[str, UUID]
) -> Operation:
    return Operation(
        version=version,
        ordinal=ordinal,
        kind=each.kind,
        old_id=None if each.old is None else olds[each.old],
        new_id=None if each.new is None else news[each.new.label],
    )


def _points_by_label(version: Version) -> dict[str, UUID]:
    return dict(version.points.values_list("label", "pk"))
