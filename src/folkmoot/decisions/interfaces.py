"""What decisions ask the features above them."""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.models.audience import Standing
from folkmoot.people.models import Person
from folkmoot.ui.links import Link


@dataclass(frozen=True)
class Hindered:
    """Why a draft may neither be adopted nor thrown away now, in a sentence and in a word, and where that can be changed."""

    sentence: str
    word: str
    link: Link


@dataclass(frozen=True)
class Prepared:
    """What a draft has behind it, in a word that says first that it is one, and where that is read."""

    word: str
    link: Link


@dataclass(frozen=True)
class Question:
    """What a member is asked of a point that has come back to them, in a language, and the address at which they answer."""

    text: str
    language: str
    address: str


# Says of decisions at a moment what hinders those that are hindered.
Hindrance = Callable[[Collection[UUID], datetime], Mapping[UUID, Hindered]]
# Says of drafts at a moment what those have behind them that have something.
Preparation = Callable[[Collection[UUID], datetime], Mapping[UUID, Prepared]]
# Links from the page of a decision that was adopted to what led to it, or follows from it, for whoever may read both.
Forerunners = Callable[[UUID, Person, datetime], Iterable[Link]]
# Says at which address everybody reads a decision, members or not; empty if they do not.
OpenAddress = Callable[[UUID], str]
# Asks a member who stands so of the points in focus, by their decisions, those on which there is a question for them. Whoever
# answers calls `keep_round`; how it went is told to nobody.
Questions = Callable[[Mapping[UUID, str], Person, Sequence[Standing], datetime], Mapping[UUID, Question]]

_HINDRANCES: list[Hindrance] = []
_PREPARATIONS: list[Preparation] = []
_FORERUNNERS: list[Forerunners] = []
_FOLLOWERS: list[Forerunners] = []
_OPEN_ADDRESSES: list[OpenAddress] = []
_QUESTIONS: list[Questions] = []


def register_hindrance(hindrance: Hindrance) -> None:
    """Register what can hinder that a draft is adopted or thrown away; called by `config`."""
    if hindrance not in _HINDRANCES:
        _HINDRANCES.append(hindrance)


def hindrance_to(decision_id: UUID, *, at: datetime) -> Hindered | None:
    """Return the first reason why a draft may neither be adopted nor thrown away at the moment `at`, None if it may."""
    return hindrances_to([decision_id], at=at).get(decision_id)


def hindrances_to(decision_ids: Collection[UUID], *, at: datetime) -> Mapping[UUID, Hindered]:
    """Return the first reason of each draft that may neither be adopted nor thrown away at the moment `at`."""
    return ChainMap(*(dict(hindrance(decision_ids, at)) for hindrance in _HINDRANCES))


def register_preparation(preparation: Preparation) -> None:
    """Register what drafts can have behind them; called by `config`."""
    if preparation not in _PREPARATIONS:
        _PREPARATIONS.append(preparation)


def preparations_of(decision_ids: Collection[UUID], *, at: datetime) -> Mapping[UUID, Prepared]:
    """Return what each draft has behind it by the moment `at`, without those that have nothing."""
    return ChainMap(*(dict(prepared(decision_ids, at)) for prepared in _PREPARATIONS))


def register_forerunners(forerunners: Forerunners) -> None:
    """Register what led to decisions, to be linked from their pages; called by `config`."""
    if forerunners not in _FORERUNNERS:
        _FORERUNNERS.append(forerunners)


def register_followers(followers: Forerunners) -> None:
    """Register what the text of decisions leads to, to be linked from the pages of texts; called by `config`."""
    if followers not in _FOLLOWERS:
        _FOLLOWERS.append(followers)


def links_of(decision_id: UUID, person: Person, *, is_amendment: bool, at: datetime) -> list[Link]:
    """Return links to what led to a decision and to what its text leads to, as far as `person` may read it.

    An amendment leads to the text that it changes, and that to the rest.
    """
    asked = _FORERUNNERS if is_amendment else [*_FORERUNNERS, *_FOLLOWERS]
    return [link for links in asked for link in links(decision_id, person, at)]


def register_open_address(address: OpenAddress) -> None:
    """Register what publishes decisions to everybody; called by `config`."""
    if address not in _OPEN_ADDRESSES:
        _OPEN_ADDRESSES.append(address)


def open_address_of(decision_id: UUID) -> str:
    """Return the address at which everybody reads a decision, members or not; empty if they do not."""
    return next(filter(None, (address(decision_id) for address in _OPEN_ADDRESSES)), "")


def register_questions(questions: Questions) -> None:
    """Register what asks members of points that come back to them; called by `config`."""
    if questions not in _QUESTIONS:
        _QUESTIONS.append(questions)


def questions_on(
    points: Mapping[UUID, str], person: Person, standings: Sequence[Standing], *, at: datetime
) -> Mapping[UUID, Question]:
    """Return what `person` is asked of the points in focus, by their decisions, without those of which nobody asks anything."""
    if not points:
        return {}
    return ChainMap(*(dict(questions(points, person, standings, at)) for questions in _QUESTIONS))
