const es = {
  from: 'de {name}',
  and: 'y',
  others: (n: number) => (n === 1 ? '1 persona más' : `${n} personas más`),
  now: 'ahora',
  minutes: 'hace {n} min',
  hours: 'hace {n} h',
  offline: 'Sin conexión · contenido de {age}',
  offlineEmpty: 'Sin conexión · reintentando',
  aMomentAgo: 'hace un momento',
  more: (n: number) => (n === 1 ? '1 reconocimiento más' : `${n} reconocimientos más`),
  moreJustNow: 'Recién llegados',
  coming: '+{n} en camino',
  idleTitle: '¿Quién te ayudó hoy?',
  idleText: 'Un gracias con nombre propio aparece aquí en un segundo.',
  idleInPublic: 'Un gracias con nombre propio aparece aquí a los diez minutos.',
  idleWithoutCelebrations: 'Dale las gracias por su nombre.',
  pairTitle: 'Conecta esta pantalla',
  challenges: 'Retos cumplidos',
  challengesTitle: 'Miraron más lejos, y llegaron',
  awards: 'Insignias de la semana',
  awardsTitle: 'Lo hicieron bien, y se nota',
  tiers: { bronze: 'bronce', silver: 'plata', gold: 'oro' },
  ofMonth: 'El comportamiento de {month}',
  thankNow: 'Apunta la cámara y reconoce a alguien ahora.',
  pairOpen: 'Quien administra abre',
  pairType: 'y escribe este código:',
  pairScan: 'o apunta la cámara',
  pairExpires: 'El código vale {n} minutos; después aparece otro.',
  pairLabel: 'Token de la pantalla, si ya tienes uno',
  pairButton: 'Encender',
  pairWrong: 'Ese token no es de ninguna pantalla. Revisa que esté completo.',
  pairMany: 'Demasiados intentos desde esta red: vuelve a intentar {when}.',
  pairAway: 'El servidor no responde. Inténtalo de nuevo en un momento.',
};

export type Texts = typeof es;

const en: Texts = {
  from: 'from {name}',
  and: 'and',
  others: (n) => (n === 1 ? '1 more person' : `${n} more people`),
  now: 'now',
  minutes: '{n} min ago',
  hours: '{n} h ago',
  offline: 'Offline · content from {age}',
  offlineEmpty: 'Offline · trying again',
  aMomentAgo: 'a moment ago',
  more: (n) => (n === 1 ? '1 more kudos' : `${n} more kudos`),
  moreJustNow: 'Just in',
  coming: '+{n} on the way',
  idleTitle: 'Who helped you today?',
  idleText: 'A thank-you with a name on it appears here within a second.',
  idleInPublic: 'A thank-you with a name on it appears here after ten minutes.',
  idleWithoutCelebrations: 'Thank them by name.',
  pairTitle: 'Connect this display',
  challenges: 'Challenges done',
  challengesTitle: 'They looked further, and got there',
  awards: 'Badges of the week',
  awardsTitle: 'Well done, and it shows',
  tiers: { bronze: 'bronze', silver: 'silver', gold: 'gold' },
  ofMonth: 'The behaviour of {month}',
  thankNow: 'Point your camera here and thank somebody now.',
  pairOpen: 'An administrator opens',
  pairType: 'and types this code:',
  pairScan: 'or points a camera here',
  pairExpires: 'The code is good for {n} minutes; then another appears.',
  pairLabel: 'Display token, if you have one already',
  pairButton: 'Switch on',
  pairWrong: 'No display has this token. Check that it is complete.',
  pairMany: 'Too many attempts from this network: next try {when}.',
  pairAway: 'The server does not answer. Try again in a moment.',
};

export type Locale = 'es' | 'en';

const dictionaries: Record<Locale, Texts> = { es, en };

export function textsOf(locale: Locale): Texts {
  return dictionaries[locale];
}

/** Before the server has said which language the display speaks. */
export function browserLocale(): Locale {
  return navigator.language.startsWith('en') ? 'en' : 'es';
}

export function fill(text: string, name: string, value: string | number): string {
  return text.replace(`{${name}}`, String(value));
}
