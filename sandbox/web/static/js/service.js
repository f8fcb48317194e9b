/** Service messages in words: who came, what was renamed. */

import { say } from "./words.js";

/** @typedef {{kind: string, who: string, whom: string, title: string}} Service */

const KEYS = /** @type {Record<string, any>} */ ({
  group_chat_created: "madeGroup",
  supergroup_chat_created: "madeGroup",
  channel_chat_created: "madeChannel",
  new_chat_title: "renamed",
  pinned_message: "pinned",
  forum_topic_created: "madeTopic",
  forum_topic_edited: "renamedTopic",
  forum_topic_closed: "closedTopicBy",
  forum_topic_reopened: "reopenedTopic",
});

/** @param {Service} service @returns {string} */
export function serviceText(service) {
  const { kind, who, whom, title } = service;
  if (kind === "new_chat_members") return whom ? say("added", { who, whom }) : say("joined", { who });
  if (kind === "left_chat_member") return whom ? say("removed", { who, whom }) : say("left", { who });
  return KEYS[kind] ? say(KEYS[kind], { who, title }) : say("serviceMessage");
}
