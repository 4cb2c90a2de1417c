"""Lists of contacts, staff and groups: shown, brought in, undone."""

from datetime import date

import pytest

from fourfold.casework.people.actions import (
    add_care,
    change_care,
    change_pupil,
    commit_contacts,
    commit_groups,
    commit_staff,
    end_care,
)
from fourfold.casework.people.models import Care, Contact, GroupPupil, GroupStaff, TeachingGroup
from fourfold.config import clock
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.access.models import Membership, Seat, User
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.intake.actions import bring_file, undo
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.rows import altered_rows
from tests.cast import make_cast
from tests.dumps import a_dump

DAY = date(2025, 11, 5)


@pytest.fixture
def elm(db):
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def read(place, kind, *lines) -> Intake:
    return bring_file(
        place.organisation,
        kind,
        "list.csv",
        "\n".join(lines).encode(),
        actor=place.actor("Ada", DAY),
        today=DAY,
    )


def rows_of(intake) -> dict[int, IntakeRow]:
    return {row.number: row for row in IntakeRow.objects.filter(intake=intake).order_by("number")}


CONTACTS = [
    (
        "Contact forename,Contact surname,Pupil forename,Pupil surname,Pupil DOB,Relationship,PR,Email,Mobile,"
        "Lives with,Language,Address"
    ),
    "Dilek,KHAN,Ayaan,Khan,04/03/2017,mother,Y,new@family.example,07700 900001,Y,Turkish,",
    "Pat,Potts,Leo,Potts,01/06/2017,grandmother,,pat@family.example,,N,Polish,",
    "Pat,Potts,Rosa,Márquez-O'Brien,20/11/2016,family friend,N,pat@family.example,,N,,",
    "Nobody,Known,Zed,Zed,01/01/2010,father,Y,,,,,",
    "Bad,Mail,Leo,Potts,01/06/2017,uncle,maybe,not an address,,,Klingon,",
    "Marta,Marquez,Rosa,Marquez-O’Brien,20/11/2016,,,,,,,",
]


def test_a_list_of_contacts_is_matched_shown_and_brought_in(elm):
    intake = read(elm, "contacts", *CONTACTS)
    rows = rows_of(intake)
    assert {n: row.came_to for n, row in rows.items()} == {
        2: "changed",
        3: "new",
        4: "new",
        5: "left_out",
        6: "new",
        7: "same",
    }
    assert {reason["code"] for reason in rows[2].reasons} == {"signs_in_elsewhere"}
    assert [reason["code"] for reason in rows[4].reasons] == ["no_parent"]
    assert "no_parent" not in {reason["code"] for reason in rows[3].reasons}
    assert [reason["code"] for reason in rows[6].reasons].count("not_understood") == 3
    said = {reason["sentence"] for reason in rows[6].reasons}
    assert "“not an address” is not an e-mail address. It is left out." in said
    assert "Polish" in [each["new"] for each in rows[3].differences]
    commit_contacts(intake, actor=elm.actor("Ada", DAY), today=DAY)
    dilek = Contact.objects.get(given_name="Dilek")
    assert (dilek.email, dilek.phone, dilek.family_name) == (
        "new@family.example",
        "07700 900001",
        "Khan",
    )
    # As after a change by hand: the old address, the new one and the SENCO are told.
    told = Message.objects.filter(kind="contact.address_changed").order_by("pk")
    assert [(row.to_id, row.channel, row.address) for row in told] == [
        (dilek.membership_id, "email", "dilek@family.example"),
        (dilek.membership_id, "email", "new@family.example"),
        (elm.members["Amina"].pk, "in_app", ""),
    ]
    pat = Contact.objects.get(given_name="Pat")
    cares = {care.pupil.given_name: care for care in Care.objects.filter(contact=pat)}
    assert {name: care.responsibility for name, care in cares.items()} == {
        "Leo": "unknown",
        "Rosa": "no",
    }
    assert actor_of(pat.membership, DAY).roles == {Role.FAMILY}
    assert list(altered_rows()) == []
    assert differences() == []


def test_after_undoing_contacts_everything_is_as_before_their_way_in_too(elm):
    before = a_dump()
    intake = read(elm, "contacts", *CONTACTS)
    ada = elm.actor("Ada", DAY)
    commit_contacts(intake, actor=ada, today=DAY)
    changed = a_dump()
    assert changed["access.FamilyAddress"] != before["access.FamilyAddress"]
    undo(Intake.objects.get(pk=intake.pk), actor=ada)
    after = a_dump()
    for label in before:
        # What was told stays told.
        if label not in {"access.FamilyAddress", "notify.Message"}:
            assert after[label] == before[label], label
    ways_in = [sorted(row[1:] for row in dump["access.FamilyAddress"]) for dump in (before, after)]
    assert ways_in[0] == ways_in[1]
    assert list(altered_rows()) == []


def test_whose_address_an_undoing_moves_back_is_told_as_of_any_change(elm):
    intake = read(elm, "contacts", *CONTACTS)
    ada, dilek = elm.actor("Ada", DAY), elm.contacts["Dilek"]
    commit_contacts(intake, actor=ada, today=DAY)
    told = Message.objects.filter(kind="contact.address_changed").order_by("pk")
    before = told.count()
    # What has left meanwhile keeps nobody from undoing, and stays what was told.
    deliver_all(clock.now())
    undo(Intake.objects.get(pk=intake.pk), actor=ada)
    assert [(row.to_id, row.channel, row.address) for row in told[before:]] == [
        (dilek.membership_id, "email", "new@family.example"),
        (dilek.membership_id, "email", "dilek@family.example"),
        (elm.members["Amina"].pk, "in_app", ""),
    ]


def test_an_order_stays_whatever_a_list_says(elm):
    intake = read(
        elm,
        "contacts",
        "Contact forename,Contact surname,Pupil forename,Pupil surname,DOB,PR,Lives with",
        "Ivan,O’Brien,Rosa,Márquez-O’Brien,20/11/2016,N,Y",
    )
    (row,) = rows_of(intake).values()
    assert {reason["code"] for reason in row.reasons} == {"order"}
    commit_contacts(intake, actor=elm.actor("Ada", DAY), today=DAY)
    care = Care.objects.get(contact__given_name="Ivan")
    assert (care.responsibility, care.bars_all) == ("no", True)
    assert care.order_type == "Prohibited steps order"


DEV_AGAIN = (
    "Contact forename,Contact surname,Pupil forename,Pupil surname,Pupil DOB,Relationship,Email",
    "Dev,KHAN,Ayaan,Khan,04/03/2017,father,dev@family.example",
)


def _ended(elm, **order) -> Care:
    care = Care.objects.select_related("contact__membership", "pupil").get(
        contact=elm.contacts["Dev"], pupil=elm.children["Ayaan"]
    )
    amina = elm.actor("Amina", DAY)
    if order:
        change_care(care, actor=amina, seen={}, today=DAY, **order)
    return end_care(care, DAY, "He moved away.", actor=amina, today=DAY)


def test_whose_care_ended_does_not_come_back_without_a_person(elm):
    _ended(elm)
    intake = read(elm, "contacts", *DEV_AGAIN)
    (row,) = rows_of(intake).values()
    assert (row.came_to, row.reasons[0]["code"]) == ("ask", "cares_no_more")
    commit_contacts(intake, actor=elm.actor("Ada", DAY), today=DAY)
    assert Care.objects.filter(contact__given_name="Dev", valid_to__isnull=True).count() == 0


@pytest.mark.parametrize(
    "line", [DEV_AGAIN[1], "Deven,Kahn,Ayaan,Khan,04/03/2017,father,DEV@family.example"]
)
def test_an_order_comes_with_who_is_brought_back(elm, line):
    _ended(elm, bars_all=True, order_type="Prohibited steps")
    intake = read(elm, "contacts", DEV_AGAIN[0], line)
    (row,) = rows_of(intake).values()
    assert row.came_to == "ask"
    assert {"order", "perhaps_barred"} & {reason["code"] for reason in row.reasons}
    choices = {row.public_id: elm.children["Ayaan"].public_id}
    commit_contacts(intake, actor=elm.actor("Ada", DAY), today=DAY, choices=choices)
    care = Care.objects.get(
        pupil=elm.children["Ayaan"],
        contact__email__iexact="dev@family.example",
        valid_to__isnull=True,
    )
    assert (care.bars_all, care.order_type) == (True, "Prohibited steps")


def test_a_mother_at_the_mailbox_of_a_barred_father_is_asked_about_and_not_barred_with_him(elm):
    _ended(elm, bars_all=True, order_type="Prohibited steps")
    line = "Derya,Khan,Ayaan,Khan,04/03/2017,mother,dev@family.example"
    intake = read(elm, "contacts", DEV_AGAIN[0], line)
    (row,) = rows_of(intake).values()
    assert (row.came_to, row.reasons[0]["code"]) == ("ask", "perhaps_barred")
    assert "address_shared" in {reason["code"] for reason in row.reasons}
    choices = {row.public_id: "another"}
    commit_contacts(intake, actor=elm.actor("Ada", DAY), today=DAY, choices=choices)
    assert not Care.objects.get(contact__given_name="Derya").bars_all


def test_two_lines_about_one_contact_of_two_children_add_up_and_they_are_told_once(elm):
    ada, leo = elm.actor("Ada", DAY), elm.children["Leo"]
    add_care(leo, elm.contacts["Dilek"], actor=ada, today=DAY, relationship="aunt")
    intake = read(
        elm,
        "contacts",
        "Contact forename,Contact surname,Pupil forename,Pupil surname,DOB,Email,Mobile",
        "Dilek,Khan,Ayaan,Khan,04/03/2017,new@family.example,",
        "Dilek,Khan,Leo,Potts,01/06/2017,new@family.example,07700 900001",
    )
    commit_contacts(intake, actor=ada, today=DAY)
    dilek = Contact.objects.get(pk=elm.contacts["Dilek"].pk)
    assert (dilek.email, dilek.phone) == ("new@family.example", "07700 900001")
    told = Message.objects.filter(kind="contact.address_changed", channel="email")
    assert [each.address for each in told.order_by("pk")].count("new@family.example") == 1
    undo(intake, actor=ada)
    dilek.refresh_from_db()
    assert (dilek.email, dilek.phone) == ("dilek@family.example", "")


def test_a_protected_childs_family_is_not_added_to_without_a_person(elm):
    ada = elm.actor("Ada", DAY)
    change_pupil(elm.children["Leo"], actor=ada, seen={}, whereabouts_protected=True)
    intake = read(
        elm,
        "contacts",
        "Contact forename,Contact surname,Pupil forename,Pupil surname,DOB,Email",
        "Some,Body,Leo,Potts,01/06/2017,some@family.example",
    )
    (row,) = rows_of(intake).values()
    assert row.came_to == "ask"
    commit_contacts(intake, actor=ada, today=DAY, choices={row.public_id: "new"})
    assert not Contact.objects.filter(given_name="Some").exists()


STAFF = [
    "Name,Email,Role",
    "Mr New Teacher,NEW@elm.example,Teacher; DSL",
    "Mr Ben Hall,ben@elm.example,teacher/key worker",
    "Ms Amina Obi,amina@elm.example,SENCO",
    "Otto Lake,otto@oak.example,Teaching assistant",
    "Wrong Role,wrong@elm.example,Wizard",
    "No Address,,Teacher",
    "Twice,new@elm.example,Teacher",
]


def test_a_list_of_staff_is_brought_in_and_undone(elm):
    before = a_dump()
    intake = read(elm, "staff", *STAFF)
    assert {n: row.came_to for n, row in rows_of(intake).items()} == {
        2: "new",
        3: "changed",
        4: "same",
        5: "new",
        6: "left_out",
        7: "left_out",
        8: "left_out",
    }
    ada = elm.actor("Ada", DAY)
    commit_staff(intake, actor=ada, today=DAY)
    new = Membership.objects.get(user__email="new@elm.example")
    assert actor_of(new, DAY).roles == {Role.TEACHER, Role.SAFEGUARDING_LEAD}
    assert actor_of(elm.members["Ben"], DAY).roles == {Role.TEACHER, Role.KEYWORKER}
    otto = User.objects.get(email="otto@oak.example")
    assert Seat.objects.filter(user=otto).count() == 2
    undo(Intake.objects.get(pk=intake.pk), actor=ada)
    told = Message.objects.filter(kind="member.roles_changed")
    assert {m.payload["gained"] for m in told} == {"safeguarding_lead"}
    # That leaders were told stays said.
    assert a_dump() | {"notify.Message": []} == before
    assert Seat.objects.filter(user=otto).count() == 1
    assert list(altered_rows()) == []
    mine = read(elm, "staff", STAFF[0], "Ms Ada Reid,ada@elm.example,SENCO")
    with pytest.raises(Impossible, match="Line 2 of this list makes you something"):
        commit_staff(mine, actor=ada, today=DAY)


GROUPS = [
    "Group,Kind,Staff email,Part,Pupils",
    "Merlin,class,ben@elm.example,teaches,Ayaan Khan; Potts Leo",
    "Merlin,,tess@elm.example,supports,",
    "Kestrel,,ben@elm.example,teaches,Rosa Marquez-O'Brien",
    "Spelling,support,tess@elm.example,,Iğdır Şahin | Ayaan Khan",
    "Odd,class,nobody@elm.example,,",
    "Odder,class,,,Zed Zed",
    "Oddest,choir,,,",
]


def test_a_list_of_groups_is_brought_in_and_undone(elm):
    before = a_dump()
    intake = read(elm, "groups", *GROUPS)
    assert {n: row.came_to for n, row in rows_of(intake).items()} == {
        2: "new",
        3: "new",
        4: "same",
        5: "new",
        6: "left_out",
        7: "left_out",
        8: "left_out",
    }
    ada = elm.actor("Ada", DAY)
    commit_groups(intake, actor=ada, today=DAY)
    merlin = TeachingGroup.objects.get(name="Merlin")
    assert set(GroupStaff.objects.filter(group=merlin).values_list("part", flat=True)) == {
        "teaches",
        "supports",
    }
    leo = GroupPupil.objects.filter(pupil=elm.children["Leo"], valid_to=None)
    assert [row.group.name for row in leo] == ["Merlin"]
    spelling = GroupStaff.objects.get(group__name="Spelling")
    assert spelling.part == "supports"
    ayaan = GroupPupil.objects.filter(pupil=elm.children["Ayaan"], valid_to=None)
    assert {row.group.name for row in ayaan} == {"Merlin", "Phonics", "Spelling"}
    undo(Intake.objects.get(pk=intake.pk), actor=ada)
    assert a_dump() == before
    assert list(altered_rows()) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Group,Teacher,Pupil Surname,Pupil Forename", "Maths 1,Mr Ben Hall,Khan,Ayaan"),
        ("Group,Teacher name,Pupil", "Maths 1,Ben Hall,Ayaan Khan"),
        ("Class,Class teacher,Surname,First name", 'Maths 1,"Hall, Ben",Khan,Ayaan'),
    ],
)
def test_a_list_of_groups_names_the_teacher_and_the_child_as_schools_write_them(elm, lines):
    intake = read(elm, "groups", *lines)
    commit_groups(intake, actor=elm.actor("Ada", DAY), today=DAY)
    group = TeachingGroup.objects.get(name="Maths 1")
    assert GroupPupil.objects.get(group=group).pupil == elm.children["Ayaan"]
    assert GroupStaff.objects.get(group=group).membership == elm.members["Ben"]


def test_whoever_a_list_of_groups_names_that_is_not_here_is_left_out_with_the_reason(elm):
    lines = ("Group,Teacher,Surname,Forename", "Maths 1,Mr Benn Hall,Khan,Ayaan")
    intake = read(elm, "groups", *lines, "Maths 1,Mr Ben Hall,Khan,", "Maths 1,,Khan,Zed")
    rows = rows_of(intake)
    assert {row.came_to for row in rows.values()} == {"left_out"}
    assert [row.reasons[0]["code"] for row in rows.values()] == [
        "no_member",
        "no_child",
        "no_child",
    ]


def test_a_list_puts_a_child_into_one_class_and_into_many_other_groups(elm):
    lines = ("Osprey,class,Leo Potts", "Heron,class,Leo Potts; Rosa Marquez-O'Brien")
    others = ("Maths,subject,Leo Potts", "Maths,,Leo Potts", "Osprey,,Leo Potts")
    intake = read(elm, "groups", "Group,Kind,Pupils", *lines, *others)
    rows = rows_of(intake)
    assert [row.came_to for row in rows.values()] == ["new", "left_out", "new", "new", "new"]
    (reason,) = rows[3].reasons
    assert reason["code"] == "class_twice"
    assert "Leo Potts is in the class Osprey by line 2" in reason["sentence"]
    leaves = [any("leave" in each["what"] for each in row.differences) for row in rows.values()]
    assert leaves == [True, False, False, False, True]
    commit_groups(intake, actor=elm.actor("Ada", DAY), today=DAY)
    leo = GroupPupil.objects.filter(pupil=elm.children["Leo"], valid_to=None)
    assert sorted(row.group.name for row in leo) == ["Maths", "Osprey"]


def test_of_two_lists_the_later_one_is_undone_first(elm):
    intake = read(elm, "staff", *STAFF)
    ada = elm.actor("Ada", DAY)
    commit_staff(intake, actor=ada, today=DAY)
    new = Membership.objects.get(user__email="new@elm.example")
    other = read(elm, "groups", GROUPS[0], "Merlin,class,new@elm.example,teaches,")
    commit_groups(other, actor=ada, today=DAY)
    with pytest.raises(Impossible, match="Mr New Teacher"):
        undo(Intake.objects.get(pk=intake.pk), actor=ada)
    undo(Intake.objects.get(pk=other.pk), actor=ada)
    undo(Intake.objects.get(pk=intake.pk), actor=ada)
    assert not Membership.objects.filter(pk=new.pk).exists()
