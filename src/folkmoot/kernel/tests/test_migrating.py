import pytest
from django.db import IntegrityError, connection, models
from django.db.migrations.loader import MigrationLoader

from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.migrating import (
    AddIndexWhileServed,
    AddUniqueWhileServed,
    ChangeInBatches,
    RemoveUniqueWhileServed,
    references_checked_afterwards,
)
from folkmoot.kernel.models import ActClaim, Entry

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "claim_by_digest"


def done(operation):
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("kernel", after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("kernel", editor, before, after)


def indexes():
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, "kernel_actclaim")


@pytest.fixture
def unindexed():
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"drop index if exists {NAME}")


def test_an_index_is_added_and_one_that_was_left_unfinished_is_made_anew(unindexed):
    operation = AddIndexWhileServed("actclaim", models.Index(fields=["digest"], name=NAME))
    done(operation)
    assert indexes()[NAME]["columns"] == ["digest"]
    if connection.vendor == "postgresql":
        # As a build that was cut off leaves it: there, of another form, and used by nobody.
        with connection.cursor() as cursor:
            cursor.execute(f"drop index {NAME}; create index {NAME} on kernel_actclaim (act)")
            cursor.execute("update pg_index set indisvalid = false where indexrelid = %s::regclass", [NAME])
            cursor.execute("set lock_timeout = '700ms'")
        done(operation)
        assert indexes()[NAME]["columns"] == ["digest"]
        with connection.cursor() as cursor:
            cursor.execute("show lock_timeout")
            assert cursor.fetchone() == ("700ms",)
            cursor.execute("reset lock_timeout")


def test_a_unique_constraint_is_added_again_after_an_interruption_and_removed(unindexed):
    wanted = models.UniqueConstraint(fields=["digest"], condition=models.Q(act="a.b"), name=NAME)
    for _time in range(2):
        done(AddUniqueWhileServed("actclaim", wanted))
    assert (indexes()[NAME]["columns"], indexes()[NAME]["unique"]) == (["digest"], True)
    with pytest.raises(IntegrityError):
        claims(2)
    state = MigrationLoader(connection).project_state()
    AddUniqueWhileServed("actclaim", wanted).state_forwards("kernel", state)
    for _time in range(2):
        with connection.schema_editor(atomic=False) as editor:
            RemoveUniqueWhileServed("actclaim", NAME).database_forwards("kernel", editor, state, state)
    assert NAME not in indexes()


def claims(count):
    at = now()
    ActClaim.objects.bulk_create(
        ActClaim(act_id=new_id(), act="a.b", digest="", answer=new_id(), claimed_at=at)
        for _each in range(count)
    )


def test_rows_are_changed_a_thousand_at_a_time_each_in_a_transaction_of_its_own():
    claims(2_500)
    sizes, nested = [], []

    def change(rows):
        nested.append(connection.in_atomic_block)
        sizes.append(rows.update(digest="changed"))

    done(ChangeInBatches("kernel.ActClaim", change))
    assert (sizes, nested) == ([1000, 1000, 500], [True] * 3)
    assert ActClaim.objects.exclude(digest="changed").count() == 0


def test_what_was_changed_before_an_interruption_is_kept_and_the_rest_done_when_it_is_repeated():
    claims(1_500)
    seen = []

    def change(rows):
        seen.append(rows.update(digest="changed"))
        if len(seen) == 2:
            raise KeyboardInterrupt

    operation = ChangeInBatches("kernel.ActClaim", change)
    with pytest.raises(KeyboardInterrupt):
        done(operation)
    assert ActClaim.objects.filter(digest="changed").count() == 1000
    done(operation)
    assert ActClaim.objects.filter(digest="changed").count() == 1500


def refer_to_nobody():
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(
            "insert into units_parentedge (id, unit_id, started_at) values (1, 'nowhere', '2026-01-01')"
        )


def test_on_sqlite_references_are_checked_once_and_a_broken_one_is_found():
    if connection.vendor != "sqlite":
        assert Entry.objects.count() == 0
        return
    checks = []
    check = connection.check_constraints
    connection.check_constraints = lambda *tables: checks.append(tables) or check()
    try:
        with references_checked_afterwards():
            done(ChangeInBatches("kernel.ActClaim", lambda rows: rows.update(digest="")))
            assert checks == []
        assert checks == [()]
        with pytest.raises(IntegrityError), references_checked_afterwards():
            refer_to_nobody()
    finally:
        connection.check_constraints = check
        with connection.cursor() as cursor:
            cursor.execute("delete from units_parentedge")
