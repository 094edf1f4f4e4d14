"""The web chat, the reader and the other pages: rendered on the server, complete without JavaScript."""
