"""Every route of the API, by what it is for."""
