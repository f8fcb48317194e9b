/** Copying, also where the browser gives no clipboard (a page over plain http from another machine). */

import { el } from "./dom.js";

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (el("textarea.off-screen", { value: text }));
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
