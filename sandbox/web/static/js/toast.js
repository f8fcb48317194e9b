/** Short notices at the edge of the page, and the ones that want an OK. */

import { el } from "./dom.js";
import { say } from "./words.js";

const STAYS = 4000;

/** @returns {HTMLElement} */
function shelf() {
  let node = document.getElementById("toasts");
  if (!node) {
    node = el("div.toasts", { id: "toasts", role: "status", "aria-live": "polite" });
    document.body.append(node);
  }
  return node;
}

/** @param {string} text */
export function toast(text) {
  const node = el("div.toast", {}, text);
  shelf().append(node);
  setTimeout(() => node.classList.add("is-leaving"), STAYS);
  setTimeout(() => node.remove(), STAYS + 300);
}

/**
 * @param {string} text @param {{ask?: string}} [options] `ask`: the word on the button that agrees
 * @returns {Promise<boolean>} whether the person agreed
 */
export function alertDialog(text, options = {}) {
  return new Promise((resolve) => {
    const dialog = /** @type {HTMLDialogElement} */ (el("dialog.alert", { role: "alertdialog", "aria-label": text }));
    const answer = (/** @type {string} */ value) => () => dialog.close(value);
    const buttons = options.ask
      ? [el("button.plain", { type: "button", onclick: answer("") }, say("cancel")), el("button.primary.danger", { type: "button", onclick: answer("yes") }, options.ask)]
      : [el("button.primary", { type: "button", onclick: answer("yes") }, "OK")];
    dialog.append(el("p", {}, text), el("div.alert-buttons", {}, buttons));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    /** @type {HTMLElement} */ (dialog.querySelector("button.primary")).focus();
  });
}
