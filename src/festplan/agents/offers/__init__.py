"""What agents propose: shortlists from the catalogue, priced for a party, and what they share."""
