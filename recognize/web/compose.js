// The form that sends a kudos: to whom, what happened, what helped.

import { call } from "./server.js";
import { $, face, language, later, make, said, t, tell } from "./texts.js";

const MOST_MESSAGE = 1_000;
const MOST_BEHAVIOURS = 2;
const POINTS = [0, 5, 10, 20, 50];
const USUAL_POINTS = 10;
const FOUND = 6;
const LOOKED_THROUGH = 25;
const FIND_AFTER_MS = 120;
const FIELD_OF = { no_recipient: "who", message_too_short: "message", message_too_long: "message" };

const chosen = new Map(); // by handle or team code

let given; // me, behaviours, teams, onSent
let left = "…"; // points of this month
let offers = [];
let active = 0;
let lastSent = {};

$("compose-open").onclick = open;
$("compose-cancel").onclick = () => $("compose").close();
$("compose-form").onsubmit = (event) => { event.preventDefault(); send(false); };
$("without-points").onclick = () => send(true);
$("compose-form").oninput = showState;
$("who").oninput = later(find, FIND_AFTER_MS);
$("who").onkeydown = steer;
$("who").onblur = () => offer([]);

export function prepareCompose(facts) {
  given = facts;
  reset();
}

function reset() {
  chosen.clear();
  $("compose-form").reset();
  $("compose-error").textContent = "";
  $("without-points").hidden = true;
  for (const each of $("compose").querySelectorAll("details")) each.open = false;
  $("points").replaceChildren(...POINTS.map((points) =>
    tick("radio", "points", points, points === USUAL_POINTS, String(points), "")));
  $("first-behaviours").replaceChildren();
  translateCompose();
}

export function translateCompose() {
  const kept = checked();
  const usable = given.behaviours.filter((each) => !each.retired);
  $("first-behaviours").replaceChildren(...rows(usable.filter((each) => each.first), kept));
  $("more-behaviours").replaceChildren(...rows(usable.filter((each) => !each.first), kept));
  showChosen();
}

function rows(shown, kept) {
  const groups = [...new Set(shown.map((each) => each.group))];
  return groups.map((group) => make("div", { className: "row" }, make("span", { className: "hint" }, t(group)),
    make("div", { className: "chips" }, ...shown.filter((each) => each.group === group).map(({ code, stage, texts }) => {
      const { name, definition } = texts[language()];
      return Object.assign(tick("checkbox", "behaviour", code, kept.includes(code), name, stage), { title: definition });
    }))));
}

function tick(type, name, value, defaultChecked, text, kind) {
  const input = make("input", { type, name, value, defaultChecked, className: "unseen" });
  return make("label", { className: `tag ${kind}` }, input, text);
}

const checked = () => [...$("behaviours").querySelectorAll("input:checked")].map((each) => each.value);
const points = () => Number($("compose-form").elements.points.value);

function showState() {
  const full = checked().length >= MOST_BEHAVIOURS;
  for (const each of $("behaviours").querySelectorAll("input")) each.disabled = full && !each.checked;
  $("count").textContent = t("count", MOST_MESSAGE - $("message").value.length);
  $("options-summary").textContent = t("options", points());
  $("left").textContent = t("left", left);
}

async function open() {
  $("compose").showModal();
  left = (await call("GET", "allowance").catch(() => ({ left: "…" }))).left;
  showState();
}

// --- to whom

async function find() {
  const search = $("who").value.trim();
  const path = `people?${new URLSearchParams({ search, limit: LOOKED_THROUGH })}`;
  const answer = search ? await call("GET", path).catch((problem) => refuse(problem)) : null;
  if ($("who").value.trim() !== search) return; // typed on meanwhile
  const teams = search ? given.teams.filter((each) => plain(each.name).includes(plain(search))) : [];
  const found = [
    ...(answer?.items ?? []).map((each) => ({ key: each.handle, name: each.name, about: [each.job_title, each.department?.name] })),
    ...teams.map((each) => ({ key: each.code, name: each.name, about: [t("team")], isTeam: true })),
  ];
  const free = found.filter((each) => !chosen.has(each.key) && each.key !== given.me.handle);
  const misses = (each) => !plain(each.name).split(" ").some((word) => word.startsWith(plain(search)));
  offer(free.sort((one, other) => misses(one) - misses(other)).slice(0, FOUND));
}

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "");

function offer(found) {
  offers = found;
  $("found").replaceChildren(...found.map((each, at) => {
    const about = make("small", { className: "hint" }, each.about.filter(Boolean).join(" · "));
    const entry = make("li", { id: `found-${at}`, role: "option" }, face(each), make("span", {}, each.name, about));
    entry.onpointerdown = (event) => { event.preventDefault(); choose(each); };
    return entry;
  }));
  $("found").hidden = !found.length;
  $("who").ariaExpanded = String(found.length > 0);
  point(0);
}

function point(at) {
  active = at;
  [...$("found").children].forEach((each, place) => (each.ariaSelected = String(place === at)));
  $("found").children[at]?.scrollIntoView({ block: "nearest" });
  $("who").setAttribute("aria-activedescendant", offers.length ? `found-${at}` : "");
}

function steer(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Backspace" && !$("who").value) return take([...chosen.keys()].at(-1));
  if (event.key !== "Enter" && !(offers.length && (step || event.key === "Escape"))) return;
  event.preventDefault();
  if (step) point((active + step + offers.length) % offers.length);
  else if (event.key === "Escape") offer([]);
  else if (offers[active]) choose(offers[active]);
}

function choose(each) {
  chosen.set(each.key, each);
  $("who").value = "";
  offer([]);
  showChosen();
}

function take(key) {
  chosen.delete(key);
  showChosen();
  $("who").focus();
}

function showChosen() {
  $("chosen").replaceChildren(...[...chosen.values()].map((each) => {
    const button = make("button", { type: "button", ariaLabel: t("remove", each.name) }, "×");
    button.onclick = () => take(each.key);
    return make("li", { className: "tag" }, each.name, button);
  }));
  showState();
}

// --- sending

async function send(withoutPoints) {
  const body = { ...written(), points_if_possible: withoutPoints };
  $("compose-error").textContent = "";
  $("compose-send").disabled = true;
  try {
    const kudos = await call("POST", "kudos", body, { "Idempotency-Key": keyFor(JSON.stringify(body)) });
    lastSent = {};
    $("compose").close();
    reset();
    given.onSent(kudos);
    tell(t("sent"));
  } catch (problem) {
    refuse(problem);
  }
  $("compose-send").disabled = false;
}

function refuse(problem) {
  $("compose-error").textContent = said(problem);
  $("without-points").hidden = problem.code !== "allowance_exceeded";
  $(FIELD_OF[problem.code])?.focus();
}

function written() {
  const keys = (isTeam) => [...chosen.values()].filter((each) => Boolean(each.isTeam) === isTeam).map((each) => each.key);
  return {
    recipients: keys(false),
    teams: keys(true),
    behaviours: checked(),
    message: $("message").value.trim(),
    points: points(),
    reached_customer: $("customer").checked || null,
  };
}

/** The same words keep their key: trying again after a lost answer gives once. */
function keyFor(body) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (lastSent.body !== body) lastSent = { body, key: Array.from(bytes, (byte) => byte.toString(16)).join("-") };
  return lastSent.key;
}
