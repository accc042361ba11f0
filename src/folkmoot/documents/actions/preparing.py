"""Working out ahead of a transaction what fixing a text takes long for, so that nobody who writes waits for it.

Nothing is written here. What is found is kept by the rules that found it, by what they were given; inside the transaction
they are asked again, and work it out anew if somebody changed the text in between.
"""

from uuid import UUID

from folkmoot.documents.actions.fixing import must_be_in_order
from folkmoot.documents.queries import writing_of
from folkmoot.documents.queries.versions import newest_version, worded_points
from folkmoot.documents.rules.operations import operations, worded
from folkmoot.documents.rules.points import points_of
from folkmoot.documents.rules.searched import searched_points


def prepare_fixing(document_id: UUID) -> None:
    """Work out the points of a draft and their words.

    :raises Refused: if a text is empty or numbers two points alike, or its languages do not have the same points.
    """
    texts = writing_of(document_id).texts
    must_be_in_order(texts)
    for text in texts:
        searched_points(points_of(text.body))


def prepare_amending(document_id: UUID, wording_id: UUID) -> None:
    """Work out what the draft `wording_id` changes in a document, with all that `prepare_fixing` does.

    :raises Refused: if the draft's texts are not in order.
    """
    prepare_fixing(wording_id)
    bodies = {text.language: text.body for text in writing_of(wording_id).texts}
    operations(worded_points(newest_version(document_id).pk), worded(bodies))
