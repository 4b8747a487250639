"""The layers between the socket and the application: who may ask, what, and how much."""
