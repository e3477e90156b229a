/** The shelf: whatever storage does, and whoever else writes to it, a save that was good is not lost, and the reader is told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { openBook } from "../../weavec/player/book.mjs";
import { freeze } from "../../weavec/player/saves.mjs";
import { answerMoment } from "../../weavec/player/session.mjs";
import { keepMemory, recallMemory } from "../../weavec/player/memory.mjs";
import { eraseSlot, keepNext, keepSlot, keptWords, newestSlot, openSlot, readSlot, readSlotText, shelfText, slotsOn, slotText, takeShelf } from "../../weavec/player/shelf.mjs";
import { keep, recall } from "../../weavec/player/store.mjs";
import { fill, WORDS } from "../../weavec/player/words.mjs";
import { Box, book, everyFault, fresh, install, lineOf, on, story } from "./save_faults.mjs";

/** A session some lines on. @param {number} lines */
const at = (lines) => {
  const session = fresh();
  for (let i = 0; i < lines; i += 1) on(session);
  return session;
};

/** @returns {Box} */
const shelf = () => {
  const box = new Box();
  install(box);
  return box;
};

test("whatever call fails, in whatever way, what was kept can be opened and what was not is said", () => {
  for (const tight of [false, true]) {
    const { runs, calls, found } = everyFault(487, tight);
    assert.deepEqual(found, []);
    assert.ok(calls > 500 && runs > 15, `${runs} runs, ${calls} calls`);
  }
});

test("a lock that has opened stays open, whatever was kept before", () => {
  shelf();
  const memory = recallMemory(book.key);
  memory.notes.set("s/o", "Not yet.").set("@ending/e", "The End");
  keepMemory(memory);
  memory.notes.delete("s/o");
  keepMemory(memory);
  assert.deepEqual([...recallMemory(book.key).notes], [["@ending/e", "The End"]]);
});

test("a letter that changes, or an end that is missing, is seen, and the copy read instead", () => {
  const box = shelf();
  assert.equal(keepSlot(book, at(3), "1", null), "ok");
  const key = `${book.key}/slot-1`;
  const good = /** @type {string} */ (box.kept.get(key));
  for (let i = 0; i <= good.length; i += 1) {
    for (const bad of [good.slice(0, i), `${good.slice(0, i)}${String.fromCharCode(good.charCodeAt(i) ^ 1)}${good.slice(i + 1)}`]) {
      if (bad === good) continue;
      box.kept.set(key, bad);
      assert.equal(recall(key), good.slice(good.indexOf(" ") + 1));
    }
  }
  assert.equal(lineOf(readSlot(book, "1")), 3);
  box.kept.set(`${key}~`, good.slice(9));
  box.kept.set(key, good.replace('"n":3', '"n":4'));
  assert.equal(readSlot(book, "1"), "broken", "both are damaged: not opened, and left as it is");
  assert.ok(shelfText(book).includes('\\"n\\":4'), "but exported as it is");
});

test("where there is no room for two, one is kept; where there is none for one, the old one is", () => {
  const box = shelf();
  keepSlot(book, at(2), "1", null);
  keepSlot(book, at(2), "2", null);
  box.room = [...box.kept].reduce((sum, [key, text]) => sum + key.length + text.length, 0) + 20;
  assert.equal(keepSlot(book, at(5), "3", null), "ok");
  assert.deepEqual(["1", "2", "3"].map((name) => lineOf(readSlot(book, name))), [2, 2, 5]);
  box.room = [...box.kept].reduce((sum, [key, text]) => sum + key.length + text.length, 0);
  for (const name of ["1~", "2~", "3~"]) box.room -= (box.kept.get(`${book.key}/slot-${name}`) ?? "").length;
  const told = keepSlot(book, at(40), "1", slotText(book, "1"));
  assert.equal(keptWords(told), WORDS.full);
  assert.deepEqual(["1", "2", "3"].map((name) => lineOf(readSlot(book, name))), [2, 2, 5]);
});

test("without storage nothing is kept and nothing breaks", () => {
  const box = shelf();
  box.fault = (what) => (what === "access" ? "absent" : null);
  assert.equal(keptWords(keepSlot(book, at(1), "1", null)), WORDS.noStore);
  assert.equal(newestSlot(book, "a"), null);
  assert.deepEqual(readSlot(book, "1"), null);
});

test("two tabs: a slot that another filled is not overwritten; the newest of all autosaves is the newest", () => {
  shelf();
  const [one, two] = [at(2), at(7)];
  const seen = slotText(book, "1");
  assert.equal(keepSlot(book, two, "1", slotText(book, "1")), "ok");
  assert.equal(keptWords(keepSlot(book, one, "1", seen)), WORDS.otherTab, "the first tab still shows an empty slot");
  assert.equal(lineOf(readSlot(book, "1")), 7);
  for (let i = 0; i < 9; i += 1) {
    const tab = i % 2 ? one : two;
    on(tab);
    assert.equal(keepNext(book, tab, "a"), "ok");
    assert.equal(lineOf(newestSlot(book, "a")), tab.at, "whoever saved last is first");
  }
  assert.equal(slotsOn(book, "a").filter((name) => slotText(book, name) !== null).length, 6);
});

test("two tabs: whatever one does between any two calls of the other, both find what they kept", () => {
  const box = shelf();
  keepSlot(book, at(4), "1", null);
  const from = box.calls;
  keepSlot(book, at(5), "1", slotText(book, "1"));
  const calls = box.calls - from;
  for (let k = 1; k <= calls; k += 1) {
    const both = shelf();
    keepSlot(book, at(4), "1", null);
    const start = both.calls;
    let done = "";
    both.fault = (_, call) => {
      if (call === start + k) {
        both.fault = () => null;
        done = keepSlot(book, at(9), "2", null);
        keepNext(book, at(8), "a");
        eraseSlot(book, "3");
      }
      return null;
    };
    assert.equal(keepSlot(book, at(5), "1", slotText(book, "1")), "ok");
    assert.equal(done, "ok");
    assert.deepEqual(["1", "2"].map((name) => lineOf(readSlot(book, name))), [5, 9]);
    assert.equal(lineOf(newestSlot(book, "a")), 8);
  }
});

test("two tabs: what was read and reached in one is not forgotten by the other", () => {
  shelf();
  const [one, two] = [recallMemory(book.key), recallMemory(book.key)];
  one.endings.add("s/z");
  keepMemory(one);
  two.lines.add("s/l1");
  keepMemory(two);
  const kept = recallMemory(book.key);
  assert.deepEqual([[...kept.endings], [...kept.lines]], [["s/z"], ["s/l1"]]);
});

test("a file: its saves go where there is room, and a bad one moves nothing", () => {
  const box = shelf();
  for (let i = 1; i < 5; i += 1) keepSlot(book, at(i), String(i), null);
  const file = shelfText(book);
  const before = JSON.stringify([...box.kept]);
  const later = JSON.parse(file);
  for (const slot of Object.values(later.slots)) slot.save.weave = 2;
  const other = JSON.parse(file);
  for (const slot of Object.values(other.slots)) slot.save.story = "other";
  for (const [bad, told] of [
    ["", WORDS.noSaves], ["[]", WORDS.broken], ["{", WORDS.noSaves], ["null", WORDS.noSaves], [file.slice(0, -9), WORDS.noSaves], ["[".repeat(1e6), WORDS.noSaves],
    [`${"[".repeat(1e5)}${"]".repeat(1e5)}`, WORDS.noSaves], ['{"weave":"saves"}', WORDS.noSaves], ['{"weave":"saves","slots":{}}', WORDS.noSaves],
    ['{"weave":"saves","slots":{"1":5,"__proto__":{"save":{}}}}', WORDS.broken], [JSON.stringify(later), WORDS.newer], [JSON.stringify(other), WORDS.otherStory],
  ]) {
    assert.equal(takeShelf(book, bad), told, bad.slice(0, 40));
    assert.equal(JSON.stringify([...box.kept]), before);
  }
  eraseSlot(book, "2");
  assert.equal(takeShelf(book, file), fill(WORDS.brought, 4));
  assert.deepEqual(["1", "2", "3", "4", "5", "6", "7", "8"].map((name) => lineOf(readSlot(book, name))), [1, 2, 3, 4, 1, 3, 4, -1], "beside those that are there");
  box.room = 0;
  assert.equal(takeShelf(book, file), WORDS.full);
  assert.equal(takeShelf(book, JSON.stringify({ ...at(0) })), WORDS.broken);
  assert.equal(openSlot(book, readSlotText(JSON.stringify(JSON.parse(file).slots[1]))) instanceof Object, true);
});

test("of a save's values, which begin anew and which went too far is said apart", () => {
  const kept = (/** @type {any} */ hi) => openBook({ ...story, hash: `to ${hi}`, vars: [{ name: "trust", type: "range", lo: 0, hi, init: 0 }] });
  const save = freeze(kept(5).program, { ...fresh().moments[0].state, vars: [4] }, []);
  const opened = (/** @type {any} */ own) => openSlot(own, readSlotText(JSON.stringify({ when: "", save })));
  for (const [own, note, value] of /** @type {any} */ ([
    [kept(5), null, 4], [kept(3), `${WORDS.edited} ${WORDS.nearest}`, 3], [openBook({ ...story, vars: [{ name: "trust", type: "flag", lo: 0, hi: 1, init: 0 }] }), `${WORDS.edited} ${WORDS.anew}`, 0],
  ])) {
    const { note: said, session } = /** @type {any} */ (opened(own));
    assert.deepEqual([said, session.moments[0].state.vars], [note, [value]]);
  }
});

test("of a slot whose name is a number too large, or none, nothing is taken", () => {
  const box = shelf();
  keepSlot(book, at(1), "1", null);
  const slot = JSON.parse(shelfText(book)).slots[1];
  const size = box.kept.size;
  takeShelf(book, JSON.stringify({ weave: "saves", slots: { "../../other": slot } }));
  assert.deepEqual([...box.kept.keys()].slice(size), [`${book.key}/slot-2`, `${book.key}/slot-2~`]);
});

test("a text that was written by hand is read as it is", () => {
  const box = shelf();
  box.kept.set("weave/prefs", '{"speed":0}');
  assert.equal(recall("weave/prefs"), '{"speed":0}');
  assert.equal(keep("weave/prefs", '{"speed":9}'), "ok");
  assert.equal(recall("weave/prefs"), '{"speed":9}');
  assert.equal(answerMoment(story, at(0), { do: "next" }), null);
});
