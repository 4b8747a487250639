"""Who may ask what, and how much: everything between the socket and the application."""
