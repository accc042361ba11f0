"""Units: the nodes of the tree."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Length

from folkmoot.kernel.ids import new_id
from folkmoot.units.rules import paths

# The last code point there is: closes a range of texts that begin alike.
AFTER_ALL_LETTERS = "\U0010ffff"


class UnitKind(models.Model):
    """What a unit can be: region, district, cell… Data, not code; `rank` orders them from the top (1) down."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    plural = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(unique=True)
    is_cell = models.BooleanField()

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Sector(models.Model):
    """What a unit works in: health, rail, youth and so on."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    """Selections of units by their place in the tree."""

    def within(self, *tops: "Unit") -> Self:
        """Keep the units that are one of `tops` or lie below one."""
        return self.within_paths(top.path for top in tops)

    def within_paths(self, tops: Iterable[str]) -> Self:
        """Keep the units at or below one of the paths `tops`: one index range each."""
        chosen = models.Q()
        for low, high in map(paths.range_of, paths_without_inner(tops)):
            chosen |= models.Q(path__gte=low, path__lt=high)
        return self.filter(chosen) if chosen else self.none()

    def above(self, unit: "Unit") -> Self:
        """Keep `unit` and the units above it, at most twelve."""
        return self.filter(path__in=paths.ancestors_of(unit.path))

    def open(self) -> Self:
        """Keep the units that have not been closed."""
        return self.filter(closed_at=None)

    def cells(self) -> Self:
        """Keep the units that are members' homes."""
        return self.filter(kind__is_cell=True)

    def beginning_with(self, column: str, start: str) -> Self:
        """Keep the units whose `search_name` or `code` begins with `start`: one index range."""
        return self.filter(**{f"{column}__gte": start, f"{column}__lt": start + AFTER_ALL_LETTERS})

    def in_order(self) -> Self:
        """Sort in preorder, so that each subtree is one slice."""
        return self.order_by("path")

    def in_units(self, units: models.QuerySet["Unit"]) -> Self:
        """Keep the units that are among `units`: what `access.visible` asks of every queryset."""
        # Both conditions on one row. Asked for ids in those of a subtree, a database goes through the subtree first.
        return self & units.order_by()


class Unit(models.Model):
    """A node of the tree; its path lives here and nowhere else, everything else keeps its id."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    # The name folded by `kernel.text.fold`: what lists are searched and sorted by. Folding can lengthen it.
    search_name = models.CharField(max_length=400)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=paths.STEP * paths.DEEPEST, unique=True)
    # How many children it ever had: a freed path is never given again, so old references cannot come to mean another.
    children_made = models.PositiveIntegerField(default=0)
    time_zone = models.CharField(max_length=64, default="UTC")
    sectors = models.ManyToManyField(Sector, related_name="+")
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # When it last became something that figures taken before cannot have counted: founded, moved, reopened, made another
    # kind, or a cell that took its word back. Null: never since this is kept.
    stirred_at = models.DateTimeField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = (
            # One organisation, one tree: only the unit at the very first path has no parent, and paths are unique.
            models.CheckConstraint(
                condition=models.Q(parent=None, path=paths.ROOT)
                | (models.Q(parent__isnull=False) & ~models.Q(path=paths.ROOT)),
                name="unit_without_parent_iff_root",
            ),
        )
        indexes = (
            # Lists of units by name, and by kind in the order of the tree.
            models.Index(fields=["search_name", "id"], name="unit_in_name_order"),
            models.Index(fields=["kind", "path"], name="unit_by_kind"),
            # The first levels below a unit, without what are cells there: pictures.
            models.Index("kind", Length("path"), "path", name="unit_by_kind_and_level"),
            # Where figures cannot be relied on: few since any figures that pages show.
            models.Index(
                fields=["stirred_at"], name="unit_stirred", condition=models.Q(stirred_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def depth(self) -> int:
        """Its level: 1 for the root."""
        return paths.depth_of(self.path)

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed_at is None

    def local(self, at: datetime) -> datetime:
        """Return the moment as the clocks in this unit show it."""
        return at.astimezone(ZoneInfo(self.time_zone))


class ParentEdge(models.Model):
    """Where a unit hung from when to when, half-open: the tree as of a date."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="edges")
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at=None), name="one_open_parent_edge_per_unit"
            ),
        )


def paths_without_inner(tops: Iterable[str]) -> list[str]:
    """Return `tops` without those that lie below another of them, so that no range is asked twice."""
    kept: list[str] = []
    for path in sorted(set(tops)):
        if not kept or not paths.is_within(path, kept[-1]):
            kept.append(path)
    return kept
