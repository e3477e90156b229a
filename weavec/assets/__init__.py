"""What a story brings beside its words: pictures, music, sounds, fonts."""
