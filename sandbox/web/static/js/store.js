/** What the page knows: people, chats, messages, drafts; views subscribe to the parts they show. */

/**
 * @typedef {{type: string, offset: number, length: number, url?: string, language?: string}} Entity
 * @typedef {{id: number, name: string, username: string, language: string, is_bot: boolean}} Person
 * @typedef {{text: string, callback_data?: string, url?: string, copy_text?: {text: string}, style?: string}} Button
 * @typedef {{kind: string, file: string, name: string, mime: string, size: number, width?: number, height?: number, duration?: number}} Media
 * @typedef {{id: number, date: number, edited: boolean, author: {id: number, name: string}, out: boolean, topic: number,
 *   text: string, entities: Entity[], blocks: any[] | null, media: Media | null, album: string,
 *   service: import("./service.js").Service | null,
 *   reply: {id: number, name: string, text: string, media: Media | null, blocks: any[] | null, service: any} | null, forward: string, via: string, keyboard: Button[][],
 *   reactions: {emoji: string, count: number, mine: boolean}[], can_edit: boolean, can_delete: boolean}} Message
 * @typedef {{id: number, kind: "private" | "group" | "channel", title: string, username: string, is_bot: boolean,
 *   is_forum: boolean, can_open_topics: boolean, can_post: boolean, members: number, unread: number, last: Message | null,
 *   topics: {id: number, title: string, unread: number, is_closed: boolean}[],
 *   commands: {command: string, description: string}[]}} Chat
 * @typedef {{id: number, topic: number, author: {id: number, name: string}, text: string, entities: Entity[],
 *   blocks: any[] | null, can_stop: boolean}} Draft
 * @typedef {{messages: Map<number, Message>, isComplete: boolean, isLoading: boolean}} History
 */

export class Store {
  constructor() {
    /** @type {Person[]} */ this.people = [];
    /** @type {Person | null} */ this.me = null;
    /** @type {Map<number, Chat>} */ this.chats = new Map();
    /** @type {Map<string, History>} */ this.histories = new Map();
    /** @type {Map<string, Draft>} */ this.drafts = new Map();
    /** @type {Map<number, {name: string, action: string, topic: number, until: number}>} */ this.typing = new Map();
    this.chatId = 0;
    this.topicId = 0;
    this.isOnline = false;
    /** @type {Map<string, Set<() => void>>} */ this.views = new Map();
    /** @type {Set<string>} */ this.dirty = new Set();
  }

  /** @param {string[]} parts @param {() => void} view */
  on(parts, view) {
    for (const part of parts) {
      if (!this.views.has(part)) this.views.set(part, new Set());
      this.views.get(part)?.add(view);
    }
  }

  /** Views of these parts are drawn again, once, after the running code. @param {...string} parts */
  touch(...parts) {
    if (!this.dirty.size) queueMicrotask(() => this.draw());
    for (const part of parts) this.dirty.add(part);
  }

  draw() {
    const parts = [...this.dirty];
    this.dirty.clear();
    for (const view of new Set(parts.flatMap((part) => [...(this.views.get(part) ?? [])]))) view();
  }

  /** @returns {Chat | undefined} */
  get chat() {
    return this.chats.get(this.chatId);
  }

  /** @param {number} [chat] @param {number} [topic] @returns {History} */
  history(chat = this.chatId, topic = this.topicId) {
    const key = `${chat}/${topic}`;
    let found = this.histories.get(key);
    if (!found) {
      found = { messages: new Map(), isComplete: false, isLoading: false };
      this.histories.set(key, found);
    }
    return found;
  }

  /** @returns {Draft | undefined} the draft shown in the open chat */
  get draft() {
    return this.drafts.get(`${this.chatId}/${this.topicId}`);
  }

  /** @param {number} chat whether a bot writes anywhere in it */
  isWriting(chat) {
    return [...this.drafts.keys()].some((place) => place.startsWith(`${chat}/`));
  }

  /** @returns {Message[]} of the open chat, oldest first */
  get shown() {
    return [...this.history().messages.values()].sort((a, b) => a.id - b.id);
  }

  /** Forget the last person's view. @param {Person} person @param {Chat[]} chats */
  become(person, chats) {
    this.me = person;
    this.chats = new Map(chats.map((chat) => [chat.id, chat]));
    this.histories.clear();
    this.drafts.clear();
    this.typing.clear();
    this.touch("me", "chats", "history", "draft", "typing");
  }
}

/** A draft that is not renewed fades, as in Telegram. */
const DRAFT_LIFE = 30000;

/** What the world reports, by the event's name. @type {Record<string, (store: Store, event: any) => void>} */
const HEARD = {
  people(store, event) {
    store.people = event.people;
    store.touch("people");
  },
  chat(store, event) {
    store.chats.set(event.chat.id, event.chat);
    store.touch("chats");
  },
  "chat-gone"(store, event) {
    store.chats.delete(event.chat);
    store.touch("chats", "history");
  },
  message(store, event) {
    const history = store.histories.get(`${event.chat}/${event.message.topic}`);
    history?.messages.set(event.message.id, event.message);
    if (!event.message.out) store.typing.delete(event.chat);
    store.touch("history", "typing");
  },
  deleted(store, event) {
    for (const [key, history] of store.histories) {
      if (key.startsWith(`${event.chat}/`)) for (const id of event.messages) history.messages.delete(id);
    }
    store.touch("history");
  },
  draft(store, event) {
    const place = `${event.chat}/${event.draft.topic}`;
    store.drafts.set(place, event.draft);
    store.typing.delete(event.chat);
    store.touch("draft", "chats", "typing");
    setTimeout(() => {
      if (store.drafts.get(place) !== event.draft) return;
      store.drafts.delete(place);
      store.touch("draft", "chats");
    }, DRAFT_LIFE);
  },
  "draft-gone"(store, event) {
    store.drafts.delete(`${event.chat}/${event.topic}`);
    store.touch("draft", "chats");
  },
  typing(store, event) {
    const until = Date.now() + 5500;
    store.typing.set(event.chat, { name: event.name, action: event.action, topic: event.topic, until });
    store.touch("typing", "chats");
    setTimeout(() => {
      if (store.typing.get(event.chat)?.until !== until) return;
      store.typing.delete(event.chat);
      store.touch("typing", "chats");
    }, 5600);
  },
};

/** @param {Store} store @param {{is: string}} event */
export function hear(store, event) {
  HEARD[event.is]?.(store, event);
}
