/** The list of chats beside (on a phone: before) the conversation. */

import { avatar } from "./avatar.js";
import { el, fill, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { openPeopleMenu } from "./people.js";
import { summary } from "./summary.js";
import { shortDate } from "./when.js";
import { say } from "./words.js";
import { typingWords } from "./header.js";

/** @typedef {import("./store.js").Chat} Chat */

/** A bot that nobody wrote to yet stands first: it is what a newcomer looks for. @param {Chat} chat */
const freshness = (chat) => chat.last?.date ?? (chat.is_bot ? Infinity : 0);

export class ChatsView {
  /** @param {import("./app.js").Page} page */
  constructor(page) {
    this.page = page;
    this.filter = "";
    this.person = el("button.person", { type: "button", "aria-haspopup": "menu", onclick: () => openPeopleMenu(this.person, page) });
    this.search = /** @type {HTMLInputElement} */ (el("input.search", { type: "search", autocomplete: "off", oninput: () => this.onSearch(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.steer(event) }));
    this.list = el("div.chat-list", { role: "listbox", onkeydown: (/** @type {KeyboardEvent} */ event) => this.steer(event) });
    this.node = el("aside.sidebar", {}, el("header.sidebar-head", {}, this.person), el("div.search-box", {}, this.search), this.list);
    page.store.on(["chats", "me", "people", "open", "typing"], () => this.draw());
  }

  onSearch() {
    this.filter = this.search.value.trim().toLowerCase();
    this.draw();
  }

  /** @returns {Chat[]} newest first */
  get visible() {
    const chats = [...this.page.store.chats.values()].filter((chat) => chat.title.toLowerCase().includes(this.filter));
    return chats.sort((a, b) => freshness(b) - freshness(a) || a.title.localeCompare(b.title));
  }

  draw() {
    const { store } = this.page;
    if (!store.me) return;
    fill(this.person, avatar(store.me.id, store.me.name), el("span.person-name", {}, store.me.name), icon("down"));
    this.person.setAttribute("aria-label", `${say("switchPerson")}: ${store.me.name}`);
    this.search.placeholder = say("search");
    this.search.setAttribute("aria-label", say("search"));
    this.list.setAttribute("aria-label", say("chats"));
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.chat;
    const tabbable = store.chatId || this.visible[0]?.id;
    const rows = this.visible.map((chat) => ({
      key: `${store.me?.id}/${chat.id}`,
      deps: [chat, chat.id === store.chatId, chat.id === tabbable, store.typing.get(chat.id), store.isWriting(chat.id), document.documentElement.lang],
      build: () => this.item(chat, chat.id === tabbable),
    }));
    if (!rows.length) rows.push({ key: "none", deps: [], build: () => el("div.empty", {}, say("nothingFound")) });
    reconcile(this.list, rows);
    if (focused) /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-chat="${focused}"]`))?.focus();
  }

  /** @param {Chat} chat @param {boolean} isTabbable */
  item(chat, isTabbable) {
    const { store, actions } = this.page;
    const isOpen = chat.id === store.chatId;
    const kind = chat.kind === "channel" ? "channel" : chat.kind === "group" ? "group" : null;
    const label = chat.unread ? `${chat.title}, ${say("menuUnread", { n: chat.unread })}` : chat.title;
    return el(`div.chat-item${isOpen ? ".is-open" : ""}`, {
      role: "option", "data-chat": chat.id, "aria-selected": String(isOpen), tabindex: isTabbable ? "0" : "-1", "aria-label": label,
      onclick: () => actions.openChat(chat.id, chat.id === store.chatId ? store.topicId : 0),
    },
    avatar(chat.id, chat.title, { size: "large", badge: kind }),
    el("div.chat-about", {},
      el("div.chat-line", {}, el("span.chat-title", {}, chat.title), chat.last && el("time", {}, shortDate(chat.last.date))),
      el("div.chat-line", {}, this.lastLine(chat), chat.unread > 0 && el("span.badge", { "aria-hidden": "true" }, chat.unread > 999 ? "999+" : chat.unread))));
  }

  /** @param {Chat} chat */
  lastLine(chat) {
    const { store } = this.page;
    const typing = store.typing.get(chat.id);
    if (store.isWriting(chat.id)) return el("span.chat-last.is-live", {}, say("draft"));
    if (typing) return el("span.chat-last.is-live", {}, typingWords(typing, chat));
    if (!chat.last) return el("span.chat-last");
    const who = chat.last.service ? "" : chat.last.out && chat.kind !== "channel" ? say("you") : chat.kind === "group" ? chat.last.author.name : "";
    return el("span.chat-last", {}, who && el("b", {}, `${who}: `), summary(chat.last));
  }

  /** @param {KeyboardEvent} event */
  steer(event) {
    const items = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("[data-chat]")]);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (event.key === "ArrowDown") items[Math.min(items.length - 1, at + 1)]?.focus();
    else if (event.key === "ArrowUp") at > 0 ? items[at - 1].focus() : this.search.focus();
    else if (event.key === "Home" && at >= 0) items[0].focus();
    else if (event.key === "End" && at >= 0) items[items.length - 1].focus();
    else if ((event.key === "Enter" || (event.key === " " && at >= 0)) && items.length) this.openItem(items[Math.max(0, at)]);
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} item */
  async openItem(item) {
    await this.page.actions.openChat(Number(item.dataset.chat));
    this.page.composer.focus();
  }
}
