from uuid import UUID

from folkmoot.kernel.due import work_off


class Pile:
    """Things that are due; what is refused stays at its place."""

    def __init__(self, *, refused: set[int], count: int) -> None:
        self.refused = refused
        self.left = list(range(count))

    def due(self, skip: int, limit: int) -> list[UUID]:
        return [UUID(int=each) for each in self.left[skip : skip + limit]]

    def do(self, each: UUID) -> bool:
        if each.int in self.refused:
            return False
        self.left.remove(each.int)
        return True


def test_what_is_refused_holds_up_nothing_that_comes_after_it() -> None:
    pile = Pile(refused=set(range(7)) | {9}, count=12)
    assert work_off(pile.due, pile.do, most=3) == 3
    assert pile.left == [0, 1, 2, 3, 4, 5, 6, 9, 11]
    assert work_off(pile.due, pile.do, most=3) == 1
    assert pile.left == [0, 1, 2, 3, 4, 5, 6, 9]
    assert work_off(pile.due, pile.do, most=3) == 0


def test_no_more_is_done_at_once_than_was_asked() -> None:
    pile = Pile(refused=set(), count=5)
    assert work_off(pile.due, pile.do, most=2) == 2
    assert pile.left == [2, 3, 4]
