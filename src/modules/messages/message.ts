import type { MessageFacts } from './template.rules.ts';

export const channels = ['whatsapp', 'sms', 'email'] as const;
export type Channel = (typeof channels)[number];

export type NewMessage = {
  unitId: number;
  caseId?: string | null;
  /** An officer or a client who is to read it; his own language and, for an officer, his own address. */
  accountId?: string | null;
  kind: `${string}.${string}`;
  /** Makes it one message for ever: the same key is never sent twice. */
  key: string;
  channel?: Channel;
  address?: string;
  locale?: 'id' | 'en';
  facts?: MessageFacts;
  /** Not before this moment, such as eight in the morning. */
  notBefore?: Date;
};

/** Why nothing was queued. None of these is a fault: a message is a courtesy on top of what the record says. */
export type NotQueued = 'no_gateway' | 'no_address' | 'queued_before';
export type Queued = { queued: true; channel: Channel } | { queued: false; why: NotQueued };

/** Where a message stands: to be sent, gone out, refused for good, left for a person after its last try, or taken back. */
export const messageStates = ['waiting', 'sent', 'failed', 'parked', 'cancelled'] as const;
export type MessageState = (typeof messageStates)[number];

/** What becomes of a message after a try. */
export type Next = {
  state: 'sent' | 'waiting' | 'failed' | 'parked';
  tries: number;
  notBefore: Date;
  problem: string | null;
};
