/** A player for voice messages and audio: play, a bar to seek in, the time. */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { duration } from "./when.js";
import { say } from "./words.js";

const BARS = 36;
/** @type {HTMLAudioElement | null} */
let playing = null;

/** @param {import("./store.js").Media} media @param {string} title */
export function voicePlayer(media, title) {
  const isNamed = media.kind !== "voice";
  const audio = /** @type {HTMLAudioElement} */ (el("audio", { src: media.file, preload: "metadata" }));
  const button = el("button.voice-play", { type: "button", "aria-label": say("play") }, icon("play"));
  const seek = /** @type {HTMLInputElement} */ (el("input.voice-seek", { type: "range", min: 0, max: 1000, value: "0", "aria-label": title }));
  const bars = el("div.voice-bars", { "aria-hidden": "true" }, Array.from({ length: BARS }, () => el("i")));
  const time = el("small.voice-time", {}, duration(media.duration ?? 0));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : media.duration || 0);

  const draw = () => {
    const part = length() ? audio.currentTime / length() : 0;
    seek.value = String(Math.round(part * 1000));
    [...bars.children].forEach((bar, at) => bar.classList.toggle("is-past", at < part * BARS));
    time.textContent = duration(audio.paused && !audio.currentTime ? length() : audio.currentTime);
    fill(button, icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", say(audio.paused ? "play" : "pause"));
  };
  for (const name of ["play", "pause", "timeupdate", "loadedmetadata", "ended"]) audio.addEventListener(name, draw);
  audio.addEventListener("ended", () => (audio.currentTime = 0));
  seek.addEventListener("input", () => length() && (audio.currentTime = (Number(seek.value) / 1000) * length()));
  button.addEventListener("click", () => toggle(audio, bars, media.file));
  return el("div.voice", {}, button, el("div.voice-line", {}, el("div.voice-track", {}, bars, seek), time, isNamed && el("span.voice-title", {}, title)), audio);
}

/** @param {HTMLAudioElement} audio @param {HTMLElement} bars @param {string} address */
async function toggle(audio, bars, address) {
  if (!audio.paused) return audio.pause();
  if (playing && playing !== audio) playing.pause();
  playing = audio;
  drawLoudness(bars, address);
  return audio.play().catch(() => undefined);
}

/** Bars as loud as the recording, once it is wanted. @param {HTMLElement} bars @param {string} address */
async function drawLoudness(bars, address) {
  if (bars.dataset.drawn) return;
  bars.dataset.drawn = "yes";
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await (await fetch(address)).arrayBuffer());
    const samples = sound.getChannelData(0);
    const step = Math.max(1, Math.floor(samples.length / BARS));
    const levels = Array.from({ length: BARS }, (_, at) => loudness(samples, at * step, step));
    const top = Math.max(...levels, 0.001);
    [...bars.children].forEach((bar, at) => /** @type {HTMLElement} */ (bar).style.setProperty("--level", String(levels[at] / top)));
  } catch {
    // what the browser cannot decode keeps its even bars
  } finally {
    await context.close();
  }
}

/** @param {Float32Array} samples @param {number} from @param {number} count */
function loudness(samples, from, count) {
  let sum = 0;
  for (let at = from; at < from + count && at < samples.length; at++) sum += samples[at] ** 2;
  return Math.sqrt(sum / count);
}
