"""Invented persons of the demo: names, all at .example addresses, phones from a range that is nobody's."""

from __future__ import annotations

VACANT = ("5052", "5044", "5033")
LATE_ANSWER = "5036"

CONTACTS = (
    "Kari Vik", "Per Moen", "Anne Berg", "Lars Haugen", "Ingrid Dahl", "Ole Lien", "Marit Solberg", "Jon Hagen",
    "Astrid Bakken", "Nils Eide", "Berit Strand", "Tor Aune", "Silje Rønning", "Geir Ness", "Hilde Lund",
    "Arne Myhre", "Gunn Skogen", "Odd Fossum", "Randi Holte", "Stein Viken", "Turid Brekke", "Knut Sande",
    "Eli Sørli", "Bjørn Åsen", "Åse Nordli", "Terje Dalen", "Mona Engan", "Rune Hovd", "Solveig Ree", "Trond Bye",
    "Wenche Krog", "Øystein Ryen", "Lise Grande", "Svein Tangen", "Jorunn Aas",
)  # fmt: skip
BROKERS = (
    ("Ola Moen", "proneo"), ("Tone Rygg", "proneo"), ("Siv Aalberg", "roroshagen"), ("Dag Nyhus", "nasjonalparken"),
    ("Heidi Orvik", "orkdalsregionen"), ("Morten Kvam", "trondersk-kystkompetanse"), ("Unni Saltvik", "roroshagen"),
)  # fmt: skip
OFFICERS = (
    ("Nina Solem", "ks", "Forskning og innovasjon"), ("Håkon Rostad", "statsforvalteren", "Skjønnsmidler"),
    ("Guro Almli", "forskningsradet", "Offentlig sektor"), ("Vegard Tiller", "fylkeskommunen", "DistriktForsk"),
)  # fmt: skip
NEW, AWAY, DEPUTY, LEAVING, UNCONFIRMED = "Anne Berg", "Ingrid Dahl", "Liv Hansen", "Ole Lien", "Jorunn Aas"
REFUSED = "avvist."  # the demo's mail server refuses such addresses
FORMER, SUPERUSER = "Arvid Lunde", "Signe Torp"


def address(name: str, place: str) -> str:
    letters = str.maketrans({"æ": "ae", "ø": "o", "å": "a", " ": "."})
    return f"{name.lower().translate(letters)}@{place}.example"
