/** One message, or one album, as a row of the conversation. */

import { avatar, hueOf } from "./avatar.js";
import { el } from "./dom.js";
import { drawText } from "./entities.js";
import { icon } from "./icons.js";
import { keyboard } from "./keyboard.js";
import { drawAlbum, drawMedia } from "./media.js";
import { openMessageMenu } from "./message_menu.js";
import { drawBlocks } from "./rich.js";
import { serviceText } from "./service.js";
import { summary } from "./summary.js";
import { clock, fullDate } from "./when.js";
import { say } from "./words.js";

/**
 * @typedef {import("./store.js").Message} Message
 * @typedef {{messages: Message[], isFirst: boolean, isLast: boolean, hasNames: boolean}} Group
 *   `isFirst`/`isLast` of a run by one author
 * @typedef {import("./app.js").Page} Page
 */

/** @param {Group} group @param {Page} page @returns {HTMLElement} */
export function drawGroup(group, page) {
  const head = group.messages[0];
  if (head.service) return el("div.service", { "data-id": head.id }, el("span", {}, serviceText(head.service)));
  const classes = ["row", head.out ? "is-out" : "is-in", group.isFirst && "is-first", group.isLast && "is-last"].filter(Boolean);
  const label = `${head.out ? say("you") : head.author.name}, ${clock(head.date)}: ${summary(captioned(group))}`;
  const row = el(["div", ...classes].join("."), { "data-id": head.id, role: "article", tabindex: "-1", "aria-label": label });
  if (group.hasNames && !head.out) row.append(el("div.row-avatar", {}, group.isLast && avatar(head.author.id, head.author.name)));
  row.append(el("div.column", {}, bubble(group, page), inlineKeyboard(group, page), reactions(captioned(group), page)), moreButton(group, page));
  row.addEventListener("contextmenu", (event) => {
    if (/** @type {Element} */ (event.target).closest("a[target]") || String(getSelection())) return;
    event.preventDefault();
    openMessageMenu({ x: event.clientX, y: event.clientY }, group, page);
  });
  row.addEventListener("dblclick", (event) => !/** @type {Element} */ (event.target).closest("button, a, .voice, .code") && page.composer.reply(captioned(group)));
  return row;
}

/** The message of an album that carries the caption. @param {Group} group */
export const captioned = (group) => group.messages.find((message) => message.text) ?? group.messages[0];

/** @param {Group} group @param {Page} page */
function bubble(group, page) {
  const head = group.messages[0];
  const body = captioned(group);
  const media = group.messages.flatMap((message) => (message.media ? [message.media] : []));
  const isBare = media.length > 0 && media.every((each) => ["photo", "video", "animation", "sticker"].includes(each.kind)) && !body.text;
  const isCard = media.length > 0 && !isBare && !body.text;
  const flags = [media.length && "has-media", isBare && "is-bare", isCard && "is-card", body.blocks && "is-rich"].filter(Boolean);
  const node = el(["div", "bubble", ...flags].join("."));
  if (group.hasNames && group.isFirst && !head.out) node.append(authorName(head.author));
  if (head.forward) node.append(el("div.forward", {}, icon("reply", "flipped"), say("forwardedFrom", { name: head.forward })));
  if (head.via) node.append(el("div.via", {}, `via @${head.via}`));
  if (head.reply) node.append(quote(head.reply, page));
  if (media.length) node.append(media.length > 1 ? drawAlbum(media) : drawMedia(media[0]));
  const to = { onPress: (/** @type {any} */ button) => page.actions.press(head.id, button), onCommand: (/** @type {string} */ command) => page.actions.command(command) };
  if (body.blocks) node.append(el("div.rich", {}, drawBlocks(body.blocks, to)));
  if (!body.text || body.blocks) node.append(meta(body, head));
  else node.append(el(`div.text${isOnlyEmoji(body) ? ".is-emoji" : ""}`, { dir: "auto" }, drawText(body.text, body.entities, to.onCommand), meta(body, head)));
  return node;
}

/** @param {{id: number, name: string}} author */
function authorName(author) {
  const node = el("div.author", {}, author.name);
  node.style.setProperty("--hue", String(hueOf(author.id)));
  return node;
}

/** @param {Message} body @param {Message} head */
function meta(body, head) {
  return el("span.meta", { title: fullDate(head.date) }, body.edited && el("i", {}, say("edited")), el("time", {}, clock(head.date)));
}

/** @param {Message} message */
const isOnlyEmoji = (message) => !message.media && /^(\p{Extended_Pictographic}(\u{FE0F}|\u{200D}\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}])*\s?){1,3}$/u.test(message.text);

/** @param {NonNullable<Message["reply"]>} reply @param {Page} page */
function quote(reply, page) {
  return el("button.quote", { type: "button", onclick: () => page.history.reveal(reply.id) },
    el("b", {}, reply.name || say("deletedMessage")), el("span", {}, summary(reply)));
}

/** @param {Group} group @param {Page} page */
function inlineKeyboard(group, page) {
  const message = group.messages.find((each) => each.keyboard.length);
  return message ? keyboard(message.keyboard, (button) => page.actions.press(message.id, button)) : null;
}

/** @param {Message} message @param {Page} page */
function reactions(message, page) {
  if (!message.reactions.length) return null;
  const chips = message.reactions.map(({ emoji, count, mine }) =>
    el(`button.reaction${mine ? ".is-mine" : ""}`, { type: "button", "aria-pressed": String(mine), "aria-label": say("react", { emoji }), onclick: () => page.actions.react(message.id, mine ? "" : emoji) },
      el("span", {}, emoji), el("small", {}, count)));
  return el("div.reactions", {}, chips);
}

/** @param {Group} group @param {Page} page */
function moreButton(group, page) {
  const button = el("button.row-more", { type: "button", "aria-label": say("actions"), "aria-haspopup": "menu", tabindex: "-1" }, icon("more"));
  button.addEventListener("click", () => {
    const box = button.getBoundingClientRect();
    openMessageMenu({ x: box.left, y: box.bottom + 4 }, group, page);
  });
  return button;
}
