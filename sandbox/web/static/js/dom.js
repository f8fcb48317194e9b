/** Building and updating the page's nodes; text only ever becomes text nodes. */

/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";
const SAFE_LINK = /^(https?|tg):/i;

/**
 * An element: `el("button.primary", {type: "button", onclick}, "Send")`.
 * @param {string} selector tag with classes
 * @param {Record<string, any>} [props] attributes; functions become listeners; `null` and `false` are left out
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(selector, props = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) setProperty(node, name, value);
  append(node, children);
  return node;
}

/** @param {HTMLElement} node @param {string} name @param {any} value */
function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (name === "value") /** @type {HTMLInputElement} */ (node).value = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** @param {Node} node @param {(Child | Child[])[]} children */
export function append(node, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** @param {Element} node @param {...(Child | Child[])} children */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

/**
 * A link if the address is one that may be opened, else null.
 * @param {string} address
 * @returns {string | null}
 */
export function safeLink(address) {
  const text = String(address).trim();
  if (SAFE_LINK.test(text)) return text;
  return /^[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(text) && !/^\w+:(?!\d)/.test(text) ? `https://${text}` : null;
}

/**
 * @param {string} address @param {...(Child | Child[])} children
 * @returns {HTMLElement} an anchor, or a plain span when the address may not be opened
 */
export function link(address, ...children) {
  const href = safeLink(address);
  if (!href) return el("span.dead-link", { title: address }, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href }, ...children);
}

/** @param {string} path the d of a 24×24 outline @param {string} [extra] a class */
export function svg(path, extra = "") {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("viewBox", "0 0 24 24");
  node.setAttribute("aria-hidden", "true");
  node.setAttribute("class", `icon ${extra}`);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  node.appendChild(line);
  return node;
}

/** @typedef {{key: string, deps: any[], build: () => HTMLElement}} Row */

/** @type {WeakMap<Element, Map<string, {deps: any[], node: HTMLElement}>>} */
const kept = new WeakMap();

/**
 * Make `parent` show exactly `rows`, keeping the nodes whose `deps` did not change.
 * @param {Element} parent @param {Row[]} rows
 */
export function reconcile(parent, rows) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  for (const row of rows) {
    const old = before.get(row.key);
    const same = old && old.deps.length === row.deps.length && old.deps.every((dep, at) => Object.is(dep, row.deps[at]));
    after.set(row.key, same ? old : { deps: row.deps, node: row.build() });
  }
  for (const [key, { node }] of before) if (after.get(key)?.node !== node) node.remove();
  let cursor = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  kept.set(parent, after);
}
