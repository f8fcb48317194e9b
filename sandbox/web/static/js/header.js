/** Above the conversation: whose it is, who types, and a forum's topics. */

import { avatar } from "./avatar.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { writePlace } from "./place.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Chat} Chat */

const ACTIONS = /** @type {Record<string, any>} */ ({
  upload_photo: "sendsPhoto", upload_document: "sendsFile", upload_video: "sendsFile", record_voice: "sendsVoice", upload_voice: "sendsVoice",
});

/** @param {{name: string, action: string}} typing @param {Chat} chat */
export function typingWords(typing, chat) {
  const what = ACTIONS[typing.action];
  if (what) return chat.kind === "private" ? say(what) : `${typing.name}: ${say(what)}`;
  return chat.kind === "private" ? say("typing") : say("typingNamed", { name: typing.name });
}

export class HeaderView {
  /** @param {import("./app.js").Page} page */
  constructor(page) {
    this.page = page;
    this.head = el("div.chat-head");
    this.topics = el("div.topics", { role: "tablist", onkeydown: (/** @type {KeyboardEvent} */ event) => this.steer(event) });
    this.node = el("header.chat-header", {}, this.head, this.topics);
    page.store.on(["chats", "open", "typing", "draft", "me"], () => this.draw());
  }

  draw() {
    const { chat } = this.page.store;
    this.node.toggleAttribute("hidden", !chat);
    if (!chat) return;
    const back = el("button.round.back", { type: "button", "aria-label": say("back"), onclick: () => this.goBack() }, icon("back"));
    const badge = chat.kind === "private" ? null : chat.kind;
    fill(this.head, back, avatar(chat.id, chat.title, { badge }), el("div.chat-head-about", {}, el("h1", {}, chat.title), this.about(chat)));
    this.drawTopics(chat);
  }

  /** @param {Chat} chat */
  about(chat) {
    const { store } = this.page;
    const typing = store.typing.get(chat.id);
    if (store.draft) return el("small.is-live", { "aria-live": "off" }, say("draft"));
    if (typing && typing.topic === store.topicId) return el("small.is-live", {}, typingWords(typing, chat), el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")));
    if (chat.kind === "private") return el("small", {}, [chat.is_bot ? say("bot") : "", chat.username && `@${chat.username}`].filter(Boolean).join(" · "));
    const count = say(chat.kind === "channel" ? "subscribers" : "members", { n: chat.members });
    return el("small", {}, [count, chat.username && `@${chat.username}`].filter(Boolean).join(" · "));
  }

  /** @param {Chat} chat */
  drawTopics(chat) {
    const { store, actions } = this.page;
    const hadFocus = this.topics.contains(document.activeElement);
    this.topics.toggleAttribute("hidden", !chat.is_forum);
    this.topics.setAttribute("aria-label", say("topics"));
    const plus = chat.can_open_topics && el("button.topic.is-new", { type: "button", "aria-label": say("newTopic"), title: say("newTopic"), onclick: () => actions.openTopic() }, icon("plus"));
    fill(this.topics, chat.topics.map((topic) => {
      const isOpen = topic.id === store.topicId;
      const title = topic.id === 0 ? say("outsideTopics") : topic.id === 1 && topic.title === "General" ? say("general") : topic.title;
      return el(`button.topic${isOpen ? ".is-open" : ""}`, {
        type: "button", role: "tab", "aria-selected": String(isOpen), tabindex: isOpen ? "0" : "-1", "data-topic": topic.id,
        onclick: () => actions.openChat(chat.id, topic.id),
      }, el("span", {}, title), topic.unread > 0 && el("span.badge", { "aria-label": say("menuUnread", { n: topic.unread }) }, topic.unread));
    }), plus);
    if (hadFocus) /** @type {HTMLElement | null} */ (this.topics.querySelector(".is-open"))?.focus();
  }

  goBack() {
    const { store } = this.page;
    store.chatId = 0;
    writePlace({ person: store.me?.id ?? 0, chat: 0, topic: 0 });
    store.touch("open", "chats", "history");
  }

  /** @param {KeyboardEvent} event */
  steer(event) {
    const tabs = /** @type {HTMLElement[]} */ ([...this.topics.querySelectorAll("[role=tab]")]);
    const at = tabs.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || at < 0) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
    event.preventDefault();
  }
}
