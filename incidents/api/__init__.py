"""The REST API: doors only. What may be seen and done is decided below, in models and review."""
