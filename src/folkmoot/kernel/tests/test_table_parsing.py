import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import (
    Columns,
    ErrorList,
    Field,
    ParsedRow,
    Row,
    RowError,
    columns_for,
    guess_columns,
    parsed_rows,
    parsers,
    synonyms,
)

UNIT_FIELDS = (
    Field("code", "Code", parsers.code, is_required=True, synonyms=synonyms.CODE),
    Field("parent", "Parent", parsers.code, synonyms=synonyms.PARENT),
    Field("name", "Name", parsers.text(longest=10), is_required=True, synonyms=synonyms.UNIT_NAME),
    Field("kind", "Kind", parsers.text(), synonyms=synonyms.KIND),
    Field("sectors", "Sectors", parsers.list_of(parsers.text()), synonyms=synonyms.SECTORS),
    Field("time_zone", "Time zone", parsers.time_zone, synonyms=synonyms.TIME_ZONE),
)
MEMBER_FIELDS = (
    Field("member_number", "Member number", parsers.code, synonyms=synonyms.MEMBER_NUMBER),
    Field("given_name", "First name", parsers.text(), synonyms=synonyms.GIVEN_NAME),
    Field("family_name", "Family name", parsers.text(), synonyms=synonyms.FAMILY_NAME),
    Field("email", "E-mail", parsers.email, synonyms=synonyms.EMAIL),
    Field("phone", "Telephone", parsers.phone(), synonyms=synonyms.PHONE),
    Field("language", "Language", parsers.language, synonyms=synonyms.LANGUAGE),
    Field("cell", "Cell", parsers.code, synonyms=synonyms.HOME_UNIT),
    Field("joined_on", "Joined on", parsers.text(), synonyms=synonyms.JOINED_ON),
)


@pytest.mark.parametrize(
    "header",
    [
        ["code", "parent", "name", "kind", "sectors", "time_zone"],
        ["Unit Code", "Parent code", "Unit name", "Type", "Sector(s)", "Time zone (tz)"],
        ["Identifiant", "Rattaché à", "Libellé", "Échelon", "Secteurs", "Fuseau horaire"],
        ["Kürzel", "Übergeordnete Einheit", "Bezeichnung", "Ebene", "Bereiche", "Zeitzone"],
        ["Código", "Pertenece a", "Nombre", "Nivel", "Sectores", "Zona horaria"],
        ["CÓDIGO", "Unidade superior", "NOME", "TIPO", "Setores", "Fuso horário"],
        ["Codice", "Unità superiore", "Denominazione", "Livello", "Settori", "Fuso orario"],
    ],
)
def test_columns_of_units_are_known_in_six_languages(header: list[str]) -> None:
    places = {"code": 0, "parent": 1, "name": 2, "kind": 3, "sectors": 4, "time_zone": 5}
    assert guess_columns(header, UNIT_FIELDS) == Columns(places, (), ())


@pytest.mark.parametrize(
    "header",
    [
        [
            "Member no.",
            "First name",
            "Surname",
            "E-mail",
            "Mobile phone",
            "Language",
            "Branch",
            "Member since",
        ],
        ["N° d’adhérent", "Prénom", "Nom", "Courriel", "Téléphone", "Langue", "Section", "Date d'adhésion"],
        [
            "Mitglieds-Nr.",
            "Vorname",
            "Nachname",
            "E-Mail-Adresse",
            "Handy",
            "Sprache",
            "Ortsgruppe",
            "Eintritt",
        ],
        [
            "Número de socio",
            "Nombre",
            "Apellidos",
            "Correo electrónico",
            "Móvil",
            "Idioma",
            "Grupo",
            "Fecha de alta",
        ],
        ["Matrícula", "Nome", "Sobrenome", "E-mail", "Telemóvel", "Língua", "Núcleo", "Data de adesão"],
        [
            "N. tessera",
            "Nome",
            "Cognome",
            "Posta elettronica",
            "Cellulare",
            "Lingua",
            "Sezione",
            "Iscritto dal",
        ],
    ],
)
def test_columns_of_members_are_known_in_six_languages(header: list[str]) -> None:
    places = {field.name: place for place, field in enumerate(MEMBER_FIELDS)}
    assert guess_columns(header, MEMBER_FIELDS) == Columns(places, (), ())


def test_unknown_and_repeated_columns_are_left_and_required_ones_missed() -> None:
    assert guess_columns(["Shoe size", "NAME", "name", ""], UNIT_FIELDS) == Columns(
        {"name": 1}, (0, 2, 3), ("Code",)
    )


def test_a_column_is_given_to_one_field_only() -> None:
    rivals = (
        Field("full_name", "Name", parsers.text()),
        Field("short_name", "Short", parsers.text(), synonyms=("name",)),
    )
    assert guess_columns(["Name"], rivals).places == {"full_name": 0}
    assert guess_columns(["Name", "NAME"], rivals).places == {"full_name": 0, "short_name": 1}


def test_a_column_that_only_resembles_a_field_is_left_to_a_person() -> None:
    assert guess_columns(["Name of the chair"], UNIT_FIELDS).places == {}


def test_a_persons_choice_outweighs_the_guess_and_frees_the_column() -> None:
    header = ["Code", "Name", "Short name"]
    assert columns_for(header, UNIT_FIELDS, {"name": 2}).places == {"code": 0, "name": 2}
    assert columns_for(header, UNIT_FIELDS, {"kind": 1}) == Columns({"code": 0, "kind": 1}, (2,), ("Name",))
    assert columns_for(header, UNIT_FIELDS, {"name": None}) == Columns({"code": 0}, (1, 2), ("Name",))
    assert columns_for(header, UNIT_FIELDS, {}) == guess_columns(header, UNIT_FIELDS)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"name": 2}, "There is no column 3 in this file, which has 2."),
        ({"name": -1}, "There is no column 0 in this file, which has 2."),
        ({"name": 0, "kind": 0}, "Two fields take the same column. Choose another column for one of them."),
        (
            {"size": 0},
            "There is no field “size” here. The fields are code, parent, name, kind, sectors, time_zone.",
        ),
    ],
)
def test_an_impossible_choice_is_refused(chosen: dict[str, int], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        columns_for(["Code", "Name"], UNIT_FIELDS, chosen)
    assert str(refused.value) == sentence


def parsed(*rows: Row) -> list[ParsedRow]:
    header = ("Code", "Nom", "Sector", "Zone")
    places = {"code": 0, "name": 1, "sectors": 2, "time_zone": 3}
    return list(parsed_rows(rows, header=header, places=places, fields=UNIT_FIELDS))


def test_cells_become_values_and_empty_ones_none() -> None:
    nothing = {"parent": None, "kind": None, "time_zone": None}
    assert parsed(Row(2, (" N1 ", "North", "rail; health", ""), 99)) == [
        ParsedRow(2, 99, {"code": "N1", "name": "North", "sectors": ("rail", "health"), **nothing}, ())
    ]


def test_every_wrong_cell_is_one_error_and_nothing_is_raised() -> None:
    row = parsed(Row(7, ("a b", "", "ok", "Mars"), 9))[0]
    assert row.values == {
        "code": None,
        "name": None,
        "sectors": ("ok",),
        "time_zone": None,
        "parent": None,
        "kind": None,
    }
    assert row.errors == (
        RowError(7, "Code", "“a b” is not a code. Use letters and digits, with no spaces, at most 40."),
        RowError(7, "Nom", "This cell is empty. Fill it in."),
        RowError(7, "Zone", "“Mars” is not a time zone. Write it like Europe/Paris or America/Sao_Paulo."),
    )


def test_a_row_of_the_wrong_width_is_one_error_of_the_row() -> None:
    row = parsed(Row(3, ("N1",), 9, "This row has 1 cell."))[0]
    assert row.errors == (RowError(3, "", "This row has 1 cell."),)
    assert set(row.values.values()) == {None}


def test_a_required_field_without_a_column_is_named_by_its_label() -> None:
    row = next(parsed_rows([Row(2, ("x",), 1)], header=["Nom"], places={"name": 0}, fields=UNIT_FIELDS))
    assert row.errors == (RowError(2, "Code", "This cell is empty. Fill it in."),)


def test_all_errors_are_counted_and_the_first_shown() -> None:
    errors = ErrorList(limit=3)
    for number in range(2, 5):
        errors.add([RowError(number, "a", "x"), RowError(number, "b", "y")])
    errors.add([])
    assert errors.shown == [RowError(2, "a", "x"), RowError(2, "b", "y"), RowError(3, "a", "x")]
    assert (errors.count, errors.row_count) == (6, 3)


def test_a_thousand_errors_are_shown_unless_told_otherwise() -> None:
    errors = ErrorList()
    errors.add([RowError(2, "a", "x")] * 1500)
    assert (len(errors.shown), errors.count, errors.row_count) == (1000, 1500, 1)
