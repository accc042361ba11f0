"""What somebody needs to write study material, and to publish it."""

WRITING, PUBLISHING = "study.draft_programme", "study.publish_programme"
