"""The Open Referral UK feed over HTTP: an app of its own, open to any web page, for it shows nothing but what anyone may see."""
