"""What the room's pages tell in words of their own."""
