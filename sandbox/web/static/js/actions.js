/** What the person can do: each asks the world and tells of a refusal. */

import { copyText } from "./clipboard.js";
import { writePlace } from "./place.js";
import { upload } from "./socket.js";
import { hear } from "./store.js";
import { alertDialog, toast } from "./toast.js";
import { say, sayRefusal, useLanguage } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./socket.js").Socket} Socket */
/** @typedef {{text: string, entities: any[], reply?: number, files?: {blob: Blob, kind: string, name: string, duration?: number}[],
 *   here?: {chat: number, topic: number}}} Outgoing */

const PAGE = 50;
const TYPING_EVERY = 4000;

export class Actions {
  /** @param {Store} store @param {Socket} socket */
  constructor(store, socket) {
    this.store = store;
    this.socket = socket;
    this.typedAt = 0;
    this.isReading = false;
  }

  /**
   * @param {string} what @param {Record<string, any>} fields @param {string} [silence]
   * @returns {Promise<any>} null when it was refused
   */
  async ask(what, fields, silence) {
    try {
      return (await this.socket.ask(what, fields, silence)) ?? {};
    } catch (error) {
      toast(sayRefusal(error));
      return null;
    }
  }

  /** Be this person from now on. @param {number} person */
  async become(person) {
    const answer = await this.ask("open", { person });
    if (!answer) return false;
    useLanguage(answer.me.language);
    this.store.become(answer.me, answer.chats);
    for (const { chat, draft } of answer.drafts ?? []) this.store.drafts.set(`${chat}/${draft.topic}`, draft);
    return true;
  }

  /** @param {number} chat @param {number} [topic] @param {{isReplaced?: boolean}} [options] */
  async openChat(chat, topic = 0, options = {}) {
    const { store } = this;
    const card = store.chats.get(chat);
    store.chatId = card ? chat : 0;
    store.topicId = card?.is_forum ? (card.topics.find((each) => each.id === topic) ?? card.topics[0]).id : 0;
    writePlace({ person: store.me?.id ?? 0, chat: store.chatId, topic: store.topicId }, options);
    store.touch("open", "chats", "history", "draft", "typing");
    if (!card) return;
    if (!store.history().messages.size) await this.older();
    this.read();
  }

  /** A new topic in the open chat; the bot finds a name for it. */
  async openTopic() {
    const { chatId } = this.store;
    const opened = await this.ask("open_topic", { chat: chatId, title: say("newTopic") });
    if (opened) await this.openChat(chatId, opened.topic);
  }

  /** One more page of the past of the open chat. */
  async older() {
    const { chatId, topicId } = this.store;
    const history = this.store.history();
    if (history.isLoading || history.isComplete || !chatId) return;
    history.isLoading = true;
    const before = history.messages.size ? Math.min(...history.messages.keys()) : 0;
    const answer = await this.ask("history", { chat: chatId, topic: topicId, before, limit: PAGE });
    history.isLoading = false;
    if (!answer) return;
    for (const message of answer.messages) if (!history.messages.has(message.id)) history.messages.set(message.id, message);
    history.isComplete = answer.is_complete;
    this.store.touch("history");
  }

  /** What is on the screen has been read. */
  async read() {
    const { chat, topicId } = this.store;
    if (!chat || this.isReading || document.visibilityState === "hidden") return;
    const unread = chat.is_forum ? chat.topics.find((topic) => topic.id === topicId)?.unread : chat.unread;
    if (!unread) return;
    this.isReading = true;
    const answer = await this.socket.ask("read", this.here).catch(() => null);
    this.isReading = false;
    if (answer) hear(this.store, { is: "chat", chat: answer.chat });
  }

  /** Where what is written now belongs, also if another chat is opened before it leaves. */
  get here() {
    return { chat: this.store.chatId, topic: this.store.topicId };
  }

  /** @param {Outgoing} outgoing @returns {Promise<boolean>} */
  async send({ text, entities, reply = 0, files = [], here = this.here }) {
    this.typedAt = 0;
    const parts = [];
    try {
      for (const { blob, kind, name, duration } of files) parts.push({ upload: await upload(blob, name), kind, name, mime: blob.type, duration });
    } catch (error) {
      toast(sayRefusal(error));
      return false;
    }
    return Boolean(await this.ask("send", { ...here, text, entities, reply, files: parts }));
  }

  /** @param {number} message @param {Outgoing} outgoing */
  async edit(message, { text, entities, here = this.here }) {
    return Boolean(await this.ask("edit", { ...here, message, text, entities }));
  }

  /** @param {number[]} messages */
  async remove(messages) {
    if (await alertDialog(say("deleteAsk"), { ask: say("delete") })) await this.ask("delete", { chat: this.store.chatId, messages });
  }

  /** @param {number} message @param {any} button */
  async press(message, button) {
    if (button.copy_text) {
      await copyText(button.copy_text.text);
      toast(say("copied"));
    } else if (button.callback_data !== undefined) {
      const answer = await this.ask("press", { chat: this.store.chatId, message, data: button.callback_data }, "silent");
      if (answer?.text) answer.is_alert ? alertDialog(answer.text) : toast(answer.text);
    }
  }

  stop() {
    const { draft, chatId } = this.store;
    if (draft) this.ask("stop", { chat: chatId, draft: draft.id });
  }

  /** @param {number} message @param {string} emoji an empty one takes the reaction back */
  react(message, emoji) {
    return this.ask("react", { chat: this.store.chatId, message, emoji });
  }

  typing() {
    if (Date.now() - this.typedAt < TYPING_EVERY) return;
    this.typedAt = Date.now();
    this.socket.ask("typing", { chat: this.store.chatId, topic: this.store.topicId }).catch(() => undefined);
  }

  /** What a bot offers for `@bot query`. @param {string} bot @param {string} query @returns {Promise<any>} null when it offers nothing */
  inline(bot, query) {
    return this.socket.ask("inline", { ...this.here, bot, query }).catch(() => null);
  }

  /** @param {string} query @param {string} result */
  choose(query, result) {
    return this.ask("choose", { ...this.here, query, result });
  }

  /** The chat with a bot, begun there with a parameter. @param {string} username @param {string} parameter */
  async startBot(username, parameter) {
    const bot = [...this.store.chats.values()].find((chat) => chat.is_bot && chat.username.toLowerCase() === username.toLowerCase());
    if (!bot) return;
    await this.openChat(bot.id);
    await this.command(`/start ${parameter}`);
  }

  /** @param {string} command as written, with the slash */
  command(command) {
    return this.send({ text: command, entities: [] });
  }
}
