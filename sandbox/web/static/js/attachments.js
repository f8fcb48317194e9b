/** Files waiting to be sent: chosen, pasted or dropped; photos that are sent together become an album. */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { toast } from "./toast.js";
import { duration, size } from "./when.js";
import { say } from "./words.js";

/** @typedef {{blob: Blob, kind: string, name: string, address: string, duration?: number}} Item */

const MOST_BYTES = 50 * 1024 * 1024;
const MOST_FILES = 10;
const IMAGE = /^image\/(png|jpe?g|webp|gif|bmp|avif)$/;

export class Attachments {
  /** @param {import("./composer.js").Composer} composer */
  constructor(composer) {
    this.composer = composer;
    /** @type {Item[]} */ this.items = [];
    this.tray = el("div.tray", { hidden: true });
    this.button = el("button.round.attach", { type: "button", "aria-haspopup": "menu", onclick: () => this.openMenu() }, icon("attach"));
    this.pickers = {
      photo: this.picker("photo", "image/png,image/jpeg,image/webp,image/gif"),
      document: this.picker("document", ""),
      voice: this.picker("voice", "audio/*"),
    };
    this.dropZone();
  }

  /** @param {string} kind @param {string} accept */
  picker(kind, accept) {
    const input = /** @type {HTMLInputElement} */ (el("input.off-screen", { type: "file", accept: accept || null, multiple: kind !== "voice", tabindex: "-1", "aria-hidden": "true", "data-kind": kind }));
    input.addEventListener("change", () => {
      this.add([...(input.files ?? [])], kind);
      input.value = "";
    });
    document.body.append(input);
    return input;
  }

  openMenu() {
    const box = this.button.getBoundingClientRect();
    const items = [
      { text: say("attachPhoto"), icon: "photo", onPick: () => this.pickers.photo.click() },
      { text: say("attachFile"), icon: "file", onPick: () => this.pickers.document.click() },
      { text: say("attachVoice"), icon: "mic", onPick: () => this.pickers.voice.click() },
    ];
    openMenu({ x: box.left, y: box.top - 8 - items.length * 42 }, items, { label: say("attach") });
  }

  /** @param {File[]} files @param {string} [kind] */
  add(files, kind) {
    for (const file of files.slice(0, MOST_FILES - this.items.length)) {
      if (file.size > MOST_BYTES) toast(say("tooBig", { name: file.name }));
      else this.items.push({ blob: file, kind: this.kindOf(file, kind), name: file.name, address: URL.createObjectURL(file) });
    }
    for (const item of this.items) if (item.kind === "voice" && item.duration === undefined) this.measure(item);
    this.composer.draw();
    this.composer.focus();
  }

  /** How long a recording is, for the message that carries it. @param {Item} item */
  measure(item) {
    const audio = new Audio(item.address);
    audio.addEventListener("loadedmetadata", () => {
      item.duration = Number.isFinite(audio.duration) ? Math.round(audio.duration) : 0;
      this.draw();
    });
  }

  /** @param {File} file @param {string} [wanted] */
  kindOf(file, wanted) {
    if (wanted === "voice") return "voice";
    return wanted !== "document" && IMAGE.test(file.type) ? "photo" : "document";
  }

  /** @param {Item[]} items no longer shown in the tray */
  release(items) {
    for (const item of items) URL.revokeObjectURL(item.address);
  }

  clear() {
    this.release(this.items);
    this.items = [];
    this.draw();
  }

  draw() {
    this.button.setAttribute("aria-label", say("attach"));
    this.button.title = say("attach");
    this.tray.toggleAttribute("hidden", !this.items.length);
    fill(this.tray, this.items.map((item) => this.chip(item)));
  }

  /** @param {Item} item */
  chip(item) {
    const remove = el("button.chip-remove", { type: "button", "aria-label": `${say("remove")}: ${item.name}`, onclick: () => this.remove(item) }, icon("close"));
    if (item.kind === "photo") return el("div.chip.is-photo", { title: item.name }, el("img", { src: item.address, alt: item.name }), remove);
    return el("div.chip", { title: item.name }, icon(item.kind === "voice" ? "mic" : "file"), el("span.chip-name", {}, item.name), el("small", {}, item.duration ? duration(item.duration) : size(item.blob.size)), remove);
  }

  /** @param {Item} item */
  remove(item) {
    this.release([item]);
    this.items = this.items.filter((other) => other !== item);
    this.composer.draw();
  }

  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  /** Files dropped anywhere on the page go to the open chat. */
  dropZone() {
    const veil = el("div.drop-veil", { hidden: true });
    document.body.append(veil);
    const canDrop = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") && this.composer.page.store.chat?.can_post;
    addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      veil.textContent = say("dropHere");
      veil.toggleAttribute("hidden", !canDrop(event));
    });
    addEventListener("dragleave", (event) => !event.relatedTarget && veil.toggleAttribute("hidden", true));
    addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      veil.toggleAttribute("hidden", true);
      if (canDrop(event)) this.add([...event.dataTransfer.files]);
    });
  }
}
