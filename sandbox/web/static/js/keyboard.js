/** Inline keyboards under a message and rows of buttons inside a rich one. */

import { el, safeLink } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./store.js").Button} Button */

/** @param {Button[][]} rows @param {(button: Button) => void} onPress */
export function keyboard(rows, onPress) {
  return el("div.keyboard", {}, rows.map((row) => buttonRow(row, onPress)));
}

/** @param {Button[]} buttons @param {(button: Button) => void} onPress */
export function buttonRow(buttons, onPress) {
  return el("div.keyboard-row", {}, buttons.map((button) => oneButton(button, onPress)));
}

/** @param {Button} button @param {(button: Button) => void} onPress */
function oneButton(button, onPress) {
  const text = typeof button.text === "string" ? button.text : String(button.text ?? "");
  const style = button.style ? `.is-${button.style.replace(/\W/g, "")}` : "";
  if (button.url) {
    const href = safeLink(button.url);
    const props = href ? { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href } : { "aria-disabled": "true" };
    return el(`a.inline-button${style}`, props, el("span", {}, text), icon("link", "corner"));
  }
  const node = el(`button.inline-button${style}`, { type: "button" }, el("span", {}, text));
  node.addEventListener("click", async () => {
    node.classList.add("is-waiting");
    await onPress(button);
    node.classList.remove("is-waiting");
  });
  return node;
}
