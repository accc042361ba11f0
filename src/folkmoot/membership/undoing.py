"""How appointments, their ends, transfers, corrections and merges are taken back."""

from typing import Any
from uuid import UUID

from folkmoot.access.undoing import ANSWER, Input, WayBack
from folkmoot.membership.models import OfficeOffer, PersonMerge
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.queries.circles import circle_of
from folkmoot.units.models import Unit


def _state_of_term(term_id: UUID) -> object:
    term: Any = Term.objects.get(pk=term_id)
    held = Term.objects.open().filter(person=term.person_id, office=term.office_id, unit=term.unit_id)
    return [str(term.ended_at), sorted(map(str, held.values_list("pk", flat=True)))]


def _state_of_home(person_id: UUID) -> object:
    homes = Membership.objects.open().filter(person=person_id)
    return sorted(map(str, homes.values_list("pk", flat=True)))


def _relieve(_given: Input) -> tuple[str, dict[str, Any]] | None:
    return "membership.relieve_officer", {"term_id": ANSWER}


def _appoint_again(given: Input) -> tuple[str, dict[str, Any]] | None:
    term: Any = Term.objects.select_related("office").filter(pk=given["term_id"]).first()
    if term is None:
        return None
    again = {"office": term.office.code, "unit_id": str(term.unit_id), "person_id": str(term.person_id)}
    return "membership.appoint_officer", again


def _state_of_merges(kept_id: UUID) -> object:
    merged = PersonMerge.objects.standing().filter(kept=kept_id).values_list("gone", flat=True)
    return [_state_of_home(kept_id), sorted(map(str, merged))]


def _part_again(given: Input) -> tuple[str, dict[str, Any]] | None:
    return "membership.undo_merge_of_persons", {"gone_id": str(given["gone_id"])}


def _state_of_name(person_id: UUID) -> object:
    person = Person.objects.get(pk=person_id)
    return [person.name, *person.languages]


def _correct_back(given: Input) -> tuple[str, dict[str, Any]] | None:
    person = Person.objects.filter(pk=given["person_id"]).first()
    if person is None:
        return None
    before = {"name": person.name, "languages": list(person.languages)}
    return "membership.correct_person", {"person_id": str(person.pk), **before}


def _is_of_another(given: Input, person: Person) -> bool:
    # Whoever laid down an office of their own is put into it again by somebody else.
    return bool(given["person_id"] != str(person.pk))


def _transfer_back(given: Input) -> tuple[str, dict[str, Any]] | None:
    to = Unit.objects.filter(pk=given["to_unit_id"]).first()
    circle = circle_of(to) if to else None
    homes = Membership.objects.open().filter(person=given["person_id"], circle=circle.id if circle else None)
    home = homes.first()
    back = {"person_id": str(given["person_id"]), "to_unit_id": str(home.unit_id)} if home else None
    return ("membership.transfer_member", back) if back else None


def _hand_back(given: Input) -> tuple[str, dict[str, Any]] | None:
    person_id = Term.objects.filter(pk=given["term_id"]).values_list("person", flat=True).first()
    if person_id is None:
        return None
    if given.get("from_on") is not None:
        # Nobody has begun: whoever was to follow does not, and nothing ends.
        return "membership.relieve_officer", {"term_id": ANSWER}
    return "membership.hand_over_office", {"term_id": ANSWER, "person_id": str(person_id)}


def _withdraw(given: Input) -> tuple[str, dict[str, Any]] | None:
    # Made anew, one that waits would be lost with what was said before.
    offers = OfficeOffer.objects.filter(unit=given["unit_id"], person=given["person_id"])
    waits = offers.filter(office__code=given["office"]).exists()
    return None if waits else ("membership.withdraw_office_offer", {"offer_id": ANSWER})


def _state_of_offer(offer_id: UUID) -> object:
    return [
        str(offered_at)
        for offered_at in OfficeOffer.objects.filter(pk=offer_id).values_list("offered_at", flat=True)
    ]


WAYS_BACK = {
    "membership.offer_office": WayBack(_withdraw, _state_of_offer),
    "membership.appoint_officer": WayBack(_relieve, _state_of_term),
    "membership.merge_persons": WayBack(_part_again, _state_of_merges),
    "membership.correct_person": WayBack(_correct_back, _state_of_name),
    "membership.hand_over_office": WayBack(_hand_back, _state_of_term),
    "membership.relieve_officer": WayBack(_appoint_again, _state_of_term, _is_of_another),
    "membership.transfer_member": WayBack(_transfer_back, _state_of_home),
}
