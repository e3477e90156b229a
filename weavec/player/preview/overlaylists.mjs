/**
 * Lists that are written anew while somebody works in them. In: the nodes that a list is to hold. Out: the list with these,
 * in which what has the focus was not touched: it keeps its caret, and what is scrolled stays where it was.
 */

/**
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} nodes
 */
export function putChildren(parent, nodes) {
  const held = nodes.find((node) => node.contains(document.activeElement));
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(/** @type {HTMLElement} */ (child))) child.remove();
  nodes.forEach((node, i) => {
    while (node === held && parent.contains(node) && parent.children[i] !== node) parent.append(parent.children[i]);
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
}

/**
 * Runs what writes parts of the page anew. Where the focus was in a part that is gone, it goes to what took its place, and
 * never out of the part: then the next key would be the story's.
 * @param {HTMLElement} root can have the focus
 * @param {() => void} run
 */
export function keepFocus(root, run) {
  const before = document.activeElement;
  const inside = before instanceof HTMLElement && root.contains(before);
  run();
  if (!inside || document.activeElement === before) return;
  const next = root.contains(before) ? before : before.id ? document.getElementById(before.id) : null;
  (next ?? root).focus({ preventScroll: true });
}
