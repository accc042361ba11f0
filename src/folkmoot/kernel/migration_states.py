"""What spares most of the time that making a database takes: models that a migration does not change are not made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import BaseConstraint, Index

_add_model = ProjectState.add_model
_add_index = ProjectState.add_index
_add_constraint = ProjectState.add_constraint


@contextmanager
def models_made_once() -> Iterator[None]:
    """Apply migrations forwards without making every model anew for each new table, index and constraint.

    Django makes anew whatever hangs together with the model that is added or changed. Here that is nearly everything, by
    way of people and units, and was two thirds of the work of setting up. A model that is added takes its place among the
    others without that, as it does when an application loads its models one after the other, and an index or a constraint
    is a matter of one model. Code in migrations is still given models that are all made anew, for which `is_delayed` stands.
    """
    with mock.patch.multiple(
        ProjectState, add_model=_with_model, add_index=_with_index, add_constraint=_with_constraint
    ):
        yield


def _with_model(state: ProjectState, added: ModelState) -> None:
    if (added.app_label, added.name_lower) in state.models:
        _add_model(state, added)
        return
    with _nothing_made_anew(state):
        _add_model(state, added)
    if "apps" in vars(state):
        state.apps.render_multiple([added])


def _with_index(state: ProjectState, app: str, model: str, index: Index) -> None:
    with _nothing_made_anew(state):
        _add_index(state, app, model, index)
    if "apps" in vars(state):
        meta = state.apps.get_model(app, model)._meta  # noqa: SLF001  -- Django's documented API
        meta.indexes = [*meta.indexes, index]
        state.apps.clear_cache()


def _with_constraint(state: ProjectState, app: str, model: str, constraint: BaseConstraint) -> None:
    with _nothing_made_anew(state):
        _add_constraint(state, app, model, constraint)
    if "apps" in vars(state):
        meta = state.apps.get_model(app, model)._meta  # noqa: SLF001  -- as above
        meta.constraints = [*meta.constraints, constraint]
        state.apps.clear_cache()


@contextmanager
def _nothing_made_anew(state: ProjectState) -> Iterator[None]:
    # Without its models at hand, the state notes the change and leaves it at that.
    apps = vars(state).pop("apps", None)
    yield
    if apps is not None:
        state.apps = apps
        state.is_delayed = True
