/** Choosing who one is: a card at the first visit, a menu later. */

import { avatar } from "./avatar.js";
import { el, fill } from "./dom.js";
import { openMenu } from "./menu.js";
import { writePlace } from "./place.js";
import { say } from "./words.js";

/** @param {HTMLElement} anchor @param {import("./app.js").Page} page */
export function openPeopleMenu(anchor, page) {
  const box = anchor.getBoundingClientRect();
  const items = page.store.people.map((person) => ({
    text: person.name,
    lead: avatar(person.id, person.name, { size: "small" }),
    isChecked: person.id === page.store.me?.id,
    onPick: () => page.become(person.id),
  }));
  openMenu({ x: box.left, y: box.bottom + 4 }, items, { label: say("switchPerson") });
}

export class PeoplePicker {
  /** @param {import("./app.js").Page} page */
  constructor(page) {
    this.page = page;
    this.node = el("main.picker");
    page.store.on(["people", "me"], () => this.draw());
  }

  draw() {
    const { store } = this.page;
    this.node.toggleAttribute("hidden", Boolean(store.me));
    if (store.me) return;
    const people = store.people.map((person) =>
      el("button.picker-person", { type: "button", onclick: () => this.pick(person.id) },
        avatar(person.id, person.name, { size: "huge" }), el("span.picker-name", {}, person.name), el("small", {}, person.username ? `@${person.username}` : "")));
    fill(this.node, el("div.picker-card", {}, el("h1", {}, say("pick")), el("p", {}, say("pickHint")), el("div.picker-people", {}, people)));
  }

  /** @param {number} person */
  async pick(person) {
    writePlace({ person, chat: 0, topic: 0 });
    await this.page.become(person);
  }
}
