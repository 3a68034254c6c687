// Everything that goes to the server and comes from it.

import { language } from "./texts.js";

const SILENCE_MS = 60_000; // the server says something at least every 25 s
const SAID_TO_BE_LOST_AFTER_MS = 2_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

let csrf = null;
let whenSignedOut = () => {};

export const onSignedOut = (listener) => (whenSignedOut = listener);

/** Answers the JSON, or throws the problem: an Error with `status`, `code` and `title`; without them nobody answered. */
export async function call(method, path, body, headers = {}) {
  const sent = { "Accept-Language": language(), "Content-Type": "application/json", ...headers };
  if (csrf) sent["X-CSRF-Token"] = csrf;
  const answer = await fetch(`/api/${path}`, { method, headers: sent, body: body && JSON.stringify(body) });
  const content = await answer.json().catch(() => null);
  if (content?.csrf_token) csrf = content.csrf_token;
  if (answer.ok) return content;
  if (answer.status === 401 && path !== "session") whenSignedOut();
  throw Object.assign(new Error(), { title: answer.statusText, ...content, status: answer.status });
}

/** Follow the log from `place` (`epoch`, `position`), which moves along; after a lost connection go on from there. */
export function follow(place, { onEvent, onResync, onState }) {
  let socket, waits = 0, waiting, silence, losing, ended = false;

  function open() {
    const since = new URLSearchParams({ epoch: place.epoch, after: place.position });
    socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/live?${since}`);
    socket.onmessage = ({ data }) => hear(JSON.parse(data));
    socket.onclose = lose;
    expectLife();
  }

  function hear(frame) {
    expectLife();
    if (frame.type === "hello") greet();
    if (frame.type === "resync") onResync();
    if (frame.type === "head") place.position = frame.position;
    for (const event of frame.events ?? []) {
      place.position = event.position;
      onEvent(event);
    }
  }

  function greet() {
    waits = 0;
    losing = clearTimeout(losing);
    onState(true);
  }

  function expectLife() {
    clearTimeout(silence);
    silence = setTimeout(lose, SILENCE_MS);
  }

  function lose() {
    leave();
    losing ??= setTimeout(() => onState(false), SAID_TO_BE_LOST_AFTER_MS);
    waiting = setTimeout(again, Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** waits++));
  }

  function leave() {
    clearTimeout(silence);
    if (socket) socket.onclose = socket.onmessage = null;
    socket?.close();
  }

  /** A refused socket does not say why: look first whether the server is there and we are still signed in. */
  async function again() {
    const refusal = await call("GET", "me").then(() => null, (problem) => problem);
    if (ended) return;
    if (!refusal) open();
    else if (refusal.status !== 401) lose();
  }

  open();
  return function end() {
    ended = true;
    clearTimeout(waiting);
    clearTimeout(losing);
    leave();
  };
}
