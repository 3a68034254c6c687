// What the server sends to displays; see docs/api.md, "Walls" and "Live".

export interface Named {
  name: string;
}

export interface WallRecipient extends Named {
  /** False for who is reached only through one of the teams; a screen's older memory does not say. */
  named?: boolean;
}

export interface WallItem {
  id: string;
  kind: string;
  given_at: string;
  giver: Named;
  recipients: WallRecipient[];
  teams: { code: string; name: string }[];
  behaviours: { code: string; stage: string }[];
  /** One whole sentence, or null where every sentence names somebody who is not for walls. */
  message: string | null;
}

export interface Behaviour {
  code: string;
  stage: string;
  icon: string;
  name: string;
}

export interface DisplaySettings {
  name: string;
  locale: 'es' | 'en';
  theme: string;
  time_zone: string;
}

export interface WallPage {
  organisation: string;
  display: DisplaySettings;
  behaviours: Behaviour[];
  items: WallItem[];
  now: string;
  epoch: string;
  position: number;
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
