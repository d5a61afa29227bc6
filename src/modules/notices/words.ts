import { m } from '#messages';
import type { Leaving, NoticePost, NoticeReason, Sent, Standing } from './notice.ts';

type Word = (values?: Record<string, never>, options?: { locale?: 'id' | 'en' }) => string;
type Words<T extends string> = Readonly<Record<T, Word>>;

export const reasonWords: Words<NoticeReason> = {
  client: m.notices_about_client,
  away: m.notices_about_away,
  permit: m.notices_about_permit,
};
export const standingWords: Words<Standing> = {
  strong: m.notices_standing_strong,
  confirmed: m.notices_standing_confirmed,
};
export const postWords: Words<NoticePost> = {
  pk: m.notices_post_pk,
  stands_in: m.notices_post_stands_in,
  section_head: m.notices_post_section_head,
  head_of_bapas: m.notices_post_head_of_bapas,
};
export const sentWords: Words<Sent> = {
  queued: m.notices_sent_queued,
  queued_before: m.notices_sent_queued,
  no_gateway: m.notices_sent_no_gateway,
  no_address: m.notices_sent_no_address,
};
/** That he left, as whoever guides him reads it. */
export const leftWords: Readonly<Record<Leaving, (values: { day: string }) => string>> = {
  released: m.notices_left_released,
  transferred: m.notices_left_transferred,
  escaped: m.notices_left_escaped,
  deceased: m.notices_left_deceased,
};
