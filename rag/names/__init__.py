"""What is known of names: of people, of institutions and of states."""
