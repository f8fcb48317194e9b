/** A message in one line: for the list of chats, replies and labels. */

import { plainBlocks } from "./rich.js";
import { serviceText } from "./service.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Message} Message */

const KINDS = new Set(["photo", "video", "voice", "audio", "document", "sticker", "animation", "location", "contact", "poll"]);

/** @param {Pick<Message, "text" | "media" | "blocks" | "service">} message */
export function summary(message) {
  if (message.service) return serviceText(message.service);
  if (message.text) return message.text;
  if (message.blocks) return plainBlocks(message.blocks) || say("rich");
  if (!message.media) return "";
  if (message.media.kind === "document" && message.media.name) return message.media.name;
  return KINDS.has(message.media.kind) ? say(/** @type {any} */ (message.media.kind)) : say("message");
}
