"""What is served at a party: the menu, how much of everything, and the drinks."""
