/** A small menu at a point of the page; arrows move, Esc closes. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {{text: string, icon?: any, onPick: () => void, isDanger?: boolean, isChecked?: boolean, lead?: Node}} Item */

/** @type {HTMLElement | null} */
let open = null;
/** @type {HTMLElement | null} */
let cameFrom = null;

export function closeMenu() {
  if (!open) return;
  open.remove();
  open = null;
  if (cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
}

/**
 * @param {{x: number, y: number}} at @param {Item[]} items @param {{label: string, head?: HTMLElement | null}} options
 */
export function openMenu(at, items, options) {
  closeMenu();
  cameFrom = /** @type {HTMLElement} */ (document.activeElement);
  const buttons = items.map((item) => menuItem(item));
  const menu = el("div.menu", { role: "menu", "aria-label": options.label }, options.head, buttons);
  menu.addEventListener("keydown", (event) => steer(event, menu));
  document.body.append(menu);
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.x, innerWidth - box.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.y, innerHeight - box.height - 8))}px`;
  open = menu;
  (buttons.find((button) => button.getAttribute("aria-checked") === "true") ?? buttons[0])?.focus();
}

/** @param {Item} item */
function menuItem(item) {
  const pick = () => {
    closeMenu();
    item.onPick();
  };
  const role = item.isChecked === undefined ? "menuitem" : "menuitemradio";
  const checked = item.isChecked === undefined ? null : String(item.isChecked);
  return el(`button.menu-item${item.isDanger ? ".danger" : ""}`, { type: "button", role, "aria-checked": checked, tabindex: "-1", onclick: pick },
    item.lead ?? (item.icon && icon(item.icon)), el("span", {}, item.text), item.isChecked && icon("check", "tail"));
}

/** @param {KeyboardEvent} event @param {HTMLElement} menu */
function steer(event, menu) {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) items[(at + step + items.length) % items.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

addEventListener("pointerdown", (event) => open && !open.contains(/** @type {Node} */ (event.target)) && closeMenu());
addEventListener("resize", closeMenu);
