// Names for the shapes of the API. They come from the generated schema; only what it cannot say stands here.

import type { components } from '../schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Behaviour = Schemas['BehaviourView'];
export type Stage = Behaviour['stage'];
export type Group = Behaviour['group'];
export type Department = Schemas['DepartmentView'];
export type QuietMember = Schemas['QuietMember'];
export type Team = Schemas['TeamView'];
export type Organisation = Schemas['OrganisationSettings'];
export type OrganisationChange = Schemas['OrganisationChange'];
export type Allowance = Schemas['AllowanceView'];
export type Report = Schemas['MonthReport'];
export type HeadlineName = keyof Report['headline'];
export type Board = Schemas['Leaderboard'];
export type ChallengePage = Schemas['ChallengePage'];
export type Challenge = Schemas['ChallengeView'];
export type Progress = Schemas['Progress'];
export type HiddenPage = Schemas['HiddenPage'];
export type DisplayView = Schemas['DisplayView'];
export type DisplayList = Schemas['DisplayList'];
export type HiddenKudos = Schemas['HiddenKudos'];
export type HiddenWin = Schemas['HiddenWin'];
export type NewKudos = Schemas['NewKudos'];
export type Visibility = Schemas['KudosView']['visibility'];
export type Mine = Schemas['Mine'];
export type Picture = Schemas['Picture'];
export type PictureInItem = Schemas['PictureInItem'];
export type Face = Schemas['FaceCount']['face'];
export type Comment = Schemas['Comment'];
export type PersonInItem = Schemas['PersonInItem'];
export type KudosView = Schemas['KudosView'];
export type Preference = NonNullable<Me['preference']>;

export type Person = Schemas['PersonView'];

export type BadgeView = Schemas['BadgeView'];
export type AwardView = Schemas['AwardView'];
export type AwardWhy = Schemas['AwardWhy'];
export type Figures = Schemas['PersonFigures'];
export type Profile = Schemas['PersonProfile'];

/** The items of feed, events and socket, by their kind. The schema leaves them open there. */
export type Item = Omit<KudosView, 'mine'> & { kind: 'kudos' };
export type WinView = Schemas['WinView'];
export type WinItem = Omit<WinView, 'mine'> & { kind: 'win' };
export type NewWin = Schemas['NewWin'];
export type Dated = Schemas['Dated'];
export type CelebrationView = Schemas['CelebrationView'];
export type CelebrationItem = Omit<CelebrationView, 'mine'> & { kind: 'celebration' };
export type FeedItem = Item | WinItem | CelebrationItem;

interface Mines {
  kudos: Mine;
  win: Schemas['MyWin'];
  celebration: Schemas['MyCelebration'];
}
/** What depends on the viewer of such an item. */
export type MineOf<I extends FeedItem> = Mines[I['kind']];

export type Inbox = Schemas['Inbox'];
export type NotificationSetting = Schemas['NotificationSetting'];
export type OwnCelebrations = Schemas['OwnCelebrations'];
export type Dates = Schemas['Dates'];
export type Notification = Schemas['Notification'];

export interface FeedPage {
  items: FeedItem[];
  mine: Record<string, MineOf<FeedItem>>;
  next: string | null;
  epoch: string;
  position: number;
}

interface Happening {
  position: number;
  at: string;
}
/** A tagged union by `kind`: the same objects on the socket and in `GET /api/events`. */
export type LiveEvent =
  | (Happening & { kind: 'kudos.given' | 'win.shared' | 'celebration.made'; item: FeedItem; id?: undefined })
  | (Happening & { kind: 'item.removed'; id: string; item?: undefined })
  /** Only ever told by this page itself: what depends on the viewer has changed. */
  | (Happening & { kind: 'mine.changed'; id: string; item?: undefined })
  | (Happening & {
      kind:
        | 'person.changed'
        | 'inbox.changed'
        | 'level.reached'
        | 'challenge.done'
        | 'challenge.area_done'
        | 'celebrations.paused'
        | 'celebrations.resumed'
        | 'display.lost'
        | 'month.closed';
      item?: undefined;
      id?: undefined;
    });

export interface EventsPage {
  epoch: string;
  head: number;
  events: LiveEvent[];
}

export interface Filter {
  behaviour?: string;
  stage?: string;
  department?: string;
  person?: string;
  kind?: string;
  search?: string;
}
