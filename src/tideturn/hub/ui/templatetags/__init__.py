"""What templates of the hub are given to draw forms with."""
