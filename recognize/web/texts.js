// What the page says, Spanish and English beside each other, and the small tools that say it.

const TEXTS = {
  tongue: ["EN", "ES"],
  tongueName: ["English", "Español"],
  welcome: ["Gracias, a tiempo y con nombre", "Thanks, in time and by name"],
  purpose: ["Aquí los colegas se agradecen el buen servicio de cada día.", "Where colleagues thank each other for the good service of every day."],
  login: ["Usuario o correo", "User or e-mail"],
  password: ["Contraseña", "Password"],
  signIn: ["Entrar", "Sign in"],
  signOut: ["Salir", "Sign out"],
  send: ["Reconocer", "Send kudos"],
  wall: ["Muro", "Wall"],
  live: ["En vivo", "Live"],
  lost: ["Reconectando…", "Reconnecting…"],
  search: ["Buscar en el muro", "Search the wall"],
  empty: ["Todavía no hay reconocimientos. ¿A quién le agradeces hoy?", "No kudos yet. Whom do you thank today?"],
  nothing: ["Nada en el muro tiene esas palabras.", "Nothing on the wall has these words."],
  loading: ["Cargando…", "Loading…"],
  more: ["Ver más", "Show more"],
  to: ["a", "to"],
  and: ["y", "and"],
  others: ["{} personas más", "{} more people"],
  discreet: ["alguien que prefiere discreción", "somebody who prefers discretion"],
  withdraw: ["Retirar", "Withdraw"],
  withdrawSure: ["¿Seguro? Retirar", "Sure? Withdraw"],
  withdrawn: ["Reconocimiento retirado.", "Kudos withdrawn."],
  given: ["{} puntos", "{} points"],
  reached: ["Llegó a un cliente", "Reached a customer"],
  department: ["Solo nuestras áreas", "Only our areas"],
  private: ["Solo entre ustedes", "Only between you"],
  arrived: ["{} reconoció a {}", "{} thanked {}"],
  forYou: ["{} te reconoció", "{} thanked you"],
  sent: ["¡Enviado! Ya está en el muro.", "Sent! It is on the wall."],
  who: ["¿A quién?", "To whom?"],
  whoHint: ["Nombre o equipo", "Name or team"],
  team: ["Equipo", "Team"],
  remove: ["Quitar a {}", "Remove {}"],
  message: ["¿Qué pasó?", "What happened?"],
  messageHint: ["Cuenta qué hizo y en qué te ayudó", "Say what they did and how it helped you"],
  count: ["Quedan {} caracteres", "{} characters left"],
  behaviours: ["¿Qué ayudó? Elige uno o dos", "What helped? Choose one or two"],
  moreBehaviours: ["Ver más comportamientos", "Show more behaviours"],
  recibir: ["Al recibir", "Opening"],
  resolver: ["Al resolver", "Performing"],
  entregar: ["Al entregar", "Closing"],
  trato: ["En el trato", "Manner"],
  mejorar: ["Para mejorar", "Improving"],
  options: ["{} puntos para cada persona", "{} points for each person"],
  left: ["Te quedan {} este mes. A través de un equipo no van puntos.", "You have {} left this month. Through a team no points go."],
  points: ["Puntos para cada persona", "Points for each person"],
  customer: ["Llegó a un cliente externo", "It reached an external customer"],
  cancel: ["Cancelar", "Cancel"],
  withoutPoints: ["Va sin puntos", "Send without points"],
  offline: ["No hay conexión con el servidor. Nada se perdió: intenta de nuevo.", "The server cannot be reached. Nothing is lost: try again."],
  now: ["ahora", "now"],
};
const LANGUAGES = ["es", "en"];
const KEPT_AS = "recognize.language";
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
const DAYS_SAID_AS_AGO = 6;
const TOAST_MS = 5_000;
const TINTS = 6;

let current = localStorage.getItem(KEPT_AS) ?? (navigator.language.startsWith("en") ? "en" : "es");
let toasting = null;

export const $ = (id) => document.getElementById(id);
export const language = () => current;
export const t = (key, ...values) => TEXTS[key][LANGUAGES.indexOf(current)].replace(/\{\}/g, () => values.shift());
export const said = (problem) => (problem.status ? problem.title : t("offline"));

export function translatePage() {
  document.documentElement.lang = current;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = t(each.dataset.text);
  for (const each of document.querySelectorAll("[data-placeholder]")) each.placeholder = t(each.dataset.placeholder);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", t(each.dataset.label));
}

export function switchLanguage() {
  current = LANGUAGES.find((each) => each !== current);
  localStorage.setItem(KEPT_AS, current);
}

export function ago(instant) {
  const seconds = (Date.now() - Date.parse(instant)) / 1000;
  const [unit, size] = UNITS.find((each) => seconds >= each[1]) ?? [];
  if (!unit) return t("now");
  const count = Math.floor(seconds / size);
  if (unit === "day" && count > DAYS_SAID_AS_AGO) return date(instant, { day: "numeric", month: "long" });
  return new Intl.RelativeTimeFormat(current, { numeric: "auto" }).format(-count, unit);
}

export const date = (instant, format = { dateStyle: "full", timeStyle: "short" }) =>
  new Intl.DateTimeFormat(current, format).format(new Date(instant));

/** An element; text only ever becomes text nodes. */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function face({ name }) {
  const initials = name.split(/\s+/, 2).map((word) => word[0]).join("");
  const tint = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TINTS;
  return make("span", { className: `face tint-${tint}`, ariaHidden: "true" }, initials);
}

export function tell(text) {
  $("announcer").textContent = text;
  clearTimeout(toasting);
  toasting = setTimeout(() => ($("announcer").textContent = ""), TOAST_MS);
}

export function later(action, milliseconds) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}
