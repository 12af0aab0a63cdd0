"""People and their roles: who works at the agency and who is a subscriber's."""

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import override_settings
from django.utils import translation

from newswire.accounts.models import Role, User
from newswire.project import settings as shipped

DESK = tuple(role for role in Role if role != Role.SUBSCRIBER)


@pytest.mark.parametrize("role", list(Role))
def test_desk_roles_work_at_the_agency_and_subscribers_do_not(role: Role) -> None:
    assert User(username="somebody", role=role).is_desk is (role in DESK)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_switched_off_works_nowhere(role: Role) -> None:
    assert not User(username="somebody", role=role, is_active=False).is_desk


def test_being_staff_or_superuser_does_not_open_the_desk_to_a_subscriber() -> None:
    assert not User(username="reader", role=Role.SUBSCRIBER, is_staff=True, is_superuser=True).is_desk


def test_a_new_person_has_the_least_of_the_desks_roles(dsn: str) -> None:
    assert dsn
    person = User.objects.create_user("beginner", password="a long sentence")
    person.refresh_from_db()
    assert (person.role, person.is_desk, person.is_superuser) == (Role.REPORTER, True, False)


def test_the_role_is_kept_as_its_plain_word(dsn: str) -> None:
    assert dsn
    User.objects.create_user("chief", password="a long sentence", role=Role.DUTY_CHIEF)
    assert list(User.objects.values_list("role", flat=True)) == ["duty-chief"]
    assert User.objects.get(username="chief").is_desk


def test_a_role_that_does_not_exist_is_refused(dsn: str) -> None:
    assert dsn
    person = User(username="king", password="x", role="king")
    with pytest.raises(ValidationError) as refused:
        person.full_clean()
    assert list(refused.value.error_dict) == ["role"]


def test_a_name_to_sign_in_with_belongs_to_one_person(dsn: str) -> None:
    assert dsn
    User.objects.create_user("edwin")
    with pytest.raises(IntegrityError):
        User.objects.create_user("edwin", role=Role.SUBSCRIBER)


def test_a_password_is_never_stored(dsn: str) -> None:
    assert dsn
    person = User.objects.create_user("edwin", password="a long sentence")
    assert "a long sentence" not in str(User.objects.values_list().get(pk=person.pk))
    assert person.check_password("a long sentence")
    assert not User.objects.create_user("ghost").has_usable_password()


def test_newswire_ships_djangos_own_work_factor_though_tests_hash_quickly() -> None:
    assert not hasattr(shipped, "PASSWORD_HASHERS")
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        algorithm, rounds, _salt, _hash = make_password("a long sentence").split("$")
    assert (algorithm, int(rounds)) == ("pbkdf2_sha256", PBKDF2PasswordHasher.iterations)
    assert int(rounds) >= 1_000_000


def test_roles_are_named_in_the_interfaces_language() -> None:
    with translation.override("tr"):
        named = [str(role.label) for role in Role]
    assert len(set(named)) == len(Role)
    assert [str(role.label) for role in DESK] == [
        "Reporter", "Editor", "Duty chief", "Picture editor", "Translator", "Sales", "Administrator",
    ]  # fmt: skip
