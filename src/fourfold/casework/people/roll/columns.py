"""The columns of a list of children: what each is called in the files that schools have, and how it is read."""

from django.utils.translation import gettext_lazy

from fourfold.casework.people.roll import cells
from fourfold.foundation.intake.columns import Column
from fourfold.foundation.intake.registry import Tells

COLUMNS = (
    Column(
        "given_name",
        gettext_lazy("First name"),
        ("forename", "given name", "legal forename", "forenames", "legal first name"),
        needed=True,
        longest=120,
        example="Mia",
    ),
    Column(
        "family_name",
        gettext_lazy("Family name"),
        ("surname", "last name", "legal surname", "legal family name", "legal last name"),
        needed=True,
        longest=120,
        example="Stone",
    ),
    Column(
        "preferred_given_name",
        gettext_lazy("Preferred first name"),
        ("preferred forename", "chosen name", "known as", "preferred name", "chosen forename"),
        longest=120,
    ),
    Column(
        "preferred_family_name",
        gettext_lazy("Preferred family name"),
        ("preferred surname", "preferred last name", "chosen surname"),
        longest=120,
    ),
    Column(
        "birth_date",
        gettext_lazy("Birth date"),
        ("dob", "date of birth", "born", "birthday"),
        cells.a_date,
        strict=True,
        example="01/02/2017",
    ),
    Column("upn", gettext_lazy("UPN"), ("unique pupil number",), cells.a_upn),
    Column(
        "admission_number",
        gettext_lazy("Admission number"),
        ("adno", "adm no", "admission no", "admissions number"),
        longest=20,
        example="000123",
    ),
    Column(
        "year_group",
        gettext_lazy("Year group"),
        ("year", "nc year", "ncyearactual", "national curriculum year", "yr"),
        cells.a_year_group,
        example="4",
    ),
    Column(
        "class_name",
        gettext_lazy("Class"),
        (
            "class name",
            "reg",
            "registration form",
            "registration group",
            "form",
            "tutor group",
            "reg group",
            "reg form",
            "registration",
            "registration class",
            "form group",
            "tutor form",
            "class group",
            "group",
            "teaching group",
        ),
        longest=120,
        example="Kestrel",
    ),
    Column(
        "sen_status",
        gettext_lazy("SEN status"),
        ("sen", "senprovision", "sen provision", "sen code", "sen stage", "send status"),
        cells.a_sen_code,
        example="K",
    ),
    Column(
        "sen_start",
        gettext_lazy("SEN start date"),
        ("sen status start date", "sen provision start date", "sen from", "sen since"),
        cells.a_date,
        example="03/09/2025",
    ),
    Column(
        "need_type",
        gettext_lazy("Type of need"),
        (
            "sen need",
            "senneed1",
            "sen need 1",
            "primary need",
            "sen type",
            "need",
            "primary sen need",
            "primarysenneedstype",
        ),
        cells.a_need,
        example="SLCN",
    ),
    Column(
        "home_language",
        gettext_lazy("Language at home"),
        ("home language", "first language", "language", "mother tongue"),
        cells.a_language,
        example="English",
    ),
    Column(
        "joined_on",
        gettext_lazy("Joined on"),
        ("entry date", "admission date", "date of entry", "date of admission", "start date"),
        cells.a_date,
        example="01/09/2021",
    ),
    Column(
        "left_on",
        gettext_lazy("Left on"),
        ("leaving date", "date of leaving", "leave date", "end date"),
        cells.a_date,
        strict=True,
    ),
)
TELLS = (
    Tells(
        ("class_name",), gettext_lazy("No column of the file says in which class the children are.")
    ),
)
LABELS = {column.code: column.label for column in COLUMNS}
KEPT_AS_TEXT = ("upn", "year_group", "sen_status", "home_language")
