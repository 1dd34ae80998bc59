"""Events on their way: outbox, inbox, local delivery, retry ladder, parking."""
