/**
 * What the player itself says. One table, so that a language is another table. The story's words are never here.
 */

export const WORDS = {
  start: "Begin", resume: "Continue", load: "Load", save: "Save", prefs: "Preferences", history: "History",
  back: "Back", skip: "Skip", auto: "Auto", menu: "Menu", close: "Close", title: "Title screen",
  prefsShort: "Prefs", by: "by", stay: "Stay", goBack: "Go back", cancel: "Cancel", yes: "Yes",
  ended: "an ending", again: "Start again", toTitle: "Title screen",
  hole: "The story is not written further yet.",
  leftPlace: "Where you left", empty: "Empty", saveHere: "Empty. Save here.", autosave: "Autosave", quick: "Quick save", slot: "Slot",
  quickLoad: "Quick load", saved: "Saved in slot", savedQuick: "Quick save kept", noQuick: "There is no quick save yet.",
  noStore: "This browser keeps no saves for this page. You can still export them to a file.",
  full: "The browser's storage is full: nothing was saved, older saves are untouched. You can export to a file.",
  notKept: "The save could not be read back and was not kept.",
  otherStory: "This save belongs to another story. It was left as it is.",
  broken: "This save cannot be read. It was left as it is.",
  noPlace: "The story was changed and this place is gone. The save was left as it is.",
  edited: "The story was changed since this save.",
  exportFile: "Export this place to a file", importFile: "Import from a file", erase: "Erase", eraseAsk: "Erase this save?",
  eraseWhy: "It cannot be brought back.", overAsk: "Save over this slot?", overWhy: "The place it keeps now will be lost.",
  loadAsk: "Leave the place you are in?", loadWhy: "It is kept as “Where you left”.",
  backAsk: "Go back to this line?", backWhy: "Choices made after it will be unwoven. The place you are in now is kept as “Where you left”.",
  startAsk: "Begin again?", startWhy: "The place you are in is kept as “Where you left”.",
  chose: "You chose", answered: "You answered", prompt: "Answer", answer: "Say it", strands: "Whose strand?",
  locked: "locked", chosenBefore: "chosen before", hear: "The dream divides",
  nobody: "Nobody's eyes", now: "Now in the mind of", ready: "ready", waits: "waits", awake: "awake",
  inDream: "In the dream", merged: "The dreams meet", unmerged: "The dreams part", synced: "The strands meet",
  skipping: "Skipping", autoOn: "Auto reading on", autoOff: "Auto reading off", kept: "Keepsake gathered",
  fault: "The story broke here. You can go back one line.", clarity: "Clarity",
  speed: "Text speed", instant: "at once", size: "Text size", faces: "Typefaces", perMind: "Per mind", plainType: "Plain",
  plainRead: "Plain reading", plainWhy: "one line after another, no effects", motion: "Motion", full2: "Full", still: "Still",
  skipWhat: "Skip", skipRead: "Read lines only", skipAll: "All lines", autoTime: "Auto pause", wheel: "Wheel up",
  wheelBack: "Goes back", wheelHistory: "Opens history", preview: "This is how a line will look, and how fast it will arrive.",
  defaults: "Restore defaults", letters: "letters a second", seconds: "s", noHistory: "Nothing has been read yet.",
  keys: "Keys", keysList: "Enter, Space or click: go on. Arrows and 1 to 9: choices. Page Up and Page Down: back and forward. "
    + "Esc: menu. H: hide the words. Ctrl held: skip.",
  on: "On", off: "Off", return: "Return", note: "Content note",
};
