"""What can be booked: listings, their search, the sample catalogue and typical prices."""
