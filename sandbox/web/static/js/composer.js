/** Where one writes: text with light Markdown, replies, edits, files, voice, commands, and Stop. */

import { Attachments } from "./attachments.js";
import { Completion } from "./completion.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { InlineResults } from "./inline.js";
import { fromMarkdown, toMarkdown } from "./markdown.js";
import { Recorder } from "./recorder.js";
import { summary } from "./summary.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Message} Message */

const WRAPS = /** @type {Record<string, string>} */ ({ b: "**", i: "_", e: "`" });

export class Composer {
  /** @param {import("./app.js").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {{kind: "reply" | "edit", message: Message} | null} */ this.about = null;
    /** @type {Map<string, string>} text begun in other chats */ this.begun = new Map();
    this.place = "";
    /** @type {Promise<unknown>} one after another, in the order written */ this.sending = Promise.resolve();
    this.bar = el("div.about-bar", { hidden: true });
    this.input = /** @type {HTMLTextAreaElement} */ (el("textarea.input", { rows: 1, dir: "auto", oninput: () => this.onInput(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event), onpaste: (/** @type {ClipboardEvent} */ event) => this.files.onPaste(event) }));
    this.files = new Attachments(this);
    this.recorder = new Recorder(this);
    this.completion = new Completion(this);
    this.inline = new InlineResults(this);
    this.commands = el("button.round.slash", { type: "button", onclick: () => this.completion.openAll() }, icon("slash"));
    this.main = el("button.round.main", { type: "button", onclick: () => this.onMain() });
    this.line = el("div.composer-line", {}, this.files.button, this.input, this.commands, this.main);
    this.note = el("div.composer-note", { hidden: true });
    this.node = el("footer.composer", {}, this.completion.node, this.inline.node, el("div.composer-box", {}, this.bar, this.files.tray, this.line, this.recorder.node), this.note);
    page.store.on(["open", "chats", "draft", "history", "me"], () => this.draw());
  }

  draw() {
    const { chat, chatId, topicId, me } = this.page.store;
    const place = `${me?.id}/${chatId}/${topicId}`;
    if (place !== this.place) this.move(place);
    this.node.toggleAttribute("hidden", !chat);
    if (!chat) return;
    const topic = chat.topics.find((each) => each.id === topicId);
    const why = !chat.can_post ? say("readOnly") : topic?.is_closed ? say("closedTopic") : "";
    this.node.classList.toggle("is-closed", Boolean(why));
    this.note.toggleAttribute("hidden", !why);
    this.note.textContent = why;
    this.input.placeholder = say(chat.kind === "channel" ? "post" : this.files.items.length ? "caption" : "write");
    this.input.setAttribute("aria-label", this.input.placeholder);
    this.commands.toggleAttribute("hidden", !chat.commands.length || Boolean(this.input.value));
    this.commands.setAttribute("aria-label", say("commands"));
    this.commands.title = say("commands");
    this.files.draw();
    this.drawMain();
  }

  /** The one round button: send, save, stop, start or record. */
  drawMain() {
    const [name, label] = { send: ["send", "send"], save: ["check", "save"], stop: ["stop", "stop"], start: ["send", "start"], record: ["mic", "record"] }[this.mode];
    this.main.className = `round main is-${this.mode}`;
    this.main.setAttribute("aria-label", say(/** @type {any} */ (label)));
    this.main.title = say(/** @type {any} */ (label));
    fill(this.main, icon(/** @type {any} */ (name)), this.mode === "start" && el("span", {}, say("start")));
  }

  /** @returns {"send" | "save" | "stop" | "start" | "record"} */
  get mode() {
    const { store } = this.page;
    if (this.about?.kind === "edit") return "save";
    if (this.input.value.trim() || this.files.items.length) return "send";
    if (store.draft?.can_stop) return "stop";
    const history = store.history();
    return store.chat?.is_bot && history.isComplete && !history.messages.size ? "start" : "record";
  }

  onMain() {
    const { actions } = this.page;
    if (this.mode === "stop") return actions.stop();
    if (this.mode === "start") return actions.command("/start");
    if (this.mode === "record") return this.recorder.start();
    return this.submit();
  }

  /** Another chat opened: what was begun there comes back. @param {string} place */
  move(place) {
    if (this.place && this.about?.kind !== "edit") this.begun.set(this.place, this.input.value);
    this.place = place;
    this.about = null;
    this.files.clear();
    this.completion.close();
    this.inline.close();
    this.recorder.cancel();
    this.setText(this.begun.get(place) ?? "");
    this.drawBar();
    if (matchMedia("(hover: hover)").matches) this.focus();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /** @param {string} text */
  setText(text) {
    this.input.value = text;
    this.grow();
  }

  grow() {
    this.input.style.height = "";
    if (this.input.value) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  onInput() {
    this.grow();
    this.completion.update();
    this.inline.update();
    this.draw();
    if (this.input.value && this.about?.kind !== "edit") this.page.actions.typing();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing || this.completion.steer(event) || this.inline.steer(event)) return;
    const mark = (event.ctrlKey || event.metaKey) && !event.shiftKey && WRAPS[event.key.toLowerCase()];
    if (event.key === "Enter" && !event.shiftKey) this.submit();
    else if (event.key === "Escape") this.cancel();
    else if (event.key === "ArrowUp" && !this.input.value && !this.about) this.editLast();
    else if (mark) this.wrap(mark);
    else return;
    event.preventDefault();
  }

  /** What is written leaves the box at once and comes back if it could not be sent. */
  submit() {
    const { about } = this;
    const source = this.input.value;
    const outgoing = { ...fromMarkdown(source), reply: about?.message.id, files: this.files.items, here: this.page.actions.here };
    if (!outgoing.text && !outgoing.files.length) return;
    const { actions, history } = this.page;
    const place = this.place;
    this.files.items = [];
    this.begun.delete(place);
    this.clear();
    const work = about?.kind === "edit" ? () => actions.edit(about.message.id, outgoing) : () => actions.send(outgoing);
    if (about?.kind !== "edit") history.scrollDown();
    this.sending = this.sending.then(work).then((isDone) => (isDone ? this.files.release(outgoing.files) : this.restore(place, source, about, outgoing.files)));
  }

  /** @param {string} place @param {string} source @param {Composer["about"]} about @param {import("./attachments.js").Item[]} files */
  restore(place, source, about, files) {
    if (place !== this.place || this.input.value || this.about || this.files.items.length) return;
    this.setText(source);
    this.files.items = files;
    this.about = about;
    this.drawBar();
    this.draw();
  }

  clear() {
    this.about = null;
    this.completion.close();
    this.inline.close();
    this.setText("");
    this.drawBar();
    this.draw();
  }

  cancel() {
    if (this.about) return this.clear();
    this.files.clear();
    return this.draw();
  }

  /** @param {Message} message */
  reply(message) {
    if (!this.page.store.chat?.can_post) return;
    if (this.about?.kind === "edit") this.setText("");
    this.begin("reply", message);
  }

  /** @param {Message} message */
  edit(message) {
    this.setText(toMarkdown(message.text, message.entities));
    this.begin("edit", message);
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  editLast() {
    const own = this.page.store.shown.filter((message) => message.can_edit);
    if (own.length) this.edit(own[own.length - 1]);
  }

  /** @param {"reply" | "edit"} kind @param {Message} message */
  begin(kind, message) {
    this.about = { kind, message };
    this.drawBar();
    this.draw();
    this.focus();
  }

  drawBar() {
    this.bar.toggleAttribute("hidden", !this.about);
    if (!this.about) return;
    const { kind, message } = this.about;
    const title = kind === "edit" ? say("editing") : say("replyTo", { name: message.author.name });
    const cancel = el("button.round.small", { type: "button", "aria-label": say("cancel"), onclick: () => this.clear() }, icon("close"));
    fill(this.bar, icon(kind === "edit" ? "edit" : "reply"), el("div.about-text", {}, el("b", {}, title), el("span", {}, summary(message))), cancel);
  }

  /** Put marks around what is selected. @param {string} mark */
  wrap(mark) {
    const { selectionStart: from, selectionEnd: to, value } = this.input;
    this.input.setRangeText(mark + value.slice(from, to) + mark, from, to, "end");
    this.input.setSelectionRange(from + mark.length, to + mark.length);
    this.onInput();
  }
}
