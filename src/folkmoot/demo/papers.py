"""The decisions of the demo organisation's year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """A decision: so many days ago, by the body with this code, and how far its cells came with it.

    `conveyed` is the share of cells that confirmed it, `read` the share of members who acknowledged. One that `amends`
    another, by its title, has the points of that one as they are to be.
    """

    days_ago: int
    body: str
    title: str
    points: tuple[str, ...]
    conveyed: float
    read: float
    amends: str = ""


PAPERS = (
    Paper(
        350,
        "federation",
        "How we meet",
        (
            "Every co-operative holds a general meeting at least once a month.",
            "The secretary calls it in writing, seven clear days before, with the agenda.",
            "It can decide when half of the members are present; if fewer come, a second meeting decides within two weeks.",
            "What was decided is read to those who were absent, or handed to them on paper.",
        ),
        1.0,
        0.93,
    ),
    Paper(
        300,
        "federation",
        "The solidarity fund",
        (
            "Every co-operative pays one per cent of its surplus into a common fund.",
            "A co-operative in need asks its district, which answers within ten days and gives its reasons.",
            "The federation publishes every month what came in, what went out, and to whom.",
        ),
        0.98,
        0.88,
    ),
    Paper(
        240,
        "northmark",
        "Shared transport in Northmark",
        (
            "The co-operatives of the region use the three common lorries by a shared calendar.",
            "Whoever books and does not use a lorry tells the others the day before.",
            "The costs are shared by distance and published every quarter.",
        ),
        0.96,
        0.84,
    ),
    Paper(
        180,
        "federation",
        "Safety at work",
        (
            "No one works alone with machines that can cut, crush or burn.",
            "Every accident, and every near one, is written down on the same day and talked over at the next meeting.",
            "Every co-operative elects one member who looks after safety and may stop any work at once.",
            "Nobody is treated worse for having stopped unsafe work.",
        ),
        0.97,
        0.86,
    ),
    Paper(
        120,
        "lakeland",
        "Apprentices in Lakeland",
        (
            "Every co-operative with ten members or more takes at least one apprentice.",
            "An apprentice has a mentor of their own choice and is a member from the first day.",
            "After two years they decide themselves where they go on.",
        ),
        0.92,
        0.79,
    ),
    Paper(
        95,
        "federation",
        "Buying energy together",
        (
            "From the first of January the federation buys electricity for all co-operatives that join.",
            "Each co-operative decides at its general meeting whether it joins, and may leave with three months' notice.",
            "What is saved goes back to those who joined, by what they used.",
        ),
        0.85,
        0.71,
    ),
    Paper(
        40,
        "federation",
        "Minutes within three days",
        (
            "Every co-operative holds a general meeting at least once a month.",
            "The secretary calls it in writing, ten clear days before, with the agenda and the papers.",
            "It can decide when half of the members are present; if fewer come, a second meeting decides within two weeks.",
            "The minutes are ready three days after the meeting, and every member may see them.",
            "What was decided is read to those who were absent, or handed to them on paper.",
        ),
        0.9,
        0.7,
        amends="How we meet",
    ),
    Paper(
        25,
        "alderwick",
        "Market days in Alderwick",
        (
            "The co-operatives of the district hold a common market on the first Saturday of each month.",
            "Stalls are drawn by lot; nobody pays for a place.",
        ),
        0.8,
        0.6,
    ),
    Paper(
        9,
        "federation",
        "The congress in spring",
        (
            "The federation's congress meets on the second weekend of May.",
            "Every co-operative sends one delegate for every twenty members or part of twenty, elected at a general meeting.",
            "Motions reach the federation eight weeks before; every co-operative receives all of them six weeks before.",
            "The congress elects the board, hears its account and decides the plan for four years.",
        ),
        0.55,
        0.38,
    ),
    Paper(
        2,
        "federation",
        "Help after the floods",
        (
            "Every co-operative says by the end of next week what it can give: hands, tools, rooms or money.",
            "The districts bring offers and needs together and answer each within two days.",
            "Who helps is paid their fare and their meals from the solidarity fund.",
        ),
        0.12,
        0.11,
    ),
)


def body_text(paper: Paper) -> str:
    """Return a paper's points as numbered Markdown."""
    return "\n".join(f"{number}. {point}" for number, point in enumerate(paper.points, start=1)) + "\n"
