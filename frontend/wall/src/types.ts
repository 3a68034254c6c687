// What the server sends to displays; see docs/api.md, "Walls" and "Live".

export interface Named {
  name: string;
}

export interface WallRecipient extends Named {
  /** False for who is reached only through one of the teams; a screen's older memory does not say. */
  named?: boolean;
}

export type WinKind = 'result' | 'improvement' | 'joint_activity';

export interface Picture {
  hash: string;
  width: number;
  height: number;
}

export interface WallItem {
  id: string;
  kind: string;
  given_at: string;
  win?: WinKind;
  /** Of a win, who tells of it. */
  giver: Named;
  recipients: WallRecipient[];
  teams: { code: string; name: string }[];
  behaviours: { code: string; stage: string }[];
  /** One whole sentence, or null where every sentence names somebody who is not for walls. */
  message: string | null;
  /** Never where visitors pass; a screen's older memory has none. */
  picture?: Picture | null;
  /** Of the display's own areas, where it shows others too. */
  own?: boolean;
}

export interface Behaviour {
  code: string;
  stage: string;
  icon: string;
  name: string;
}

export interface DisplaySettings {
  name: string;
  location: string;
  locale: 'es' | 'en';
  theme: string;
  time_zone: string;
  place: string;
  celebrates: boolean;
  /** Nothing is celebrated today; a screen's older memory does not say. */
  paused?: boolean;
  others: boolean;
  quiet_from: string | null;
  quiet_until: string | null;
}

export interface Qr {
  size: number;
  path: string;
}

export interface WallAward extends Named {
  badge: Record<'es' | 'en', string>;
  icon: string;
  stage: string;
  tier: 'bronze' | 'silver' | 'gold' | null;
}

export interface WallChallenge extends Named {
  is_area: boolean;
  challenge: Record<'es' | 'en', string>;
  icon: string;
}

export interface WallDate extends Named {
  celebration: 'birthday' | 'anniversary';
  years: number | null;
  /** A date of the weekend, celebrated on Monday too. */
  again: boolean;
}

export interface WallNewcomer extends Named {
  department: string | null;
}

/** `part`: one of several slides, where many people stand in it. */
export type Scene = { part?: number } & SceneOf;

/** Whose slide has a line and a title of our own. */
export type TitledScene = Exclude<Scene['code'], 'behaviour_of_month' | 'invitation'>;

export type PeopleScene = Extract<
  Scene,
  { code: 'awards' | 'challenges_done' | 'todays_dates' | 'newcomers' }
>;

/** A scene that this page does not know yet is passed over. */
type SceneOf =
  | { code: 'behaviour_of_month'; content: { month: string; behaviour: string; story: WallItem } }
  | { code: 'awards'; content: { awards: WallAward[] } }
  | { code: 'challenges_done'; content: { done: WallChallenge[] } }
  | { code: 'todays_dates'; content: { people: WallDate[] } }
  | { code: 'newcomers'; content: { people: WallNewcomer[] } }
  | { code: 'wins'; content: { items: WallItem[] } }
  | { code: 'friday_recap'; content: { stories: WallItem[] } }
  | { code: 'invitation'; content: { url: string; qr: Qr } };

export interface WallPage {
  organisation: string;
  display: DisplaySettings;
  behaviours: Behaviour[];
  items: WallItem[];
  next_at: string | null;
  scenes: Scene[];
  now: string;
  epoch: string;
  position: number;
  csrf_token: string | null;
  client: string;
}

export interface Pairing {
  device_code: string;
  user_code: string;
  verification_url: string;
  qr: Qr;
  expires_in: number;
  interval: number;
}

export interface Heartbeat {
  client: string;
  position: number;
  age_seconds: number;
}

export interface WallEvent {
  position: number;
  kind: string;
  at: string;
  item?: WallItem;
  id?: string;
}

export type Frame =
  | { type: 'hello'; epoch: string; head: number }
  | { type: 'events'; events: WallEvent[] }
  | { type: 'head'; position: number }
  | { type: 'resync'; reason: string };
