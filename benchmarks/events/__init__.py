"""What the delivery of events is compared with, each on the same servers, one after the other and again."""
