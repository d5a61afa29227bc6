import type { PlainDate } from '#kernel/plain-date';
import type { AgreeingGroup } from '#modules/people';

/** Why an office is told: it guides him, it looks for him after a decree, or he travels with its permit. */
export const noticeReasons = ['client', 'away', 'permit'] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** Confirmed: somebody said that it is the same person. Strong: the evidence alone says so, and nobody has decided yet. */
export const standings = ['strong', 'confirmed'] as const;
export type Standing = (typeof standings)[number];

/** Before whom a notice is put. */
export const noticePosts = ['pk', 'stands_in', 'section_head', 'head_of_bapas'] as const;
export type NoticePost = (typeof noticePosts)[number];

/** Whether a message went out besides; null where the office has just been told. */
export type Sent = 'queued' | 'no_gateway' | 'no_address' | 'queued_before';

/** How somebody left an institution. */
export const leavings = ['released', 'transferred', 'escaped', 'deceased'] as const;
export type Leaving = (typeof leavings)[number];

export type Notice = {
  id: string;
  about: NoticeReason[];
  standing: Standing;
  /** The institution that booked him. */
  from: { unitId: number; name: string; phone: string };
  /** Day and hour in the zone of the office that reads it. */
  heldSince: Date;
  basis: string;
  registerLabel: string;
  agrees: AgreeingGroup[];
  toldAt: Date;
  breachId: string | null;
  leftOn: PlainDate | null;
  leftHow: Leaving | null;
  withdrawn: { at: Date; why: string } | null;
};

/** Whether he is held there as far as is known: told, not withdrawn, and nobody has said that he is out. */
export const stillHolds = ({ leftOn, withdrawn }: Pick<Notice, 'leftOn' | 'withdrawn'>): boolean =>
  leftOn === null && withdrawn === null;

export type Delivery = {
  id: string;
  accountId: string;
  officer: string;
  post: NoticePost;
  putAt: Date;
  sent: Sent | null;
  readAt: Date | null;
};

/** What the institution's book says of somebody whom it has taken in. */
export type Booking = {
  stayId: string;
  unitId: number;
  heldSince: Date;
  /** Warrant or verdict with its number, day and authority, as one line. */
  basis: string;
  registerLabel: string;
};
export type Recognised = { personIds: readonly string[]; standing: Standing; agrees: readonly AgreeingGroup[] };
