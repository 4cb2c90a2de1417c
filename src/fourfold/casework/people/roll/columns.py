"""The columns of a list of children: what each is called in the files that schools have, and how it is read."""

from django.utils.translation import gettext_lazy

from fourfold.casework.people.roll import cells
from fourfold.foundation.intake.columns import Column

COLUMNS = (
    Column(
        "given_name",
        gettext_lazy("First name"),
        ("forename", "given name", "legal forename", "forenames", "legal first name"),
        needed=True,
        longest=120,
    ),
    Column(
        "family_name",
        gettext_lazy("Family name"),
        ("surname", "last name", "legal surname", "legal family name", "legal last name"),
        needed=True,
        longest=120,
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
    ),
    Column("upn", gettext_lazy("UPN"), ("unique pupil number",), cells.a_upn),
    Column(
        "admission_number",
        gettext_lazy("Admission number"),
        ("adno", "adm no", "admission no", "admissions number"),
        longest=20,
    ),
    Column(
        "year_group",
        gettext_lazy("Year group"),
        ("year", "nc year", "ncyearactual", "national curriculum year", "yr"),
        cells.a_year_group,
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
            "group",
            "teaching group",
        ),
        longest=120,
    ),
    Column(
        "sen_status",
        gettext_lazy("SEN status"),
        ("sen", "senprovision", "sen provision", "sen code", "sen stage", "send status"),
        cells.a_sen_code,
    ),
    Column(
        "sen_start",
        gettext_lazy("SEN start date"),
        ("sen status start date", "sen provision start date", "sen from", "sen since"),
        cells.a_date,
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
    ),
    Column(
        "home_language",
        gettext_lazy("Language at home"),
        ("home language", "first language", "language", "mother tongue"),
        cells.a_language,
    ),
    Column(
        "joined_on",
        gettext_lazy("Joined on"),
        ("entry date", "admission date", "date of entry", "date of admission", "start date"),
        cells.a_date,
    ),
    Column(
        "left_on",
        gettext_lazy("Left on"),
        ("leaving date", "date of leaving", "leave date", "end date"),
        cells.a_date,
        strict=True,
    ),
)
LABELS = {column.code: column.label for column in COLUMNS}
KEPT_AS_TEXT = ("upn", "year_group", "sen_status", "home_language")
