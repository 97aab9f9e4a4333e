"""Programs on other libraries, run in the environment that `bench/environment.py` makes."""
