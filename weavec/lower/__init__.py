"""Lower: from the tree of scenes to the operations of the program."""
