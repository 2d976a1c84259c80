"""One's own account: logging in, password, second factors, sessions, tokens. Most of it is allauth's."""
