/** What can be done with a message: react, reply, copy, edit, delete. */

import { copyText } from "./clipboard.js";
import { el } from "./dom.js";
import { closeMenu, openMenu } from "./menu.js";
import { captioned } from "./message.js";
import { plainBlocks } from "./rich.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const EMOJI = ["👍", "❤", "🔥", "🎉", "😁", "🤔", "👎"];

/**
 * @param {{x: number, y: number}} at @param {import("./message.js").Group} group @param {import("./app.js").Page} page
 */
export function openMessageMenu(at, group, page) {
  const body = captioned(group);
  const text = body.text || (body.blocks ? plainBlocks(body.blocks) : "");
  /** @type {import("./menu.js").Item[]} */ const items = [];
  if (page.store.chat?.can_post) items.push({ text: say("reply"), icon: "reply", onPick: () => page.composer.reply(body) });
  if (text) items.push({ text: say("copyText"), icon: "copy", onPick: () => copyText(text).then(() => toast(say("copied"))) });
  if (body.can_edit) items.push({ text: say("edit"), icon: "edit", onPick: () => page.composer.edit(body) });
  if (body.can_delete) items.push({ text: say("delete"), icon: "trash", isDanger: true, onPick: () => page.actions.remove(group.messages.map((each) => each.id)) });
  openMenu(at, items, { label: say("actions"), head: emojiRow(body, page) });
}

/** @param {import("./store.js").Message} message @param {import("./app.js").Page} page */
function emojiRow(message, page) {
  const mine = message.reactions.find((reaction) => reaction.mine)?.emoji;
  return el("div.emoji-row", {}, EMOJI.map((emoji) =>
    el(`button.emoji${mine === emoji ? ".is-mine" : ""}`, { type: "button", role: "menuitem", tabindex: "-1", "aria-label": say("react", { emoji }), onclick: () => {
      closeMenu();
      page.actions.react(message.id, mine === emoji ? "" : emoji);
    } }, emoji)));
}
