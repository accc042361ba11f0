"""What somebody needs to write study material, and to publish it."""

WRITING, PUBLISHING = "study.draft_programme", "study.publish_programme"
# Who says that somebody has learnt what a qualification asks, and who is shown whose it is by whoever holds it.
CONFIRMING, SEEING = "study.confirm_learning", "study.see_qualifications"
