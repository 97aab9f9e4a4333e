"""The history of the schema; `HEAD` is what this version of Festplan works with."""

HEAD = "0006"
