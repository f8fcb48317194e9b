/** Recording a voice message with the microphone. */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { toast } from "./toast.js";
import { duration } from "./when.js";
import { say } from "./words.js";

const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export class Recorder {
  /** @param {import("./composer.js").Composer} composer */
  constructor(composer) {
    this.composer = composer;
    /** @type {MediaRecorder | null} */ this.recorder = null;
    this.isWanted = false;
    this.began = 0;
    this.node = el("div.recording", { hidden: true, role: "group" });
  }

  async start() {
    if (this.recorder) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.listen(stream);
    } catch {
      toast(say("noMicrophone"));
    }
  }

  /** @param {MediaStream} stream */
  listen(stream) {
    const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32000 });
    /** @type {Blob[]} */ const pieces = [];
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      this.done(new Blob(pieces, { type: recorder.mimeType.split(";")[0] }));
    };
    this.recorder = recorder;
    this.began = Date.now();
    recorder.start();
    this.draw();
    this.timer = setInterval(() => this.tick(), 250);
  }

  draw() {
    this.node.toggleAttribute("hidden", !this.recorder);
    this.composer.line.toggleAttribute("hidden", Boolean(this.recorder));
    if (!this.recorder) return;
    this.time = el("span.recording-time", {}, duration(0));
    this.node.setAttribute("aria-label", say("recording"));
    fill(this.node, el("i.recording-dot"), this.time, el("span.recording-word", {}, say("recording")),
      el("button.plain", { type: "button", onclick: () => this.cancel() }, say("cancel")),
      el("button.round.main", { type: "button", "aria-label": say("send"), onclick: () => this.finish() }, icon("send")));
    /** @type {HTMLElement} */ (this.node.lastElementChild).focus();
  }

  tick() {
    if (this.time) this.time.textContent = duration((Date.now() - this.began) / 1000);
  }

  finish() {
    this.isWanted = true;
    this.recorder?.stop();
  }

  cancel() {
    this.isWanted = false;
    this.recorder?.stop();
  }

  /** @param {Blob} blob */
  done(blob) {
    const seconds = Math.max(1, Math.round((Date.now() - this.began) / 1000));
    clearInterval(this.timer);
    this.recorder = null;
    this.draw();
    this.composer.draw();
    const ending = { "audio/webm": "webm", "audio/mp4": "m4a" }[blob.type] ?? "ogg";
    if (this.isWanted && blob.size) {
      this.composer.page.actions.send({ text: "", entities: [], files: [{ blob, kind: "voice", name: `voice.${ending}`, duration: seconds }] });
    }
    this.isWanted = false;
  }
}
