/** Times, sizes and durations as people read them. */

import { currentLanguage, say } from "./words.js";

/** @param {number} unix @param {Intl.DateTimeFormatOptions} options */
const format = (unix, options) => new Intl.DateTimeFormat(currentLanguage(), options).format(unix * 1000);

/** @param {number} unix */
const daysAgo = (unix) => {
  const day = (/** @type {Date} */ date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((day(new Date()) - day(new Date(unix * 1000))) / 86400000);
};

/** @param {number} unix */
export const clock = (unix) => format(unix, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** @param {number} unix */
export const fullDate = (unix) => format(unix, { dateStyle: "long", timeStyle: "short" });

/** A heading between two days. @param {number} unix */
export function dayName(unix) {
  const ago = daysAgo(unix);
  if (ago === 0) return say("today");
  if (ago === 1) return say("yesterday");
  return format(unix, { day: "numeric", month: "long", year: ago > 300 ? "numeric" : undefined });
}

/** In the list of chats: the time today, the weekday this week, else the date. @param {number} unix */
export function shortDate(unix) {
  const ago = daysAgo(unix);
  if (ago <= 0) return clock(unix);
  return ago < 7 ? format(unix, { weekday: "short" }) : format(unix, { day: "numeric", month: "short" });
}

/** @param {number} seconds */
export function duration(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} bytes */
export function size(bytes) {
  const units = currentLanguage() === "ru" ? ["Б", "КБ", "МБ"] : ["B", "KB", "MB"];
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const number = new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: step });
  return `${number.format(bytes / 1024 ** step)} ${units[step]}`;
}
