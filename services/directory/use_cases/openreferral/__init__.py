"""What the Open Referral UK feed is kept and read by."""
