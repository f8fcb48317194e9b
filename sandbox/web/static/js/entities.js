/** Text with entities, drawn as nodes. */

import { el, link } from "./dom.js";
import { codeBlock } from "./code.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Entity} Entity */
/** @typedef {(command: string) => void} OnCommand */

const TAGS = /** @type {Record<string, string>} */ ({
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code",
  mention: "span.mention", text_mention: "span.mention", hashtag: "span.mention", cashtag: "span.mention",
  phone_number: "span.mention", custom_emoji: "span", date_time: "time", bank_card_number: "span",
});

/** @type {Record<string, (inner: Node[], raw: string, entity: Entity, onCommand: OnCommand) => Node>} */
const BUILDERS = {
  pre: (_inner, raw, entity) => codeBlock(raw, entity.language),
  url: (inner, raw) => link(raw, inner),
  email: (inner) => el("span.mention", {}, inner),
  text_link: (inner, _raw, entity) => link(entity.url ?? "", inner),
  blockquote: (inner) => el("blockquote", {}, inner),
  expandable_blockquote: (inner) => expandable(inner),
  spoiler: (inner) => spoiler(inner),
  bot_command: (inner, raw, _entity, onCommand) =>
    el("button.command", { type: "button", onclick: () => onCommand(raw) }, inner),
};

/**
 * @param {string} text @param {Entity[]} entities @param {OnCommand} onCommand
 * @returns {Node[]}
 */
export function drawText(text, entities, onCommand) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return drawRange(text, 0, text.length, sorted, onCommand);
}

/** @param {string} text @param {number} from @param {number} to @param {Entity[]} entities @param {OnCommand} onCommand */
function drawRange(text, from, to, entities, onCommand) {
  /** @type {Node[]} */ const nodes = [];
  const queue = [...entities];
  let at = from;
  while (queue.length) {
    const entity = /** @type {Entity} */ (queue.shift());
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    if (start > at) nodes.push(textAfter(nodes, text.slice(at, start)));
    const inside = queue.filter((other) => other.offset < end);
    const inner = drawRange(text, start, end, inside, onCommand);
    nodes.push(wrap(entity, inner, text.slice(start, end), onCommand));
    at = end;
  }
  if (at < to) nodes.push(textAfter(nodes, text.slice(at, to)));
  return nodes;
}

/** A block ends its line by itself: the line break after it is not drawn twice. @param {Node[]} before @param {string} text */
function textAfter(before, text) {
  const last = before[before.length - 1];
  const isBlock = last instanceof HTMLElement && last.matches("blockquote, .code");
  return document.createTextNode(isBlock ? text.replace(/^\n/, "") : text);
}

/** @param {Entity} entity @param {Node[]} inner @param {string} raw @param {OnCommand} onCommand */
function wrap(entity, inner, raw, onCommand) {
  const builder = Object.hasOwn(BUILDERS, entity.type) ? BUILDERS[entity.type] : null;
  if (builder) return builder(inner, raw, entity, onCommand);
  return el(Object.hasOwn(TAGS, entity.type) ? TAGS[entity.type] : "span", {}, inner);
}

/** @param {Node[]} inner */
export function spoiler(inner) {
  const node = el("span.spoiler", { role: "button", tabindex: "0", title: say("spoiler") }, inner);
  const reveal = () => node.classList.add("is-shown");
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return node;
}

/** @param {(Node | string)[]} inner */
export function expandable(inner) {
  const node = el("blockquote.expandable", { tabindex: "0" }, inner);
  const toggle = () => node.classList.toggle("is-open");
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
  return node;
}
