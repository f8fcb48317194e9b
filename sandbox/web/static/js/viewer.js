/** A photo over the whole page. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

/** @param {{file: string, name: string}} media */
export function showPhoto(media) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.viewer", { "aria-label": media.name || say("photo") }));
  const close = el("button.round", { type: "button", "aria-label": say("close"), onclick: () => dialog.close() }, icon("close"));
  dialog.append(el("img", { src: media.file, alt: media.name || say("photo") }), close);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
