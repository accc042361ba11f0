"""Where this installation keeps its ledger's key and its signed heads, and how all of it is verified."""

from django.conf import settings

from folkmoot.decisions.queries.sealed import check_seals
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.kernel.verifying import Verdict, verify


def signer() -> Signer:
    """Return what signs the heads of this installation's ledger."""
    return Signer.kept_in(settings.DATA)


def heads() -> HeadLog:
    """Return the file of signed heads, beside the database and not in it."""
    return HeadLog(settings.DATA / "ledger-heads.jsonl")


def verdict() -> Verdict:
    """Verify the whole ledger, and what features sealed in it."""
    return verify(signer=signer(), heads=heads(), checks=[check_seals])
