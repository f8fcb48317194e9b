/** The page, put together: the store hears the socket, the views show the store. */

import { Actions } from "./actions.js";
import { ChatsView } from "./chats.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { HeaderView } from "./header.js";
import { HistoryView } from "./history.js";
import { PeoplePicker } from "./people.js";
import { readPlace, writePlace } from "./place.js";
import { Socket } from "./socket.js";
import { Store, hear } from "./store.js";
import { say } from "./words.js";

export class Page {
  constructor() {
    this.store = new Store();
    this.drawDraft = () => undefined;
    this.socket = new Socket({
      onOpen: () => this.arrive(),
      onEvent: (event) => hear(this.store, event),
      onState: (isOpen) => this.showConnection(isOpen),
    });
    this.actions = new Actions(this.store, this.socket);
    this.history = new HistoryView(this);
    this.composer = new Composer(this);
    this.build();
    addEventListener("popstate", () => this.arrive());
    addEventListener("visibilitychange", () => this.actions.read());
    addEventListener("keydown", (event) => this.onKey(event));
    this.store.on(["open", "me", "chats"], () => this.drawFrame());
  }

  build() {
    this.offline = el("div.offline", { role: "status", hidden: true });
    this.welcome = el("div.welcome");
    this.chat = el("main.chat", {}, new HeaderView(this).node, this.history.node, this.composer.node, this.welcome);
    this.frame = el("div.frame", { hidden: true }, new ChatsView(this).node, this.chat);
    document.getElementById("app")?.append(this.offline, new PeoplePicker(this).node, this.frame);
    this.drawFrame();
    this.store.touch("people");
  }

  /** At the start, after a reconnect, and when the address changed. */
  async arrive() {
    const place = readPlace();
    if (!place.person) {
      this.store.me = null;
      this.store.touch("me");
    } else if (await this.actions.become(place.person)) {
      await this.actions.openChat(place.chat, place.topic, { isReplaced: true });
    } else if (this.socket.socket?.readyState === WebSocket.OPEN) {
      writePlace({ person: 0, chat: 0, topic: 0 }, { isReplaced: true });
      this.store.me = null;
      this.store.touch("me");
    }
  }

  /** @param {number} person */
  async become(person) {
    const { chatId } = this.store;
    if (!(await this.actions.become(person))) return;
    const isWide = matchMedia("(min-width: 760px)").matches;
    const known = this.store.chats.has(chatId) ? chatId : [...this.store.chats.values()].find((chat) => chat.is_bot)?.id;
    await this.actions.openChat(isWide ? known ?? 0 : 0);
  }

  drawFrame() {
    const { store } = this;
    this.frame?.toggleAttribute("hidden", !store.me);
    this.frame?.classList.toggle("has-chat", Boolean(store.chat));
    this.history.node.toggleAttribute("hidden", !store.chat);
    this.welcome?.toggleAttribute("hidden", Boolean(store.chat));
    if (this.welcome) this.welcome.textContent = say("chooseChat");
    const unread = [...store.chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
    const name = [store.chat?.title, store.me?.name, say("title")].filter(Boolean).join(" · ");
    document.title = unread ? `(${unread}) ${name}` : name;
  }

  /** @param {boolean} isOpen */
  showConnection(isOpen) {
    this.store.isOnline = isOpen;
    clearTimeout(this.offlineTimer);
    const show = () => {
      if (!this.offline) return;
      this.offline.textContent = say("offline");
      this.offline.toggleAttribute("hidden", this.store.isOnline);
    };
    if (isOpen) show();
    else this.offlineTimer = setTimeout(show, 600);
  }

  /** Letters typed anywhere belong to the composer. @param {KeyboardEvent} event */
  onKey(event) {
    const isTyping = /** @type {Element} */ (event.target).closest?.("input, textarea, dialog, .menu, [role=listbox]");
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isTyping && isLetter && this.store.chat?.can_post) this.composer.focus();
    if (event.key === "Escape" && !isTyping) this.composer.cancel();
  }
}

new Page();
