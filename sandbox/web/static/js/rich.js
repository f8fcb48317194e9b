/** Rich messages: headings, lists, tables, details, quotes, code, formulas, buttons. */

import { codeBlock } from "./code.js";
import { el, link } from "./dom.js";
import { expandable, spoiler } from "./entities.js";
import { buttonRow } from "./keyboard.js";

/** @typedef {(button: any) => void} OnPress */
/** @typedef {{onPress: OnPress, onCommand: (command: string) => void}} Reactions */

const TEXT_TAGS = /** @type {Record<string, string>} */ ({
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", marked: "mark",
  subscript: "sub", superscript: "sup", reference: "span", reference_link: "span.mention", date_time: "time",
  mention: "span.mention", text_mention: "span.mention", hashtag: "span.mention", cashtag: "span.mention",
  email_address: "span.mention", phone_number: "span.mention", bank_card_number: "span", anchor_link: "span",
});

/** @type {Record<string, (part: any, to: Reactions) => Node>} */
const TEXT_BUILDERS = {
  url: (part, to) => link(part.url, drawRichText(part.text, to)),
  spoiler: (part, to) => spoiler(drawRichText(part.text, to)),
  mathematical_expression: (part) => el("code.math", {}, part.expression),
  custom_emoji: (part) => document.createTextNode(part.alternative_text ?? ""),
  anchor: () => document.createTextNode(""),
  bot_command: (part, to) =>
    el("button.command", { type: "button", onclick: () => to.onCommand(part.bot_command) }, drawRichText(part.text, to)),
  button: (part, to) => buttons([part.button], to),
};

/** @param {any} text a string, a list, or a part with a type @param {Reactions} to @returns {Node[]} */
export function drawRichText(text, to) {
  if (text === null || text === undefined) return [];
  if (typeof text === "string") return [document.createTextNode(text)];
  if (Array.isArray(text)) return text.flatMap((part) => drawRichText(part, to));
  if (Object.hasOwn(TEXT_BUILDERS, text.type)) return [TEXT_BUILDERS[text.type](text, to)];
  const tag = Object.hasOwn(TEXT_TAGS, text.type) ? TEXT_TAGS[text.type] : "span";
  return [el(tag, {}, drawRichText(text.text, to))];
}

/** The letters of a rich text. @param {any} text @returns {string} */
export function plainText(text) {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map(plainText).join("");
  return plainText(text.text ?? text.expression ?? text.alternative_text ?? "");
}

/** @type {Record<string, (block: any, to: Reactions) => Node>} */
const BLOCKS = {
  paragraph: (block, to) => el("p", {}, drawRichText(block.text, to)),
  heading: (block, to) => el(`h${Math.min(6, Math.max(1, Number(block.size) || 3))}`, {}, drawRichText(block.text, to)),
  pre: (block) => codeBlock(plainText(block.text), block.language),
  footer: (block, to) => el("footer", {}, drawRichText(block.text, to)),
  divider: () => el("hr"),
  anchor: () => document.createTextNode(""),
  mathematical_expression: (block) => el("div.math", { tabindex: "0" }, block.expression),
  thinking: (block, to) => el("p.thinking", {}, drawRichText(block.text, to)),
  list: (block, to) => list(block, to),
  table: (block, to) => table(block, to),
  blockquote: (block, to) => el("blockquote", {}, drawBlocks(block.blocks, to), credit(block, to)),
  expandable_blockquote: (block, to) => expandable([...drawRichText(block.text, to), ...credit(block, to)]),
  pullquote: (block, to) => el("blockquote.pull", {}, drawRichText(block.text, to), credit(block, to)),
  details: (block, to) =>
    el("details", { open: Boolean(block.is_open) }, el("summary", {}, drawRichText(block.summary, to)), el("div", {}, drawBlocks(block.blocks, to))),
  buttons: (block, to) => buttons(block.buttons, to),
  collage: (block, to) => el("div.collage", {}, drawBlocks(block.blocks, to), caption(block, to)),
  slideshow: (block, to) => el("div.slideshow", { tabindex: "0" }, drawBlocks(block.blocks, to), caption(block, to)),
};

/** @param {any[]} blocks @param {Reactions} to @returns {Node[]} */
export function drawBlocks(blocks, to) {
  return (blocks ?? []).map((block) =>
    Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type](block, to) : el("p", {}, drawRichText(block.text, to)),
  );
}

/** @param {any[]} all @param {Reactions} to */
const buttons = (all, to) => buttonRow(all.map((button) => ({ ...button, text: plainText(button.text) })), to.onPress);

/** @param {any} block @param {Reactions} to */
const credit = (block, to) => (block.credit ? [el("cite", {}, drawRichText(block.credit, to))] : []);

/** @param {any} block @param {Reactions} to */
const caption = (block, to) => (block.caption ? el("figcaption", {}, drawRichText(block.caption.text ?? block.caption, to)) : null);

/** @param {any} block @param {Reactions} to */
function list(block, to) {
  const items = block.items.map((/** @type {any} */ item) => {
    const label = item.has_checkbox
      ? el("input", { type: "checkbox", disabled: true, checked: Boolean(item.is_checked) })
      : el("span.label", {}, item.label || (item.value ? `${item.value}.` : "•"));
    return el("li", {}, label, el("div", {}, drawBlocks(item.blocks, to)));
  });
  return el("ul", {}, items);
}

/** @param {any} block @param {Reactions} to */
function table(block, to) {
  const rows = block.cells.map((/** @type {any[]} */ row) => el("tr", {}, row.map((cell) => tableCell(cell, to))));
  const head = block.caption ? el("caption", {}, drawRichText(block.caption, to)) : null;
  const classes = ["is_bordered", "is_striped", "is_compact"].filter((flag) => block[flag]).map((flag) => flag.slice(3));
  return el("div.table", { tabindex: "0" }, el(["table", ...classes].join("."), {}, head, el("tbody", {}, rows)));
}

/** @param {any} cell @param {Reactions} to */
function tableCell(cell, to) {
  const props = { colspan: cell.colspan, rowspan: cell.rowspan, "data-align": cell.align, "data-valign": cell.valign };
  return el(cell.is_header ? "th" : "td", props, drawRichText(cell.text, to));
}

/** @param {any[]} blocks @returns {string} what a rich message says, in one line or for copying */
export function plainBlocks(blocks) {
  return (blocks ?? []).map(plainBlock).filter(Boolean).join("\n");
}

/** @param {any} block @returns {string} */
function plainBlock(block) {
  if (block.items) return block.items.map((/** @type {any} */ item) => `${item.label || "•"} ${plainBlocks(item.blocks)}`).join("\n");
  if (block.cells) return block.cells.map((/** @type {any[]} */ row) => row.map((cell) => plainText(cell.text)).join(" | ")).join("\n");
  const own = plainText(block.text ?? block.summary ?? block.expression);
  return [own, plainBlocks(block.blocks)].filter(Boolean).join("\n");
}
