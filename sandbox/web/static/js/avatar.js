/** Round pictures: initials on a colour that stays with the name's owner. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const HUES = [212, 262, 338, 16, 36, 152, 184];

/** Neighbouring ids get different colours. @param {number} id */
export const hueOf = (id) => HUES[(Math.imul(id % 2147483647, 2654435761) >>> 20) % HUES.length];

/** @param {number} id @param {string} name @param {{size?: string, badge?: "channel" | "group" | null}} [options] */
export function avatar(id, name, options = {}) {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, "").split(/\s+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
  const node = el(`span.avatar${options.size ? `.${options.size}` : ""}`, { "aria-hidden": "true" }, letters || "?");
  node.style.setProperty("--hue", String(hueOf(id)));
  if (options.badge) node.append(el("span.avatar-badge", {}, icon(options.badge)));
  return node;
}
