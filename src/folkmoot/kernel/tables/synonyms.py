"""What people call a column, in English, French, German, Spanish, Portuguese and Italian.

Case, accents, spaces and punctuation do not matter, so each name stands here once.
"""

CODE = (
    "id", "identifier", "number", "no", "nr", "ref", "reference", "key",
    "code unite", "identifiant", "numero", "cle",
    "kennung", "nummer", "schlussel", "kurzel", "kennziffer",
    "codigo", "clave", "identificador", "sigla",
    "codice", "identificativo", "chiave",
    "unit code", "unit id", "code insee", "insee",
)  # fmt: skip
PARENT = (
    "parent", "parent code", "parent id", "parent unit", "belongs to", "part of", "above", "superior",
    "unit above", "code above", "upper unit", "superior unit",
    "code parent", "parente", "rattachement", "rattache a", "unite parente", "code unite parente", "unite superieure",
    "ubergeordnet", "ubergeordnete einheit", "gehort zu", "elternteil", "eltern", "oberverband",
    "padre", "codigo padre", "unidad superior", "pertenece a", "superior jerarquico",
    "pai", "codigo pai", "unidade superior", "unidade pai", "pertence a",
    "codice padre", "unita superiore", "appartiene a", "genitore",
)  # fmt: skip
UNIT_NAME = (
    "name", "unit", "unit name", "title",
    "nom", "libelle", "intitule", "unite", "denomination",
    "bezeichnung", "einheit", "einheitsname", "namen",
    "nombre", "unidad", "denominacion",
    "nome", "unidade", "denominacao", "designacao",
    "unita", "denominazione",
)  # fmt: skip
KIND = (
    "kind", "type", "level", "unit kind", "unit type", "category",
    "genre", "niveau", "type unite", "echelon", "categorie",
    "art", "typ", "ebene", "stufe", "kategorie",
    "tipo", "nivel", "clase", "categoria",
    "livello", "tipologia",
)  # fmt: skip
SECTORS = (
    "sector", "sectors", "field", "branch of work", "industry", "industries", "tags",
    "secteur", "secteurs", "domaine", "domaines", "branche",
    "sektor", "sektoren", "bereich", "bereiche", "branchen", "arbeitsfeld",
    "sectores", "ambito", "ramo", "rama",
    "setor", "setores",
    "settore", "settori", "ambiti",
)  # fmt: skip
TIME_ZONE = (
    "time zone", "tz", "fuseau", "fuseau horaire", "zeitzone", "zona horaria", "huso horario", "fuso horario", "fuso",
    "fuso orario",
)  # fmt: skip
FULL_NAME = (
    "name", "full name", "member", "member name", "person",
    "nom complet", "nom et prenom", "prenom et nom", "nom prenom", "adherent", "membre",
    "vollstandiger name", "mitglied", "vor und nachname",
    "nombre completo", "nombre y apellidos", "apellidos y nombre", "socio", "afiliado",
    "nome completo", "nome e sobrenome", "membro", "associado",
    "nome e cognome", "cognome e nome", "nominativo",
)  # fmt: skip
GIVEN_NAME = (
    "first name", "given name", "forename", "christian name", "firstname",
    "prenom", "prenoms", "vorname", "vornamen", "rufname", "nombre", "nombres", "nombre de pila", "nome",
    "nome proprio", "prenome",
)  # fmt: skip
FAMILY_NAME = (
    "last name", "family name", "surname", "lastname",
    "nom", "nom de famille", "nachname", "familienname", "zuname", "apellido", "apellidos",
    "sobrenome", "apelido", "ultimo nome", "cognome",
)  # fmt: skip
MEMBER_NUMBER = (
    "member number", "membership number", "member no", "member id", "membership no", "card number", "number", "no", "nr",
    "numero", "nummer",
    "numero d adherent", "numero adherent", "n adherent", "n d adherent", "no d adherent",
    "numero de membre", "matricule", "no adherent",
    "mitgliedsnummer", "mitglieds nr", "mitgliednr", "mitgliedsnr", "ausweisnummer",
    "numero de socio", "numero de afiliado", "n socio",
    "numero de membro", "numero do membro", "numero de associado", "matricula",
    "numero di tessera", "numero tessera", "n tessera", "numero socio", "tessera",
)  # fmt: skip
EMAIL = (
    "email", "e-mail address", "mail", "email address", "electronic mail",
    "courriel", "adresse electronique", "adresse email", "adresse mail", "mel",
    "e-mail-adresse", "mailadresse", "emailadresse",
    "correo", "correo electronico", "direccion de correo",
    "correio eletronico", "endereco de email",
    "posta elettronica", "indirizzo email", "indirizzo mail",
)  # fmt: skip
PHONE = (
    "phone", "telephone", "phone number", "telephone number", "mobile", "mobile phone", "cell phone", "tel",
    "portable", "numero de telephone", "tel portable", "telephone portable",
    "telefon", "telefonnummer", "handy", "mobil", "mobiltelefon", "handynummer", "rufnummer",
    "telefono", "movil", "celular", "telefono movil",
    "telefone", "telemovel",
    "cellulare", "numero di telefono",
)  # fmt: skip
LANGUAGE = (
    "language", "languages", "lang", "preferred language", "langue", "langues", "sprache", "sprachen", "idioma", "idiomas",
    "lengua", "lenguas", "lingua", "linguas", "lingue",
)  # fmt: skip
HOME_UNIT = (
    "cell", "cell code", "home cell", "unit", "unit code", "branch", "branch code", "group", "local", "club",
    "cellule", "section", "unite", "code unite", "groupe", "antenne", "code section", "code cellule",
    "zelle", "einheit", "ortsgruppe", "gruppe", "ortsverband", "ortsverein", "sektion",
    "celula", "unidad", "seccion", "grupo", "agrupacion",
    "unidade", "nucleo", "secao",
    "cellula", "unita", "sezione", "gruppo", "circolo",
)  # fmt: skip
JOINED_ON = (
    "joined", "joined on", "date joined", "member since", "joining date", "membership date", "since", "start date", "started on",
    "date d adhesion", "date adhesion", "adhesion", "membre depuis", "adherent depuis", "depuis",
    "eintritt", "eingetreten am", "eintrittsdatum", "beitritt", "beitrittsdatum", "mitglied seit", "seit",
    "fecha de alta", "alta", "fecha de ingreso", "ingreso", "miembro desde", "desde", "fecha de afiliacion",
    "data de adesao", "adesao", "data de ingresso", "ingresso", "membro desde",
    "data di iscrizione", "iscrizione", "iscritto dal", "socio dal", "data iscrizione",
)  # fmt: skip
MEETS_CONDITION = ("meets condition", "meets the condition", "condition met", "condition confirmed")
OFFICE = (
    "office", "role", "position", "function", "post", "fonction", "mandat", "poste", "amt", "funktion", "rolle",
    "cargo", "funcion", "puesto", "funcao", "carica", "funzione", "ruolo", "incarico",
)  # fmt: skip
