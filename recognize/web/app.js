// Signing in and the wall: the feed's pages, and what the socket adds, changes and takes away.

import { prepareCompose, translateCompose } from "./compose.js";
import { call, follow, onSignedOut } from "./server.js";
import { $, ago, date, face, language, later, make, said, switchLanguage, t, tell, translatePage } from "./texts.js";

const PAGE = 20;
const NAMES_SHOWN = 4;
const AREAS_SHOWN = 3;
const SEARCH_AFTER_MS = 250;
const TIMES_EVERY_MS = 30_000;
const SURE_FOR_MS = 4_000;

const items = new Map(); // by id, what the feed shows
const own = new Map(); // by id, what the server calls `mine`
const place = {}; // where the log is: epoch and position

let me = null;
let behaviours, areas; // by code
let next = null; // of the feed's last page
let loading = null; // what happens while a page is on its way
let endFollowing = () => {};

translate();
onSignedOut(showSignIn);
$("language").onclick = () => { switchLanguage(); translate(); };
$("sign-in-form").onsubmit = signIn;
$("sign-out").onclick = () => call("DELETE", "session").catch(() => {}).then(showSignIn);
$("more").onclick = () => ask({ before: next }).then(append, (problem) => tell(said(problem)));
$("search-form").onsubmit = (event) => event.preventDefault();
$("search").oninput = later(load, SEARCH_AFTER_MS);
setInterval(() => $("feed").querySelectorAll("time").forEach((each) => (each.textContent = ago(each.dateTime))), TIMES_EVERY_MS);
if (document.cookie.includes("recognize_csrf=")) call("GET", "me").then(enter).catch(showSignIn);
else showSignIn();

// --- coming and going

async function signIn(event) {
  event.preventDefault();
  const { login, password } = event.target;
  $("sign-in-error").textContent = "";
  try {
    await enter(await call("POST", "session", { login: login.value.trim(), password: password.value }));
    event.target.reset();
    $("wall-title").focus();
  } catch (problem) {
    $("sign-in-error").textContent = said(problem);
    password.focus();
  }
}

async function enter(person) {
  const paths = ["behaviours", "departments", "teams", "organisation"];
  const [found, departments, teams, organisation] = await Promise.all(paths.map((path) => call("GET", path)));
  me = person;
  behaviours = new Map(found.map((each) => [each.code, each]));
  areas = new Map(departments.map((each) => [each.code, each.name]));
  prepareCompose({ me, behaviours: found, teams, onSent: receive });
  $("organisation").textContent = organisation.name;
  $("me").textContent = me.name;
  show(true);
  await load();
  endFollowing();
  endFollowing = follow(place, { onEvent: hear, onResync: load, onState: showState });
}

function showSignIn() {
  endFollowing();
  me = null;
  items.clear();
  own.clear();
  $("feed").replaceChildren();
  $("compose").close();
  show(false);
  $("login").focus();
}

function show(signedIn) {
  $("sign-in").hidden = signedIn;
  for (const id of ["wall", "me", "sign-out", "compose-open"]) $(id).hidden = !signedIn;
}

function showState(live) {
  $("state").textContent = t(live ? "live" : "lost");
  $("state").classList.toggle("lost", !live);
}

// --- the feed, page by page

async function load() {
  const meanwhile = (loading = []);
  if (!items.size) $("note").textContent = t("loading");
  const answer = await ask({}).catch((problem) => tell(said(problem)));
  if (!answer || loading !== meanwhile) return; // failed, or a newer load is on its way
  loading = null;
  items.clear();
  $("feed").replaceChildren();
  Object.assign(place, { epoch: answer.epoch, position: answer.position });
  append(answer);
  meanwhile.forEach(hear);
}

function ask(where) {
  const search = $("search").value.trim();
  return call("GET", `feed?${new URLSearchParams({ limit: PAGE, ...where, ...(search && { search }) })}`);
}

function append(answer) {
  next = answer.next;
  for (const [id, mine] of Object.entries(answer.mine)) own.set(id, mine);
  for (const item of answer.items) items.set(item.id, item);
  $("feed").append(...answer.items.map(card));
  showEnds();
}

function showEnds() {
  $("more").hidden = next === null;
  $("note").textContent = items.size ? "" : t($("search").value.trim() ? "nothing" : "empty");
}

// --- what happens meanwhile

function hear(event) {
  loading?.push(event);
  if (event.kind === "item.removed") remove(event.id);
  else if (event.item) arrive(event.item);
}

function arrive(item) {
  const isNew = !items.has(item.id);
  upsert(item);
  if (!isNew || item.giver.id === me.id) return;
  const received = item.recipients.some((each) => each.id === me.id);
  tell(received ? t("forYou", item.giver.name) : t("arrived", item.giver.name, names(item).join(", ")));
  if (received) call("GET", `kudos/${item.id}`).then(receive, () => {});
}

/** An item with `mine`: one that we gave or received. */
function receive({ mine, ...item }) {
  own.set(item.id, mine);
  upsert(item);
}

/** In its place: newest first by time, then id. What belongs below the last page comes with its own page. */
function upsert(item) {
  const older = [...$("feed").children].find((each) => isNewer(item, items.get(each.dataset.id)));
  if (cardOf(item.id)) cardOf(item.id).replaceWith(card(item));
  else if ($("search").value.trim() || (!older && next)) return;
  else $("feed").insertBefore(card(item), older ?? null).classList.add("fresh");
  items.set(item.id, item);
  showEnds();
}

const isNewer = (one, other) => one.given_at + one.id > other.given_at + other.id;
const cardOf = (id) => $("feed").querySelector(`[data-id="${id}"]`);

function remove(id) {
  cardOf(id)?.remove();
  items.delete(id);
  showEnds();
}

async function withdraw(id, button) {
  if (button.textContent === t("withdraw")) {
    button.textContent = t("withdrawSure");
    setTimeout(() => (button.textContent = t("withdraw")), SURE_FOR_MS);
    return;
  }
  await call("DELETE", `kudos/${id}`).then(() => { remove(id); tell(t("withdrawn")); }, (problem) => tell(said(problem)));
}

// --- how an item looks

function card(item) {
  const time = make("time", { dateTime: item.given_at, title: date(item.given_at) }, ago(item.given_at));
  const codes = new Set([item.giver, ...item.recipients].map((each) => each.department));
  const between = [...codes].filter((code) => areas.has(code)).slice(0, AREAS_SHOWN).map((code) => areas.get(code));
  const entry = make(
    "li", { className: "card" },
    make("div", { className: "head" }, face(item.giver),
      make("div", {}, headline(item), make("p", { className: "hint" }, time, ` · ${between.join(" → ")}`))),
    make("p", { className: "words" }, item.message),
    make("div", { className: "chips" }, ...tags(item)),
  );
  entry.dataset.id = item.id;
  return entry;
}

function headline(item) {
  const named = names(item);
  const glue = (at) => (at === 0 ? "" : at === named.length - 1 ? ` ${t("and")} ` : ", ");
  const bold = named.flatMap((name, at) => [glue(at), make("b", {}, name)]);
  return make("p", {}, make("b", {}, item.giver.name), ` ${t("to")} `, ...bold);
}

function names({ teams, recipients }) {
  const all = [...recipients.filter((each) => each.named), ...teams].map((each) => each.name);
  if (all.length > NAMES_SHOWN + 1) all.splice(NAMES_SHOWN, all.length, t("others", all.length - NAMES_SHOWN));
  return all.length ? all : [t("discreet")];
}

function tags(item) {
  const mine = own.get(item.id);
  const made = item.behaviours.map((code) => {
    const { stage, texts } = behaviours.get(code);
    return make("span", { className: `tag ${stage}`, title: texts[language()].definition }, texts[language()].name);
  });
  const facts = [item.reached_customer && t("reached"), item.visibility !== "public" && t(item.visibility), mine?.points && t("given", mine.points)];
  made.push(...facts.filter(Boolean).map((fact) => make("span", { className: "tag fact" }, fact)));
  if (mine?.may_withdraw) {
    const button = make("button", { type: "button", className: "plain withdraw" }, t("withdraw"));
    button.onclick = () => withdraw(item.id, button);
    made.push(button);
  }
  return made;
}

function translate() {
  translatePage();
  Object.assign($("language"), { textContent: t("tongue"), ariaLabel: t("tongueName"), lang: t("tongue").toLowerCase() });
  for (const item of items.values()) cardOf(item.id).replaceWith(card(item));
  if (!me) return;
  showState(!$("state").classList.contains("lost"));
  showEnds();
  translateCompose();
}
