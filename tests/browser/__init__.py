"""Pages as a browser shows them. A package, so that the browser is closed before the next suite starts an event loop of its own."""
