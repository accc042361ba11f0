"""What somebody had typed when their session ended: whoever typed it finds it again once signed in, and nobody else does.

A form says, signed, on whose page it stood, on which one, and in which session. Sent by the browser whose session that was,
when it is over, it is kept in the one in which its author is about to sign in, which the cookie of that browser alone opens,
for an hour. Then it stands in the form as it was typed. It is not sent for them: `requests.do` does no act on such a page.
"""

from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, QueryDict

from folkmoot.people.models import Person

SECONDS = 3600
# As sent: some hundred pages of plain letters.
LONGEST = 200_000
# So often in a day, of one person: what is kept takes room in the database before anybody has signed in.
MOST = 10
# So long a page may have lain open.
_DAY_SECONDS = 24 * 3600
_KEY, _SALT, _FIELD = "typed", "folkmoot.typed", "typed_by"
_NOT_TYPED = (_FIELD, "csrfmiddlewaretoken", "act_id")


def mark_of(person: Person, *, path: str, session_key: str) -> str:
    """Return what a form carries that stands on the page `path` of `person`; whoever copies it elsewhere has nothing."""
    return signing.dumps(str(person.pk), salt=_salt(path, session_key))


def keep_typed(request: HttpRequest, *, to: str, at: datetime) -> bool:
    """Keep what was typed into the form of the page `to`, and return whether it is kept.

    It is not if the form does not say whose it is, was sent to another page or by another browser than the one it was shown in,
    has files alone or nothing in it, or is too long.
    """
    typed, author = request.POST.copy(), _author(request)
    for name in _NOT_TYPED:
        typed.pop(name, None)
    fields = typed.urlencode()
    is_fit = 0 < len(fields) <= LONGEST and urlsplit(to).path == request.path
    if not (is_fit and author and _is_seldom(author)):
        return False
    request.session[_KEY] = {"by": author, "path": request.path, "at": at.timestamp(), "fields": fields}
    request.session.set_expiry(SECONDS)
    return True


def words_typed(request: HttpRequest) -> list[str]:
    """Return what was typed in words into a form that is not kept, for whoever sent it to copy; nothing if it was too long."""
    texts = [text for name in request.POST if name not in _NOT_TYPED for text in request.POST.getlist(name)]
    words = [text for text in texts if len(text.split()) > 1]
    return words if sum(map(len, words)) <= LONGEST else []


def stay_signed_in(request: HttpRequest) -> None:
    """Let a session in which something was kept last as long as any, now that somebody signed in."""
    if _KEY in request.session:
        request.session.set_expiry(None)


def typed_before(request: HttpRequest, *, person: Person, at: datetime) -> QueryDict | None:
    """Return once what `person` had typed into this page when their session ended; None if it is nothing.

    What somebody else had typed, or longer ago than an hour, is forgotten.
    """
    if _KEY not in request.session:
        return None
    kept = cast("dict[str, Any]", request.session[_KEY])
    is_theirs = kept["by"] == str(person.pk) and at.timestamp() - kept["at"] <= SECONDS
    if is_theirs and kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(kept["fields"]) if is_theirs else None


def _author(request: HttpRequest) -> str:
    # The session is over, so only the cookie still says which one it was.
    salt = _salt(request.path, request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    try:
        return str(signing.loads(request.POST.get(_FIELD, ""), salt=salt, max_age=_DAY_SECONDS))
    except signing.BadSignature:
        return ""


def _salt(path: str, session_key: str) -> str:
    # It is hashed with the secret key, and so tells nobody of the session.
    return f"{_SALT}:{session_key}:{path}"


def _is_seldom(author: str) -> bool:
    return any(cache.add(f"typed:{author}:{place}", "kept", timeout=_DAY_SECONDS) for place in range(MOST))
