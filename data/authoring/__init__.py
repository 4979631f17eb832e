"""The compact notation that messages, replies and wrong replies are written in."""
