/** Photos, albums, videos, files and places as nodes. */

import { el, link } from "./dom.js";
import { icon } from "./icons.js";
import { showPhoto } from "./viewer.js";
import { voicePlayer } from "./voice.js";
import { size } from "./when.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Media} Media */

/** @type {Record<string, (media: Media & Record<string, any>) => HTMLElement>} */
const BUILDERS = {
  photo: (media) => photo(media),
  sticker: (media) => (media.file && media.mime.startsWith("image/") ? el("img.sticker", { src: media.file, alt: media.emoji || say("sticker") }) : el("div.big-emoji", {}, media.emoji || say("sticker"))),
  voice: (media) => voicePlayer(media, say("voice")),
  audio: (media) => voicePlayer(media, media.title || media.name || say("audio")),
  video: (media) => video(media),
  video_note: (media) => video(media),
  animation: (media) => (media.mime.startsWith("image/") ? photo(media) : video(media)),
  document: (media) => fileCard(media),
  location: (media) => place(media),
  contact: (media) => card(`${media.data.first_name ?? ""} ${media.data.last_name ?? ""}`, media.data.phone_number ?? ""),
  poll: (media) => poll(media),
};

/** @param {Media} media */
export function drawMedia(media) {
  return Object.hasOwn(BUILDERS, media.kind) ? BUILDERS[media.kind](media) : card(media.kind, media.name);
}

/** Several photos or videos as a grid, several files as a list. @param {Media[]} items */
export function drawAlbum(items) {
  const isVisual = items.every((media) => ["photo", "video", "animation"].includes(media.kind));
  const cells = items.map((media) => drawMedia(media));
  return el(isVisual ? `div.album.album-${Math.min(items.length, 10)}` : "div.file-list", {}, cells);
}

/** @param {Media} media */
function photo(media) {
  const frame = el("button.photo", { type: "button", "aria-label": media.name || say("photo"), onclick: () => showPhoto(media) });
  const image = el("img", { src: media.file, alt: media.name || say("photo"), loading: "lazy", decoding: "async" });
  if (media.width && media.height) {
    frame.style.setProperty("--ratio", String(media.width / media.height));
    frame.style.setProperty("--width", `${media.width}px`);
    image.setAttribute("width", String(media.width));
    image.setAttribute("height", String(media.height));
  }
  image.addEventListener("error", () => frame.classList.add("is-broken"));
  frame.append(image, icon("photo"));
  return frame;
}

/** @param {Media} media */
function video(media) {
  return el("video.video", { src: media.file, controls: true, preload: "metadata", "aria-label": media.name || say("video") });
}

/** @param {Media} media */
function fileCard(media) {
  const kind = media.name.includes(".") ? media.name.split(".").pop()?.slice(0, 4) : "";
  return el("a.file", { href: media.file, download: media.name || "file", "aria-label": `${say("document")}: ${media.name}` },
    el("span.file-icon", {}, kind ? el("b", {}, kind) : icon("file")),
    el("span.file-about", {}, el("span.file-name", {}, media.name || say("document")), el("small", {}, size(media.size))));
}

/** @param {Media & Record<string, any>} media */
function place(media) {
  const { latitude, longitude } = media.data;
  const address = `https://www.openstreetmap.org/?mlat=${Number(latitude)}&mlon=${Number(longitude)}`;
  return card(say("location"), link(address, `${Number(latitude).toFixed(4)}, ${Number(longitude).toFixed(4)}`));
}

/** @param {Media & Record<string, any>} media */
function poll(media) {
  const question = typeof media.data.question === "string" ? media.data.question : media.data.question?.text ?? "";
  const options = (media.data.options ?? []).map((/** @type {any} */ option) => el("li", {}, option.text ?? String(option)));
  return el("div.poll", {}, el("b", {}, question), el("ul", {}, options));
}

/** @param {string} title @param {Node | string} about */
function card(title, about) {
  return el("div.card", {}, el("b", {}, title), el("small", {}, about));
}
