/** A block of code with its language and a copy button. */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { copyText } from "./clipboard.js";
import { say } from "./words.js";

/** @param {string} code @param {string} [language] */
export function codeBlock(code, language) {
  const button = el("button.code-copy", { type: "button", "aria-label": say("copy"), title: say("copy") }, icon("copy"));
  button.addEventListener("click", async () => {
    await copyText(code);
    fill(button, icon("check"));
    setTimeout(() => fill(button, icon("copy")), 1500);
  });
  const head = el("div.code-head", {}, el("span", {}, language ?? ""), button);
  return el("div.code", {}, head, el("pre", { tabindex: "0" }, el("code", {}, code)));
}
