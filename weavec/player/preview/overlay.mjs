/**
 * The author's overlay. In: the page's `Context`, once, when it is up. Out: a bar over the story that says where in the
 * script it stands and what is proved of it, with findings, values and the graph behind it. It can be folded away, and
 * remembers that it was. Nothing here reaches a reader's page.
 *
 * @import {Context, FindingsMessage} from "./types"
 */

import { el, glyph, setAttrs } from "../dom.mjs";
import { button, panelOpen } from "../panels.mjs";
import { here } from "../session.mjs";
import { keepLoosely, recall } from "../store.mjs";
import { findingCounts, findingsPage } from "./overlayfindings.mjs";
import { framed, phoneFrame } from "./overlayframe.mjs";
import { graphPage } from "./overlaygraph.mjs";
import { placeButton, placeOpener } from "./overlayplace.mjs";
import { valuesPage } from "./overlayvalues.mjs";
import { wayAsker } from "./overlayways.mjs";

const REMEMBERED = "weave/author";
const PROOFS = { checking: "Proving", proved: "Proved", broken: "Broken" };

/** @param {Context} context */
export function overlay(context) {
  const go = wayAsker(context);
  const open = placeOpener(context);
  const graph = graphPage(context, go);
  const findings = findingsPage(context, go, open, graph.open);
  const values = valuesPage(context);
  const place = placeButton(context, open);
  const { root, fold, tabs } = deskElement([["findings", "Findings", findings.root], ["values", "Values", values.root]], [
    button("Graph", () => graph.open(), { class: "author-button", "data-author": "graph", "aria-haspopup": "dialog" }),
    button(framed() ? "Desktop" : "Phone", () => phoneFrame(context), { class: "author-button author-frame", "data-author": "frame" }), place.root]);
  tabs.findings.classList.add("author-proof");
  let tied = true;
  /** @type {FindingsMessage | null} */
  let last = null;
  const tellErrors = errorTeller(context);
  const showAll = () => last && showProof(tabs.findings, fold, last, tied);
  context.on("findings", (message) => {
    last = message;
    findings.show(message);
    showAll();
    tellErrors(message);
    if (message.state !== "checking") graph.forget(message.state === "broken");
  });
  context.on("wire", ({ is }) => {
    if (tied === (is === "tied")) return;
    tied = is === "tied";
    findings.wired(tied);
    graph.wired(tied);
    showAll();
  });
  context.on("story", () => {
    values.rebuild();
    place.look(true);
  });
  document.body.append(root);
  watchMoments(context, () => {
    values.show();
    place.look(false);
  });
}

/**
 * An error that does not stop the page has no note over the story: it is said in passing when it is found.
 * @param {Context} context
 * @returns {(message: FindingsMessage) => void}
 */
function errorTeller({ toast }) {
  /** @type {Set<string> | null} those that are there, none before the first proof */
  let known = null;
  return ({ state, diagnostics }) => {
    if (state !== "proved") return;
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`);
    const fresh = errors.filter((error) => known && !known.has(error));
    known = new Set(errors);
    if (!fresh.length || document.documentElement.dataset.authorPage === "findings") return;
    toast(fresh.length > 1 ? `${fresh[0]}; and ${fresh.length - 1} more` : fresh[0]);
  };
}

/**
 * The bar, what folds it away, and the drawer with one of some pages.
 * @param {[string, string, HTMLElement][]} pages name, title, what is in it
 * @param {HTMLElement[]} tools behind their tabs
 */
function deskElement(pages, tools) {
  const kept = recallDesk(pages.map(([name]) => name));
  /** @type {Record<string, HTMLElement>} */
  const tabs = Object.fromEntries(pages.map(([name, words]) => [name, button(words, () => turn(name), { class: "author-button", "data-author": name })]));
  const title = el("h1", { id: "author-title" });
  const body = el("div", { class: "author-page" });
  const drawer = el("section", { class: "author-drawer", "aria-labelledby": "author-title" },
    el("div", { class: "author-head" }, title, el("button", { type: "button", class: "author-button", "aria-label": "Close", onclick: () => turn("") }, glyph("cross"))), body);
  const fold = el("button", { type: "button", class: "author-button author-fold", "data-author": "fold", "aria-keyshortcuts": "Shift+F2", title: "Shift+F2", onclick: () => foldTo(!kept.open) }, glyph("knot"));
  const bar = el("div", { class: "author-bar" }, Object.values(tabs), tools);
  const root = el("aside", { class: "author", "aria-label": "Author’s tools" }, fold, bar, drawer);

  /** @param {string} name of the page that is wanted; again, none */
  function turn(name) {
    const left = kept.page;
    kept.page = name === left ? "" : name;
    show();
    tabs[kept.page || left]?.focus();
  }
  /** @param {boolean} wide */
  function foldTo(wide) {
    kept.open = wide;
    show();
  }
  function show() {
    const page = kept.open ? pages.find(([name]) => name === kept.page) : undefined;
    const { dataset } = document.documentElement;
    dataset.author = kept.open ? (page ? "drawer" : "bar") : "folded";
    dataset.authorPage = page?.[0] ?? "";
    bar.hidden = !kept.open;
    drawer.hidden = !page;
    fold.setAttribute("aria-expanded", String(kept.open));
    fold.setAttribute("aria-label", kept.open ? "Fold the author’s tools away" : "Show the author’s tools");
    for (const [name, tab] of Object.entries(tabs)) tab.setAttribute("aria-expanded", String(name === page?.[0]));
    if (page) {
      title.textContent = page[1];
      if (body.firstChild !== page[2]) body.replaceChildren(page[2]);
    }
    keepLoosely(REMEMBERED, JSON.stringify(kept));
  }
  for (const tab of Object.values(tabs)) setAttrs(tab, { title: "F2", "aria-keyshortcuts": "F2" });
  listenForAuthor(root, {
    close: () => kept.open && kept.page !== "" && (turn(""), true),
    come() {
      if (!kept.open) foldTo(true);
      (tabs[kept.page] ?? tabs[pages[0][0]]).focus();
    },
    fold: () => foldTo(!kept.open),
  });
  show();
  return { root, fold, tabs };
}

/**
 * No key that is pressed here turns a page. F2 leads here from anywhere, and back to where one came from; with Shift it
 * folds the tools away, or shows them. Escape closes what is open, and if nothing is, it leads back, too.
 * @param {HTMLElement} root
 * @param {{close: () => boolean, come: () => void, fold: () => void}} how `close`: whether there was something to close
 */
function listenForAuthor(root, { close, come, fold }) {
  /** @type {Element | null} */
  let from = null;
  const goBack = () => {
    const there = from?.isConnected && from !== document.body ? from : document.querySelector(".title-screen [data-way]:not(:disabled)") ?? document.querySelector("[data-weave-stage]");
    /** @type {HTMLElement | null} */ (there)?.focus({ preventScroll: true });
  };
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !close()) goBack();
    if (event.key !== "F2" && event.key !== "Control") event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || panelOpen()) return;
    event.preventDefault();
    const inside = root.contains(document.activeElement);
    if (event.shiftKey) {
      fold();
      if (inside) goBack();
    } else if (inside) goBack();
    else {
      from = document.activeElement;
      come();
    }
  });
}

/**
 * @param {HTMLElement} tab
 * @param {HTMLElement} fold
 * @param {FindingsMessage} message
 * @param {boolean} tied whether there is a preview that it is true of
 */
function showProof(tab, fold, message, tied) {
  const counts = tied ? findingCounts(message) : "";
  const worst = message.diagnostics.some((each) => each.severity === "error") ? "error" : message.diagnostics.some((each) => each.severity === "warning") ? "warning" : "";
  const whole = !tied ? "No connection" : message.state === "proved" && !message.proof ? "Not proved" : message.proof?.undecided.length ? "Undecided" : PROOFS[message.state];
  const [most, ...rest] = counts.split(", ");
  tab.setAttribute("aria-label", counts ? `${whole}: ${counts}` : whole);
  tab.replaceChildren(el("span", { class: counts ? "author-more" : "" }, counts ? `${whole}: ` : whole), most, el("span", { class: "author-more" }, rest.map((each) => `, ${each}`)));
  for (const node of [tab, fold]) Object.assign(node.dataset, { state: tied ? message.state : "cut", worst: tied ? worst : "" });
}

// ------------------------------------------------------------------ where the reading stands

/**
 * Runs a function whenever the page shows another moment.
 * @param {Context} context
 * @param {() => void} run
 */
function watchMoments({ play }, run) {
  /** @type {unknown} */
  let shown;
  const look = () => {
    const now = play.session && here(play.session);
    if (now === shown) return;
    shown = now;
    run();
  };
  const seen = new MutationObserver(look);
  seen.observe(play.view.stage.root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-weave-line", "class"] });
  seen.observe(document.body, { childList: true });
  look();
}

// ------------------------------------------------------------------ what is remembered

/**
 * @param {string[]} names of pages
 * @returns {{open: boolean, page: string}}
 */
function recallDesk(names) {
  try {
    const { open, page } = JSON.parse(recall(REMEMBERED) ?? "{}");
    return { open: open !== false, page: names.includes(page) ? page : "" };
  } catch {
    return { open: true, page: "" };
  }
}
