"""Open Referral UK 3.0, both ways: what each field of ours becomes in a feed, and how it is read out of one again."""
