import type { TitledScene } from './types';

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
  moreJustNow: 'Acaban de llegar',
  coming: '+{n} en camino',
  idleTitle: '¿Quién te ayudó hoy?',
  idleText: 'Un gracias con nombre propio aparece aquí en un segundo.',
  idleInPublic: 'Un gracias con nombre propio aparece aquí a los diez minutos.',
  idleWithoutCelebrations: 'Dale las gracias por su nombre.',
  pairTitle: 'Conecta esta pantalla',
  moreToCelebrate: (n: number) => `${n} motivos más para celebrar`,
  toldBy: 'lo cuenta {name}',
  wins: { result: 'Resultado', improvement: 'Mejora', joint_activity: 'Actividad conjunta' },
  titles: {
    todays_dates: ['Hoy celebramos', '¡Felicidades!'],
    awards: ['Insignias de la semana', 'Lo hicieron bien, y se nota'],
    challenges_done: ['Retos cumplidos', 'Miraron más lejos, y llegaron'],
    wins: ['Logros de estos días', 'Esto lo hicimos en equipo'],
    newcomers: ['Llegan al equipo', '¡Qué bueno que llegaron!'],
    friday_recap: ['Así fue la semana', 'Tres historias para llevarse a casa'],
  } as Record<TitledScene, readonly [string, string]>,
  birthday: (again: boolean): string => (again ? 'cumplió años el fin de semana' : 'hoy cumple años'),
  anniversary: (n: number, again: boolean) => {
    const years = n === 1 ? '1 año' : `${n} años`;
    return again ? `cumplió ${years} con nosotros el fin de semana` : `hoy cumple ${years} con nosotros`;
  },
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
  moreToCelebrate: (n) => `${n} more to celebrate`,
  toldBy: 'told by {name}',
  wins: { result: 'Result', improvement: 'Improvement', joint_activity: 'Joint activity' },
  titles: {
    todays_dates: ['Today we celebrate', 'Congratulations!'],
    awards: ['Badges of the week', 'Well done, and it shows'],
    challenges_done: ['Challenges done', 'They looked further, and got there'],
    wins: ['Wins of these days', 'We did this together'],
    newcomers: ['Joining the team', 'Good to have you here!'],
    friday_recap: ['How the week was', 'Three stories to take home'],
  },
  birthday: (again) => (again ? 'had a birthday at the weekend' : 'has a birthday today'),
  anniversary: (n, again) => {
    const years = n === 1 ? '1 year' : `${n} years`;
    return again ? `reached ${years} with us at the weekend` : `${years} with us today`;
  },
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
