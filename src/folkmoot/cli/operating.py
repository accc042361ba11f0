"""`folkmoot token`, `folkmoot ledger`, `folkmoot migrate` and `folkmoot reindex`: small things an operator does."""

import argparse
import sys
from collections.abc import Sequence

from folkmoot.cli.starting import count_migrations_waiting, start, start_with_database

TOLD_EVERY = 1_000


def token(arguments: Sequence[str]) -> int:
    """Make, list or end tokens for the API; returns 0 if done, 1 if refused."""
    given = _token_parser().parse_args(arguments)
    start_with_database()
    from folkmoot.kernel.errors import Refused

    try:
        {"make": _make_token, "list": _list_tokens, "end": _end_token}[given.verb](given)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def ledger(arguments: Sequence[str]) -> int:
    """Verify that the ledger is whole; returns 0 if it is, 1 if not."""
    parser = argparse.ArgumentParser("folkmoot ledger", description="Verify that the ledger is whole.")
    parser.add_argument(
        "verb", choices=["verify"], help="walk the whole ledger and say what is wrong with it"
    )
    parser.parse_args(arguments)
    start_with_database()
    from folkmoot.config.ledger import verdict

    found = verdict()
    print(f"{found.chained} entries are chained; {found.waiting} are waiting and not yet protected.")
    for sentence in (*found.notes, *found.faults):
        print(sentence)
    print("The ledger is whole." if found.is_whole else f"Faults: {len(found.faults)}.")
    return 0 if found.is_whole else 1


def migrate(arguments: Sequence[str]) -> int:
    """Bring the database to this version, also while an earlier one serves it; returns 0."""
    about = "Bring the database to this version. An earlier version may go on serving it meanwhile, and afterwards."
    argparse.ArgumentParser("folkmoot migrate", description=about).parse_args(arguments)
    start()
    waiting = count_migrations_waiting()
    start_with_database()
    print(f"Migrations applied: {waiting}." if waiting else "The database is of this version already.")
    return 0


def reindex(arguments: Sequence[str]) -> int:
    """Make the index of the library anew, and say how far it has come; returns 0."""
    about = "Make the index that the library is searched by anew. It can be used meanwhile, and the command repeated."
    argparse.ArgumentParser("folkmoot reindex", description=about).parse_args(arguments)
    start_with_database()
    from folkmoot.documents.actions.indexing import rebuild_index
    from folkmoot.kernel.clock import now

    done = 0
    for done in rebuild_index(at=now()):
        if done % TOLD_EVERY == 0:
            print(f"{done} documents are indexed.")
    print(f"The index is whole: {done} documents.")
    return 0


def _token_parser() -> argparse.ArgumentParser:
    about = (
        "Make, list or end tokens, with which a program acts for somebody. Private acts are refused to them."
    )
    parser = argparse.ArgumentParser("folkmoot token", description=about)
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("make", help="make a token; its secret is shown this once")
    make.add_argument("--name", required=True, help="what it is for, to know it again in the list")
    make.add_argument("--act", action="append", default=[], help="an act it may do; may be repeated")
    make.add_argument("--read", action="append", default=[], help="a list it may read; may be repeated")
    make.add_argument("--days", type=int, default=90, help="how long it lasts: 1 to 366 (90)")
    listing = verbs.add_parser("list", help="list somebody's tokens")
    end = verbs.add_parser("end", help="end a token")
    end.add_argument("token", help="its id, as in the list")
    for verb in (make, listing, end):
        verb.add_argument(
            "--for", dest="who", required=True, metavar="ADDRESS|NUMBER", help="for whom it acts"
        )
    return parser


def _make_token(given: argparse.Namespace) -> None:
    from folkmoot.accounts.commands import make_operator_token
    from folkmoot.kernel.clock import now

    made = make_operator_token(
        given.who, name=given.name, acts=given.act, reads=given.read, days=given.days, at=now()
    )
    print(made.secret)
    sys.stderr.write(f"This is shown only now. To end it: folkmoot token end {made.id} --for {given.who}\n")


def _list_tokens(given: argparse.Namespace) -> None:
    from folkmoot.accounts.commands import person_by
    from folkmoot.accounts.queries.tokens import tokens_of
    from folkmoot.kernel.clock import now
    from folkmoot.people.models import Account

    account = Account.objects.filter(person=person_by(given.who)).first()
    for each in tokens_of(account, now()) if account else ():
        scopes = ", ".join([*each.acts, *(f"read {name}" for name in each.reads)])
        print(f"{each.pk}  until {each.expires_at:%Y-%m-%d}  {each.name}: {scopes}")


def _end_token(given: argparse.Namespace) -> None:
    from folkmoot.accounts.actions.tokens import end_token
    from folkmoot.accounts.commands import person_by
    from folkmoot.kernel.acts import Via, run
    from folkmoot.kernel.clock import now
    from folkmoot.kernel.ids import new_id

    inputs = {"token_id": given.token}
    run(end_token, inputs, act_id=new_id(), by=person_by(given.who), at=now, via=Via.OPERATOR)
    print("The token is ended.")
