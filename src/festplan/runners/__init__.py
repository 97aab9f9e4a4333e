"""Who sees runs to their end: this process, or later workers on a queue."""
