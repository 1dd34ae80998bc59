"""The Open Referral UK feed: its shape against the profile's schemas, and what it answers against a plain scan of itself."""
