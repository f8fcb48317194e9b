/** Inline mode: what a bot offers while one types `@bot question` in any chat. */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

/** @typedef {{id: string, title: string, description: string}} Result */

const PAUSE = 250;

export class InlineResults {
  /** @param {import("./composer.js").Composer} composer */
  constructor(composer) {
    this.composer = composer;
    this.asked = 0;
    this.bot = "";
    this.query = "";
    /** @type {Result[]} */ this.results = [];
    /** @type {{text: string, start_parameter?: string} | null} */ this.button = null;
    this.at = 0;
    this.node = el("div.completion.inline", { role: "listbox", id: "inline", hidden: true });
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Look at what is typed; the bot is asked when the typing rests. */
  update() {
    const typed = /^@(\w{3,})\s([^]*)$/.exec(this.composer.input.value);
    this.asked += 1;
    clearTimeout(this.timer);
    if (!typed || this.composer.about?.kind === "edit") return this.close();
    const [, bot, query] = typed;
    this.timer = setTimeout(() => this.ask(bot, query, this.asked), PAUSE);
    return undefined;
  }

  /** @param {string} bot @param {string} query @param {number} asked */
  async ask(bot, query, asked) {
    const found = await this.composer.page.actions.inline(bot, query);
    if (asked !== this.asked) return;
    this.bot = bot;
    this.query = found?.query ?? "";
    this.results = found?.results ?? [];
    this.button = found?.button ?? null;
    this.at = 0;
    this.draw();
  }

  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.results = [];
    this.button = null;
    this.draw();
  }

  draw() {
    this.node.toggleAttribute("hidden", !this.results.length && !this.button);
    this.node.setAttribute("aria-label", say("inlineResults"));
    const button = this.button && el("button.inline-button", {
      type: "button", onpointerdown: (/** @type {PointerEvent} */ event) => event.preventDefault(), onclick: () => this.toBot(),
    }, this.button.text, icon("down", "sideways"));
    fill(this.node, button, this.results.map((result, at) =>
      el(`div.completion-item.inline-item${at === this.at ? ".is-at" : ""}`, {
        role: "option", id: `inline-${at}`, "aria-selected": String(at === this.at),
        onpointerdown: (/** @type {PointerEvent} */ event) => event.preventDefault(),
        onclick: () => this.choose(result),
      }, el("b", {}, result.title), el("span", {}, result.description))));
    if (this.results.length) this.composer.input.setAttribute("aria-activedescendant", `inline-${this.at}`);
    this.node.querySelector(".is-at")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was a key of the results */
  steer(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.results.length) {
      this.at = (this.at + step + this.results.length) % this.results.length;
      this.draw();
    } else if (event.key === "Enter" && !event.shiftKey && this.results.length) this.choose(this.results[this.at]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {Result} result */
  async choose(result) {
    const { query } = this;
    const text = this.composer.input.value;
    this.composer.clear();
    this.composer.page.history.scrollDown();
    if (!(await this.composer.page.actions.choose(query, result.id)) && !this.composer.input.value) this.composer.setText(text);
    this.composer.draw();
    this.composer.focus();
  }

  toBot() {
    const { bot, button } = this;
    this.composer.clear();
    this.composer.page.actions.startBot(bot, button?.start_parameter ?? "");
  }
}
