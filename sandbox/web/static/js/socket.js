/** The one WebSocket to the world: asks, hears events, and comes back by itself when the server restarts. */

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5000;
const ASK_TIMEOUT = 30000;

/** The world said no, or nothing; `name` tells why to the page, `message` to a developer. */
export class Refused extends Error {
  /** @param {string} name @param {string} [reason] */
  constructor(name, reason = name) {
    super(reason);
    this.name = name;
  }
}

export class Socket {
  /** @param {{onOpen: () => void, onEvent: (event: any) => void, onState: (isOpen: boolean) => void}} listeners */
  constructor(listeners) {
    this.listeners = listeners;
    this.wait = FIRST_WAIT;
    this.nextId = 1;
    /** @type {Map<number, {resolve: (value: any) => void, reject: (reason: Error) => void}>} */
    this.asked = new Map();
    this.connect();
    addEventListener("online", () => this.retryNow());
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retryNow());
  }

  connect() {
    const address = new URL("page/socket", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    address.hash = "";
    this.socket = new WebSocket(address);
    this.socket.onopen = () => {
      this.wait = FIRST_WAIT;
      this.listeners.onState(true);
      this.listeners.onOpen();
    };
    this.socket.onmessage = (frame) => this.hear(JSON.parse(frame.data));
    this.socket.onclose = () => this.lost();
  }

  lost() {
    this.listeners.onState(false);
    for (const { reject } of this.asked.values()) reject(new Refused("offline"));
    this.asked.clear();
    this.timer = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 1.7, LONGEST_WAIT);
  }

  retryNow() {
    if (this.socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.timer);
    this.wait = FIRST_WAIT;
    this.connect();
  }

  /** @param {any} event */
  hear(event) {
    const waiting = this.asked.get(event.id);
    if (event.is === "done") waiting?.resolve(event.result);
    else if (event.is === "refused") waiting?.reject(new Refused(event.name, event.reason));
    else return this.listeners.onEvent(event);
    this.asked.delete(event.id);
    return undefined;
  }

  /**
   * @param {string} what @param {Record<string, any>} [fields] @param {string} [silence] how a missing answer is called
   * @returns {Promise<any>} rejects with Refused
   */
  ask(what, fields = {}, silence = "slow") {
    if (this.socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refused("offline"));
    const id = this.nextId++;
    this.socket.send(JSON.stringify({ do: what, id, ...fields }));
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      setTimeout(() => this.asked.delete(id) && reject(new Refused(silence)), ASK_TIMEOUT);
    });
  }
}

/**
 * Give the world a file's bytes; what comes back is named in the next `send`.
 * @param {Blob} blob @param {string} name @returns {Promise<number>}
 */
export async function upload(blob, name) {
  const address = new URL("page/upload", document.baseURI);
  address.searchParams.set("name", name);
  const answer = await fetch(address, { method: "POST", body: blob }).catch(() => null);
  if (!answer) throw new Refused("offline");
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(result.name ?? "slow", result.reason ?? `HTTP ${answer.status}`);
  return result.upload;
}
