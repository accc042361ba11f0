"""Takes in a file and says its SHA-256; told to, it attaches it to a new draft, else it waits to be killed."""

import sys
import time

import django

from folkmoot.config.loading import undisturbed

with undisturbed():
    django.setup()

from folkmoot.decisions.actions.attaching import attach_file
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.kernel.acts import Function, Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Office, Person, Term
from folkmoot.units.models import Unit

una, union = Person.objects.get(), Unit.objects.get(parent=None)
taken = take_in([f"{sys.argv[1]}\n".encode()], f"{sys.argv[1]}.txt")


def do(function: Function, **given: object) -> object:
    return run(function, given, act_id=new_id(), by=una, at=now(), via=Via.WEB)


if "attach" in sys.argv:
    office = Office.objects.get(code="secretary")
    Term.objects.get_or_create(person=una, office=office, unit=union, defaults={"started_at": now()})
    texts = [{"language": "en", "title": "Meet monthly", "body": "1. Meet.\n"}]
    draft = do(draft_decision, unit_id=union.pk, texts=texts)
    do(attach_file, decision_id=draft, upload=token_for(taken, una.pk))
print(taken.sha256, flush=True)  # noqa: T201  -- what the test waits for
while "attach" not in sys.argv:
    time.sleep(1)
