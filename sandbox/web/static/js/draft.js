/** A bot's answer while it is being written, redrawn in place as it grows. */

import { avatar } from "./avatar.js";
import { el, fill } from "./dom.js";
import { drawText } from "./entities.js";
import { icon } from "./icons.js";
import { drawBlocks } from "./rich.js";
import { say } from "./words.js";

/** @param {import("./store.js").Draft} first @param {import("./app.js").Page} page */
export function drawDraft(first, page) {
  const { store, actions } = page;
  const text = el("div.draft-text", { dir: "auto" });
  const stop = el("button.draft-stop", { type: "button", title: say("stopHint"), onclick: () => actions.stop() }, icon("stop"), say("stop"));
  const bubble = el("div.bubble.draft", {}, text);
  const row = el("div.row.is-in.is-first.is-last.is-draft", { "aria-label": `${first.author.name}: ${say("draft")}`, "aria-busy": "true" },
    store.chat?.kind === "group" && el("div.row-avatar", {}, avatar(first.author.id, first.author.name)),
    el("div.column", {}, bubble, stop));
  const to = { onPress: () => undefined, onCommand: () => undefined };
  const draw = () => {
    const { draft } = store;
    if (!draft || draft.id !== first.id) return;
    bubble.classList.toggle("is-rich", Boolean(draft.blocks));
    if (draft.blocks) fill(text, el("div.rich", {}, drawBlocks(draft.blocks, to)));
    else if (draft.text) fill(text, drawText(draft.text, draft.entities, to.onCommand));
    else fill(text, el("span.thinking-dots", {}, say("thinking")));
    stop.toggleAttribute("hidden", !draft.can_stop);
  };
  draw();
  page.drawDraft = draw;
  return row;
}
