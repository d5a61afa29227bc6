import { m } from '#messages';
import { findMessageKind } from './kinds.ts';
import type { Channel, MessageState } from './message.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const messageChannelWords: Words<Channel> = {
  whatsapp: m.messages_channel_whatsapp,
  sms: m.messages_channel_sms,
  email: m.messages_channel_email,
};
export const messageStateWords: Words<MessageState> = {
  waiting: m.messages_state_waiting,
  sent: m.messages_state_sent,
  failed: m.messages_state_failed,
  parked: m.messages_state_parked,
  cancelled: m.messages_state_cancelled,
};

/** What a message is about, without a word of it; a mail about the house itself is of no kind that an office words. */
export function nameOfSent(kind: string): string {
  return findMessageKind(kind)?.name() ?? m.messages_kind_house();
}

export type OutboxRefusal = 'not_any_more';
export const outboxRefusalWords: Words<OutboxRefusal> = { not_any_more: m.messages_refusal_not_any_more };

const problemWords: Readonly<Record<string, () => string>> = {
  no_gateway: m.messages_problem_no_gateway,
  http_not_confirmed: m.messages_problem_not_confirmed,
  address_refused: m.messages_problem_address_refused,
};
/** Why a message did not leave, from what its delivery noted; an answer of the other side is told with its number, a fault of the line with its name. */
export function sayDelivery(problem: string): string {
  const [, way, code] = /^(smtp|http)_(\d+)$/.exec(problem) ?? [];
  if (way === 'smtp') return m.messages_problem_smtp({ code: code! });
  if (way === 'http') return m.messages_problem_http({ code: code! });
  return problemWords[problem]?.() ?? m.messages_problem_line({ code: problem.replaceAll('_', ' ') });
}
