import type { PlainDate } from '#kernel/plain-date';
import { may, type Action } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import type { TaskRole } from '#modules/tasks';
import type { ReadCtx } from '#platform/ctx';
import { factsOf } from './facts.queries.server.ts';
import type { RecordField } from './fields.ts';
import type { Concern, Desk, LetterState, Signer } from './letter.ts';
import type { LetterOffice } from './office.queries.server.ts';
import type { People } from './sheet.ts';
import { signersOf } from './signers.server.ts';

export type LetterAct = Extract<Action, 'letter:read' | 'letter:draft' | 'letter:sign'>;
/** What of a letter says whose it is. */
export type DeskPlace = {
  desk: Desk;
  unitId: number;
  caseId: string | null;
  concerns: Concern | null;
  kind: string;
  /** None until it is drafted. */
  state?: LetterState;
};

/** Before whom a letter lies until it is finished: an officer, or whoever holds a post at the unit that writes it. */
export type Writer = {
  forRole: Extract<TaskRole, 'pk' | 'section_head' | 'kanwil' | 'ditjenpas'>;
  staffId: string | null;
};
/** In an office: whoever guides the client or writes for the sitting; where nobody does yet, whoever leads the section. */
export const writerInOffice = (staffId: string | null): Writer =>
  staffId === null ? { forRole: 'section_head', staffId: null } : { forRole: 'pk', staffId };

/** What whoever asks may do with a letter of a desk, and what is asked of everybody who writes one. */
export type AtDesk = {
  personId: string | null;
  /** Left out where whoever asks only reads. */
  writer?: Writer;
  /** The day at the unit that writes. */
  today: PlainDate;
  may: (act: LetterAct) => boolean;
  /** Reads it by itself, without the client's file. */
  apart?: true;
};
/** What the record fills in, and who signs where that is not the asker himself. */
export type DeskFacts = {
  values: Partial<Record<RecordField, string>>;
  people: People;
  signer?: Signer;
};

/** How a desk is kept. The module that knows its matters says so once, in its index.server.ts. */
export type DeskKeeper = {
  /** Throws where the asker may not do this with letters here. */
  reach: (ctx: ReadCtx, at: DeskPlace, act: LetterAct) => Promise<AtDesk>;
  facts: (ctx: ReadCtx, at: DeskPlace, office: LetterOffice) => Promise<DeskFacts>;
  /** The number and day that the thing itself has, for kinds that carry it; `not_yet` until it has them. */
  numberOfThing?: (ctx: ReadCtx, at: DeskPlace) => Promise<{ label: string; dated: PlainDate } | 'not_yet' | undefined>;
};

export const nobody: People = { clientName: '', counsellorName: '', counsellorNip: '' };

/** Who else reads what an office wrote about a thing: those to whom the thing came. */
type Reader = (ctx: ReadCtx, at: DeskPlace & { concerns: Concern }) => Promise<AtDesk | undefined>;
const readers = new Map<Concern['thing'], Reader>();

/** A module whose things go to others lets them read the letters with which they came. It says so once, in its index.server.ts. */
export function openLettersAbout(thing: Concern['thing'], reader: Reader): void {
  readers.set(thing, reader);
}

/** An office's own letters about its client: whoever may see the client's file, and whoever it was written to by way of its thing. */
const ofCase: DeskKeeper = {
  reach: async (ctx, at, act) => {
    const { caseId, concerns } = at;
    const reader = concerns && act === 'letter:read' ? readers.get(concerns.thing) : undefined;
    const told = reader && (await reader(ctx, { ...at, concerns: concerns! }));
    if (told) return { ...told, apart: true };
    const { personId, pkStaffId, today, subject } = await reachCase(ctx, caseId!, act);
    return { personId, writer: writerInOffice(pkStaffId), today, may: (wanted) => may(ctx.actor, wanted, subject) };
  },
  facts: async (ctx, { caseId, concerns }, { unit, head }) => {
    const facts = await factsOf(ctx, [caseId!], { name: unit.name, address: unit.address, phone: unit.phone, head });
    const { values, people } = facts.get(caseId!) ?? { values: {}, people: nobody };
    return { values, people: { ...people, ...(await signersOf(ctx, concerns)) } };
  },
};
const keepers = new Map<Desk, DeskKeeper>([['case', ofCase]]);

export function keepDesk(desk: Exclude<Desk, 'case'>, keeper: DeskKeeper): void {
  keepers.set(desk, keeper);
}

export function keeperOf(desk: Desk): DeskKeeper {
  const keeper = keepers.get(desk);
  if (!keeper) throw new TypeError(`nobody keeps the desk ${desk}`);
  return keeper;
}

/** What every desk fills in of the unit that writes. */
export function officeValues({ unit, head }: LetterOffice) {
  return {
    office_name: head.lines.at(-1) ?? unit.name,
    office_address: unit.address,
    office_phone: unit.phone,
    office_place: head.place,
  } as const;
}
