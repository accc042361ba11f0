"""Writing down whom something is for: a handful of rows, however many people they are."""

from uuid import UUID

from folkmoot.decisions.models import Audience, AudienceKind, AudienceOffice, AudienceSector, Decision
from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.kernel.ids import new_id


def write_audience(chosen: Addressees, *, decision: Decision | None) -> UUID:
    """Write an audience as it was chosen, of a decision that is conveyed or of something that is none, and return its id."""
    audience = Audience.objects.create(
        id=new_id(),
        decision=decision,
        unit=chosen.unit,
        narrows_kinds=bool(chosen.kinds),
        narrows_sectors=bool(chosen.sectors),
        narrows_offices=bool(chosen.offices),
    )
    AudienceKind.objects.bulk_create(AudienceKind(audience=audience, kind=kind) for kind in chosen.kinds)
    AudienceSector.objects.bulk_create(
        AudienceSector(audience=audience, sector=sector) for sector in chosen.sectors
    )
    AudienceOffice.objects.bulk_create(
        AudienceOffice(audience=audience, office=office) for office in chosen.offices
    )
    return audience.pk
