/** The conversation: days, runs of one author, albums, the draft at its end; keeps its place while things change. */

import { drawDraft } from "./draft.js";
import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { drawGroup } from "./message.js";
import { openMessageMenu } from "./message_menu.js";
import { dayName } from "./when.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Message} Message @typedef {import("./message.js").Group} Group */

const RUN_SECONDS = 600;
const NEAR = 120;

export class HistoryView {
  /** @param {import("./app.js").Page} page */
  constructor(page) {
    this.page = page;
    this.list = el("div.messages", { role: "log", "aria-live": "polite", "aria-label": say("messages"), tabindex: "0" });
    this.toBottom = el("button.round.to-bottom", { type: "button", hidden: true, "aria-label": say("toBottom"), onclick: () => this.scrollDown("smooth") }, icon("down"));
    this.scroller = el("div.scroller", {}, this.list);
    this.node = el("div.history", {}, this.scroller, this.toBottom);
    this.isDown = true;
    this.shownKey = "";
    /** @type {Map<number, Group>} */ this.groups = new Map();
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.steer(event));
    new ResizeObserver(() => this.isDown && this.scrollDown()).observe(this.scroller);
    new ResizeObserver(() => this.isDown && this.scrollDown()).observe(this.list);
    page.store.on(["history", "draft", "open", "me"], () => this.draw());
    page.store.on(["chats"], () => this.isDown && page.actions.read());
  }

  draw() {
    const { store } = this.page;
    const key = `${store.me?.id}/${store.chatId}/${store.topicId}`;
    const isNew = key !== this.shownKey;
    const fromBottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    const wasDown = this.isDown || isNew;
    const first = this.list.firstElementChild;
    this.shownKey = key;
    this.list.setAttribute("aria-label", say("messages"));
    this.toBottom.setAttribute("aria-label", say("toBottom"));
    reconcile(this.list, this.rows(key));
    if (store.draft) this.page.drawDraft();
    if (wasDown) this.scrollDown();
    else if (first !== this.list.firstElementChild) this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
    this.onScroll();
    if (this.isDown) this.page.actions.read();
  }

  /** @param {string} place @returns {import("./dom.js").Row[]} */
  rows(place) {
    const { store } = this.page;
    const messages = store.chat ? store.shown : [];
    const groups = grouped(messages, store.chat?.kind === "group");
    this.groups = new Map(groups.map((group) => [group.messages[0].id, group]));
    /** @type {import("./dom.js").Row[]} */ const rows = [];
    let day = "";
    for (const group of groups) {
      const name = dayName(group.messages[0].date);
      if (name !== day) rows.push({ key: `${place} day ${name}`, deps: [], build: () => el("div.day", {}, el("span", {}, name)) });
      day = name;
      const { isFirst, isLast } = group;
      rows.push({ key: `${place} ${group.messages[0].id}`, deps: [isFirst, isLast, ...group.messages], build: () => drawGroup(group, this.page) });
    }
    const draft = store.chat && store.draft;
    if (draft) rows.push({ key: `${place} draft ${draft.id}`, deps: [], build: () => drawDraft(draft, this.page) });
    else if (!messages.length && store.chat) rows.push({ key: `${place} empty`, deps: [], build: () => this.emptyNote() });
    return rows;
  }

  emptyNote() {
    return el("div.empty", {}, say(this.page.store.chat?.is_bot ? "emptyBot" : "empty"));
  }

  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const wasDown = this.isDown;
    this.isDown = scrollHeight - scrollTop - clientHeight < NEAR;
    this.toBottom.toggleAttribute("hidden", this.isDown);
    if (scrollTop < NEAR * 3 && scrollHeight > clientHeight) this.page.actions.older();
    if (this.isDown && !wasDown) this.page.actions.read();
  }

  /** @param {ScrollBehavior} [behavior] */
  scrollDown(behavior = "instant") {
    this.isDown = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  /** Show a message that may be part of an album, and light it up. @param {number} id */
  reveal(id) {
    const group = [...this.groups.values()].find(({ messages }) => messages.some((message) => message.id === id));
    const row = group && this.list.querySelector(`[data-id="${group.messages[0].id}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.classList.remove("is-lit");
    requestAnimationFrame(() => row.classList.add("is-lit"));
  }

  /** Arrows walk over the messages, Enter opens what can be done. @param {KeyboardEvent} event */
  steer(event) {
    const rows = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".row[data-id]")]);
    const target = /** @type {HTMLElement} */ (event.target);
    const at = rows.indexOf(target);
    if (target !== this.list && at < 0) return;
    if (event.key === "ArrowUp") rows[at < 0 ? rows.length - 1 : Math.max(0, at - 1)]?.focus();
    else if (event.key === "ArrowDown" && at >= 0) rows[Math.min(rows.length - 1, at + 1)]?.focus();
    else if (event.key === "Enter" && at >= 0) this.menuFor(rows[at]);
    else if (event.key === "Escape") this.page.composer.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {HTMLElement} row */
  menuFor(row) {
    const group = this.groups.get(Number(row.dataset.id));
    const box = /** @type {HTMLElement} */ (row.querySelector(".bubble") ?? row).getBoundingClientRect();
    if (group) openMessageMenu({ x: box.left + 16, y: Math.max(60, box.top + 24) }, group, this.page);
  }
}

/**
 * Albums as one, and where a run of one author begins and ends.
 * @param {Message[]} messages @param {boolean} hasNames @returns {Group[]}
 */
export function grouped(messages, hasNames) {
  /** @type {Group[]} */ const groups = [];
  for (const message of messages) {
    const last = groups[groups.length - 1];
    if (last && message.album && last.messages[0].album === message.album) last.messages.push(message);
    else groups.push({ messages: [message], isFirst: true, isLast: true, hasNames });
  }
  for (let at = 1; at < groups.length; at++) {
    const [before, after] = [groups[at - 1].messages[0], groups[at].messages[0]];
    if (!isRun(before, after)) continue;
    groups[at - 1].isLast = false;
    groups[at].isFirst = false;
  }
  return groups;
}

/** @param {Message} before @param {Message} after */
function isRun(before, after) {
  const isSame = before.author.id === after.author.id && before.out === after.out && !before.service && !after.service;
  return isSame && after.date - before.date < RUN_SECONDS && dayName(before.date) === dayName(after.date);
}
