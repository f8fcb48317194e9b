/** The light Markdown people type, to text with entities and back; offsets are UTF-16 units, as JavaScript counts. */

/** @typedef {import("./store.js").Entity} Entity */

const FENCE = /```([\w+-]*)\n([\s\S]+?)\n?```|```([\s\S]+?)```/;
const INLINE = [
  { type: "code", pattern: /`([^`\n]+)`/ },
  { type: "text_link", pattern: /\[([^[\]\n]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/ },
  { type: "bold", pattern: /\*\*(?=\S)([\s\S]*?\S)\*\*/ },
  { type: "strikethrough", pattern: /~~(?=\S)([\s\S]*?\S)~~/ },
  { type: "spoiler", pattern: /\|\|(?=\S)([\s\S]*?\S)\|\|/ },
  { type: "italic", pattern: /(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]*?[^\s_])_(?![\p{L}\p{N}_])/u },
];
const MARKS = /** @type {Record<string, string>} */ ({ bold: "**", italic: "_", code: "`", strikethrough: "~~", spoiler: "||" });

/**
 * @param {string} source as typed
 * @returns {{text: string, entities: Entity[]}}
 */
export function fromMarkdown(source) {
  /** @type {Entity[]} */ const entities = [];
  const text = readBlocks(source, entities);
  return trim(text, entities.filter((entity) => entity.length > 0).sort((a, b) => a.offset - b.offset || b.length - a.length));
}

/** @param {string} source @param {Entity[]} entities */
function readBlocks(source, entities) {
  let text = "";
  let rest = source;
  for (let match = FENCE.exec(rest); match; match = FENCE.exec(rest)) {
    text = readInline(rest.slice(0, match.index), entities, text);
    const code = match[2] ?? match[3];
    const entity = { type: "pre", offset: text.length, length: code.length };
    entities.push(match[1] ? { ...entity, language: match[1] } : entity);
    text += code;
    rest = rest.slice(match.index + match[0].length);
  }
  return readInline(rest, entities, text);
}

/** @param {string} source @param {Entity[]} entities @param {string} text what stands before @returns {string} */
function readInline(source, entities, text) {
  let rest = source;
  for (let found = earliest(rest); found; found = earliest(rest)) {
    const { type, match } = found;
    text += rest.slice(0, match.index);
    const offset = text.length;
    text = type === "code" ? text + match[1] : readInline(match[1], entities, text);
    const entity = { type, offset, length: text.length - offset };
    entities.push(type === "text_link" ? { ...entity, url: match[2] } : entity);
    rest = rest.slice(match.index + match[0].length);
  }
  return text + rest;
}

/** @param {string} source */
function earliest(source) {
  let best = null;
  for (const { type, pattern } of INLINE) {
    const match = pattern.exec(source);
    if (match && (!best || match.index < best.match.index)) best = { type, match };
  }
  return best;
}

/** Spaces around a message are not part of it. @param {string} text @param {Entity[]} entities */
function trim(text, entities) {
  const cut = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const clipped = entities.map((entity) => {
    const start = Math.max(0, entity.offset - cut);
    return { ...entity, offset: start, length: Math.min(trimmed.length, entity.offset + entity.length - cut) - start };
  });
  return { text: trimmed, entities: clipped.filter((entity) => entity.length > 0) };
}

/**
 * What a person edits: the message with its marks put back.
 * @param {string} text @param {Entity[]} entities
 */
export function toMarkdown(text, entities) {
  /** @type {{at: number, mark: string, order: number}[]} */ const marks = [];
  for (const entity of entities) {
    const [open, close] = marksOf(entity);
    if (!open) continue;
    marks.push({ at: entity.offset, mark: open, order: 1e6 - entity.length });
    marks.push({ at: entity.offset + entity.length, mark: close, order: entity.length - 1e6 });
  }
  marks.sort((a, b) => a.at - b.at || a.order - b.order);
  let result = "";
  let at = 0;
  for (const mark of marks) {
    result += text.slice(at, mark.at) + mark.mark;
    at = mark.at;
  }
  return result + text.slice(at);
}

/** @param {Entity} entity @returns {[string, string]} */
function marksOf(entity) {
  if (entity.type === "pre") return [`\`\`\`${entity.language ?? ""}\n`, "\n```"];
  if (entity.type === "text_link") return ["[", `](${entity.url})`];
  return [MARKS[entity.type] ?? "", MARKS[entity.type] ?? ""];
}
