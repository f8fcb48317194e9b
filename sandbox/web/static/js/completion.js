/** Commands offered while one types "/", by the bot's own menu in the person's language. */

import { el, fill } from "./dom.js";
import { say } from "./words.js";

/** @typedef {{command: string, description: string}} Command */

export class Completion {
  /** @param {import("./composer.js").Composer} composer */
  constructor(composer) {
    this.composer = composer;
    /** @type {Command[]} */ this.found = [];
    this.at = 0;
    this.node = el("div.completion", { role: "listbox", id: "completion", hidden: true });
    composer.input.setAttribute("aria-controls", "completion");
    composer.input.setAttribute("aria-autocomplete", "list");
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Look at what is typed and offer what fits. */
  update() {
    const typed = /^\/([\w@]*)$/.exec(this.composer.input.value);
    const all = this.composer.page.store.chat?.commands ?? [];
    this.found = typed ? all.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    this.at = 0;
    this.draw();
  }

  /** The menu button: all commands, or away with them. */
  openAll() {
    if (this.isOpen) {
      this.composer.setText("");
      this.close();
    } else {
      this.composer.setText("/");
      this.update();
    }
    this.composer.draw();
    this.composer.focus();
  }

  close() {
    this.found = [];
    this.draw();
  }

  draw() {
    this.node.toggleAttribute("hidden", !this.found.length);
    this.composer.input.setAttribute("aria-expanded", String(Boolean(this.found.length)));
    this.node.setAttribute("aria-label", say("commands"));
    fill(this.node, this.found.map(({ command, description }, at) =>
      el(`div.completion-item${at === this.at ? ".is-at" : ""}`, {
        role: "option", id: `completion-${at}`, "aria-selected": String(at === this.at),
        onpointerdown: (/** @type {PointerEvent} */ event) => event.preventDefault(),
        onclick: () => this.send(command),
      }, el("b", {}, `/${command}`), el("span", {}, description))));
    if (this.found.length) this.composer.input.setAttribute("aria-activedescendant", `completion-${this.at}`);
    else this.composer.input.removeAttribute("aria-activedescendant");
    this.node.querySelector(".is-at")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was the completion's key */
  steer(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = this.found[this.at].command;
    if (step) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.draw();
    } else if (event.key === "Tab") {
      this.composer.setText(`/${chosen} `);
      this.close();
      this.composer.draw();
    } else if (event.key === "Enter" && !event.shiftKey) this.send(chosen);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {string} command */
  send(command) {
    this.composer.setText(`/${command}`);
    this.composer.submit();
    this.composer.focus();
  }
}
