/**
 * What the player itself says. One table, so that a language is another table (`weavec/languages`), with the same numbers in
 * braces. The story's words are never here.
 * In `...Rows`, each line is what one does and, after a bar, what it brings about.
 */
export const WORDS = {
  start: "Begin", resume: "Continue", load: "Load", save: "Save", prefs: "Preferences", history: "History",
  back: "Back", skip: "Skip", auto: "Auto", menu: "Menu", close: "Close", title: "Title screen", about: "About", help: "Help", access: "Accessibility",
  prefsShort: "Prefs", quickShort: "Q.Save", quickLoadShort: "Q.Load", by: "by", stay: "Stay", goBack: "Go back", cancel: "Cancel",
  ended: "an ending", again: "Start again",
  hole: "The story is not written further yet.",
  empty: "Empty", saveHere: "Empty. Save here.", autosave: "Autosave", quick: "Quick save", quickMenu: "Quick menu",
  saved: "Saved in slot", savedQuick: "Quick save complete", noQuick: "There is no quick save yet.",
  autosaves: "Autosaves", quicks: "Quick saves", page: "Page", pages: "Pages", earlier: "Page before", later: "Next page",
  pageName: "Name of this page", saveName: "Name of this save", rename: "Rename", keepName: "Keep",
  noStore: "This browser keeps no saves for this page. You can still export them to a file.",
  full: "The browser's storage is full: nothing was saved, older saves are untouched. You can still export them to a file.",
  notKept: "It could not be read back: not kept.",
  otherStory: "This save belongs to another story. It was left as it is.",
  broken: "This save cannot be read. It was left as it is.",
  newer: "This save was made by a newer version of this page. It was left as it is.",
  otherTab: "Another tab has saved here meanwhile: nothing was overwritten.", noRoom: "There was no empty slot for more.",
  edited: "The story was changed since this save.", samePlace: "This should be the same place.", anew: "Some of its values begin anew.",
  goneStep: "Its place is gone: you are a step before it.", gonePlace: "Its place is gone: you are {0} steps before it.",
  begun: "Its place is gone: you are at the beginning. The save was left as it is.",
  exportFile: "Export to a file", importFile: "Import from a file", erase: "Erase", eraseAsk: "Erase this save?",
  eraseWhy: "It cannot be brought back.", overAsk: "Save over this slot?", overWhy: "The place it keeps now will be lost.",
  exportAll: "Export all saves", importAll: "Import saves", eraseAll: "Erase all saves", eraseAllAsk: "Erase all saves?",
  eraseAllWhy: "Saves: {0}, keepsakes: {1}, and what you have read. This cannot be undone.", keepThem: "Keep them",
  brought: "Saves brought in: {0}", noSaves: "There is no save of this story in the file.",
  loadAsk: "Leave the place you are in?", loadWhy: "Progress since the last save is kept among the autosaves.",
  titleAsk: "Return to the title screen?", leave: "Leave", skipAsk: "Begin skipping?", skipWhy: "Lines pass until you push anything.",
  nextShort: "Next choice", nextAsk: "Skip to the next choice?", nextWhy: "You can go back line by line.",
  backAsk: "Go back to this line?", backWhy: "Choices made after it will be unwoven. The place you are in now is kept among the autosaves.",
  chose: "You chose", answered: "You answered", prompt: "Answer", answer: "Say it", strands: "Whose strand?",
  locked: "locked", chosenBefore: "chosen before",
  now: "Now in the mind of", ready: "ready", waits: "waits", awake: "awake",
  inDream: "In the dream", merged: "The dreams meet", unmerged: "The dreams part", synced: "The strands meet",
  unweave: "Unweave", everyone: "Everyone", listen: "Listen", strand: "Strand",
  skipping: "Skipping", autoOn: "Auto reading on", autoOff: "Auto reading off", kept: "Keepsake gathered",
  faultTitle: "We are sorry", faultWhy: "Something in this story broke. Your place is not lost.", backOne: "Go back one line", details: "What happened",
  language: "Language", reading: "Reading", soundTab: "Sound", accessTab: "Access", dataTab: "Data", display: "Display", skipTitle: "Skipping", voiceTitle: "Self-voicing", textTitle: "Text", senses: "Senses", input: "Keys and wheel",
  speed: "Text speed", instant: "at once", size: "Text size", lead: "Line spacing", track: "Letter spacing", box: "Text box", faces: "Typefaces", perMind: "Per mind", plainType: "Plain", easyType: "Easy",
  plainRead: "Plain reading", plainNote: "dreams as one line after another", motion: "Motion", full2: "Full", still: "Still", shake: "Shaking and flashing", shakeNote: "never above 3 a second", contrast: "High contrast",
  skipWhat: "Skip", skipRead: "Read lines only", skipAll: "All lines", skipAfter: "After choices", trans: "Transitions", autoTime: "Auto pause", wheel: "Wheel up",
  wheelBack: "Goes back", wheelHistory: "Opens history", fullscreen: "Fullscreen", letterKeys: "Single-key commands", preview: "This is how a line will look, and how fast it will arrive.",
  main: "Everything", music: "Music", sound: "Sounds", voices: "Voices", ui: "Interface", test: "Test", mute: "Mute all", mono: "Mono",
  speech: "Self-voicing", voice: "Voice", voiceAny: "The browser's own", rate: "Voice speed", drop: "Quieten the rest", wait: "Auto waits for the voice", noVoice: "This browser has no voices.", testVoice: "This is how it sounds.",
  defaults: "Restore defaults", defaultsVoice: "Restore defaults and speak (R)", letters: "letters a second", seconds: "s", noHistory: "Nothing has been read yet.",
  map: "Dream Map", mapShort: "Map", threads: "Threads", endings: "Endings", keepsakes: "Keepsakes", scene: "Scene", as: "as",
  countOf: "{0} of {1}", endingsOf: "{0} of {1} endings", scenesOf: "{0} of {1} scenes", keepsakesOf: "{0} of {1} keepsakes",
  standing: "read|you are here|open|locked|not yet",
  chaptersLeft: "chapters not reached", goOn: "Go on", readAgain: "Read again", lockedBy: "Locked", untaken: "Ways from here not taken",
  noEntry: "How this began was not kept, so it cannot be entered again.", noMap: "Nothing of the map has been reached yet.", unfound: "Unfound", faceDown: "face down", foundIn: "Found in", noKeepsakes: "Nothing has been gathered yet.",
  on: "On", off: "Off", return: "Return", note: "Content note",
  made: "Made with", licences: "Licences", aboutSelf: "This page holds the whole story. It asks nothing of the network; saves stay in this browser.",
  keyboard: "Keyboard", pointer: "Mouse and touch", gamepad: "Gamepad", noShot: "A page cannot take a screenshot of itself: use your system's key.",
  keyRows: "Enter, Space|On. Space never chooses.\nArrows, 1 to 9|Choices and controls\nPage Up, Page Down|Back, forward\nCtrl held|Skip\nTab|Skip, while the story alone has the focus; else the next control. Shift+Tab: to the quick menu.\n>|Skip to the next choice\nEsc|Menu; stops the voice\nH|Hide the words\nQ, L|Quick save, quick load\nF, F11, Alt+Enter|Fullscreen\nV|Self-voicing\nM|Dream Map\nShift+A|Accessibility\nF1|Help\nDelete|Erase a save",
  pointerRows: "Click, tap|On\nWheel|Back, forward; turns pages of saves\nRight click|Menu; on Skip: to the next choice\nMiddle click, long press, two-finger tap|Hide the words\nSwipe right, left|Back, forward\nSwipe up, down|History, menu\nDraw a large \u2227|Accessibility",
  padRows: "A, RT|On, choose\nLB, LT, View|Back\nRB|Forward\nY|Hide the words\nB, Menu|Menu, close\nStick, pad|Move the focus",
};

/**
 * @param {string} words with numbers in braces
 * @param {...number} values in their place
 */
export function fill(words, ...values) {
  return words.replace(/\{(\d)\}/g, (_, place) => String(values[place]));
}
