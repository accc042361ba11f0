"""France as its own offices divide it (npm's @etalab/decoupage-administratif), written as the tables we import."""

import csv
import json
from collections import Counter
from itertools import islice

from tests.journeys.serving import ROOT

DATA = ROOT / "node_modules" / "@etalab" / "decoupage-administratif" / "data"
TOP = "france"
# An intercommunality with 158 communes, and two of them where people take part.
BASQUE, BAYONNE, BIARRITZ = "200067106", "64102", "64122"
THERE, IN_BOTH = 4, 30
COLUMNS = ("code", "nom", "type", "parent")


def raw(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def write_as_they_come(path):
    """Write regions and departments by the codes of the offices, by which 01 is both Ain and Guadeloupe."""
    regions = [(each["code"], each["nom"], "region", "") for each in raw("regions")]
    departments = [(each["code"], each["nom"], "province", each["region"]) for each in raw("departements")]
    write(path, COLUMNS, regions + departments)


def write_units(path):
    """Write regions, departments, intercommunalities and communes; return how many of each kind."""
    rows = list(unit_rows())
    write(path, COLUMNS, rows)
    return Counter(kind for _code, _name, kind, _parent in rows)


def unit_rows():
    for each in raw("regions"):
        yield f"R{each['code']}", each["nom"], "region", ""
    for each in raw("departements"):
        yield f"D{each['code']}", each["nom"], "province", f"R{each['region']}"
    communes, above = all_communes(), {}
    for each in raw("epci"):
        # The first of its members is its largest; 89 reach across departments, and a unit has one parent.
        yield each["code"], each["nom"], "district", f"D{communes[each['membres'][0]['code']]['departement']}"
        above |= {member["code"]: each["code"] for member in each["membres"]}
    for code, each in communes.items():
        yield code, each["nom"], "cell", above.get(code, f"D{each['departement']}")


def all_communes():
    return {each["code"]: each for each in raw("communes") if each["type"] == "commune-actuelle"}


def write_members(path, count):
    """Write so many members: some in every commune of one intercommunality, more in two, the rest over the country."""
    columns = ("numéro d’adhérent", "nom complet", "courriel", "cellule", "fonction")
    write(path, columns, member_rows(count))


def member_rows(count):
    taken = set()
    for number, cell in zip(range(1, count + 1), homes(count), strict=False):
        office = "secretary" if cell in (BAYONNE, BIARRITZ) and cell not in taken else ""
        taken.add(cell)
        yield f"F{number}", f"Membre {number}", address(number), cell, office


def address(number):
    return f"membre{number}@communes.example"


def members_in_basque(count):
    """Return how many of so many members have their home in the one intercommunality."""
    codes = {each["code"] for each in next(each["membres"] for each in raw("epci") if each["code"] == BASQUE)}
    return sum(home in codes for home in islice(homes(count), count))


def homes(count):
    """Yield the home of each member: those of the two communes come first, so that their numbers are known."""
    yield from [BAYONNE] * IN_BOTH
    yield from [BIARRITZ] * IN_BOTH
    theirs = next(each["membres"] for each in raw("epci") if each["code"] == BASQUE)
    for member in theirs:
        yield from [member["code"]] * THERE
    everywhere = list(all_communes())
    step = max(1, len(everywhere) // count)
    while True:
        yield from everywhere[::step]


def write(path, columns, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        writer.writerows(rows)
