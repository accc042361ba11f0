"""Members beyond the first hundred thousand, copied row by row in SQL from those that the import brought.

Importing six million takes most of an hour, and no figure here depends on how the rows came in; `docs/performance.md`
says so beside the results. Every cell without members gets as many as the others have.
"""

from django.db import connection, transaction

CELLS_AT_ONCE = 5_000


def multiply(per_cell: int) -> None:
    """Give every cell that has no members `per_cell` of them, in short transactions."""
    while empty := _empty_cells():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "create temp table if not exists place (unit_id text, person_id text, number text)"
            )
            cursor.execute("delete from place")
            cursor.executemany(_PLACES, [(unit, per_cell) for unit in empty])
            for statement in _STATEMENTS:
                cursor.execute(statement)


_PLACES = """
insert into place
with recursive member(n, u, most) as (
    select 1, %s, %s union all select n + 1, u, most from member where n < most
)
select u, lower(hex(randomblob(16))), lower(hex(randomblob(8))) from member
"""
_STATEMENTS = (
    """insert into people_person (id, name, sort_name, search_name, name_key, member_number, languages, created_at)
    select person_id, 'Member ' || number, number || ', Member', number || ', member', number || ' member', 'C' || number,
        '[]', datetime('now')
    from place""",
    """insert into people_membership (id, started_at, ended_at, unit_id, person_id)
    select lower(hex(randomblob(16))), '2026-01-01 00:00:00', null, unit_id, person_id from place""",
    """insert into membership_membercount (unit_id, members) select unit_id, count(*) from place group by unit_id
    on conflict (unit_id) do update set members = excluded.members""",
)


def _empty_cells() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select u.id from units_unit u join units_unitkind k on k.id = u.kind_id
            left join membership_membercount c on c.unit_id = u.id
            where k.is_cell and coalesce(c.members, 0) = 0 order by u.path limit %s""",
            [CELLS_AT_ONCE],
        )
        return [row[0] for row in cursor.fetchall()]
