"""From text to tree: lines, sentences, blocks."""
