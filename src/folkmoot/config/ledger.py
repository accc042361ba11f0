"""Where this installation keeps its ledger's key and its signed heads."""

from django.conf import settings

from folkmoot.kernel.signing import HeadLog, Signer


def signer() -> Signer:
    """Return what signs the heads of this installation's ledger."""
    return Signer.kept_in(settings.DATA)


def heads() -> HeadLog:
    """Return the file of signed heads, beside the database and not in it."""
    return HeadLog(settings.DATA / "ledger-heads.jsonl")
