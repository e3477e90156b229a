"""The live preview: a story's folder watched, and open pages that follow what is written there."""
