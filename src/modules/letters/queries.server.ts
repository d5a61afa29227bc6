import { sql } from 'kysely';
import type { DueCount } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { may, mustBeAllowed } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { readContent } from '#platform/files/store.server';
import { keeperOf } from './desks.server.ts';
import { factsOf, type CaseFacts } from './facts.queries.server.ts';
import { homeOf } from './followers.server.ts';
import type { Concern, Desk, LetterState, SendingWay, SignedWay, Signer } from './letter.ts';
import { officeOf } from './office.queries.server.ts';
import { setPages } from './number-letter.server.ts';
import { sheetOf } from './sheet.ts';
import { letterOf as letterOfRow, type LetterOnFile } from './store.server.ts';

export type LetterPage = LetterOnFile & {
  returnNote: string;
  signer: Signer | null;
  madeBy: string | null;
  madeAt: Date;
  numberedAt: Date | null;
  fileId: string | null;
  sha256: string | null;
  signedWay: SignedWay | null;
  signedFileId: string | null;
  signedSha256: string | null;
  endedReason: string | null;
  sendings: SendingLine[];
  /** The thing that it is about, where a module tells. */
  home: { href: string; name: string } | undefined;
  may: { draft: boolean; sign: boolean };
  /** Whoever looks is shown it without the client's file. */
  apart: boolean;
  personId: string | null;
  today: PlainDate;
  /** It carries the number and day of its decision or sitting, and gets none of its own. */
  carriesNumber: boolean;
};
export type SendingLine = {
  id: string;
  addressee: string;
  way: SendingWay;
  sentOn: PlainDate;
  note: string;
  receivedOn: PlainDate | null;
  receivedName: string | null;
  proofFileId: string | null;
};

/** One letter with all that happened to it, for whoever may see what it is about. */
export async function letterOf(ctx: ReadCtx, letterId: string): Promise<LetterPage> {
  const row = isUuid(letterId)
    ? await ctx.tx
        .selectFrom('letters.letter as l')
        .leftJoin('accounts.account as a', 'a.id', 'l.made_by')
        .leftJoin('units.staff as s', 's.id', 'a.staff_id')
        .selectAll('l')
        .select('s.name as maker')
        .where('l.id', '=', letterId)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new NotFound('letter');
  const letter = letterOfRow(row as never);
  const one = await keeperOf(letter.desk).reach(ctx, letter, 'letter:read');
  const sendings = await ctx.tx
    .selectFrom('letters.sending')
    .selectAll()
    .where('letter_id', '=', letterId)
    .orderBy('id')
    .execute();
  return {
    ...letter,
    returnNote: row.return_note,
    signer: row.signer as Signer | null,
    madeBy: row.maker,
    madeAt: row.made_at,
    numberedAt: row.numbered_at,
    fileId: row.file_id,
    sha256: row.sha256?.toString('hex') ?? null,
    signedWay: row.signed_way as SignedWay | null,
    signedFileId: row.signed_file_id,
    signedSha256: row.signed_sha256?.toString('hex') ?? null,
    endedReason: row.ended_reason,
    sendings: sendings.map((line) => ({
      id: line.id,
      addressee: line.addressee,
      way: line.way as SendingWay,
      sentOn: line.sent_on as PlainDate,
      note: line.note,
      receivedOn: line.received_on as PlainDate | null,
      receivedName: line.received_name,
      proofFileId: line.proof_file_id,
    })),
    home: await homeOf(ctx, letter.concerns, row.case_id),
    may: { draft: one.may('letter:draft'), sign: one.may('letter:sign') },
    apart: letter.desk !== 'case' || one.apart === true,
    personId: one.personId,
    today: one.today,
    carriesNumber: (await keeperOf(letter.desk).numberOfThing?.(ctx, letter)) !== undefined,
  };
}

/** The page of a letter: as it was numbered, or as it would look now. Nothing where it cannot be set. */
export async function readPage(ctx: ReadCtx, letterId: string): Promise<{ page: Buffer; name: string } | undefined> {
  const letter = await letterOf(ctx, letterId);
  ctx.accessed({
    what: 'letter.page-viewed',
    unitId: letter.unitId,
    caseId: letter.caseId,
    personId: letter.personId,
    about: { letterId },
  });
  const name = `surat-${(letter.label ?? 'konsep').replace(/[^A-Za-z0-9.]+/g, '-')}.pdf`;
  if (letter.fileId) return { page: await readContent(ctx, letter.fileId), name };
  const office = await officeOf(ctx, letter.unitId);
  const { people } = await keeperOf(letter.desk).facts(ctx, letter, office);
  const page = (await setPages(office, [sheetOf(letter.kind, letter, null, office.head, people, letter.today)]))?.[0];
  return page && { page, name };
}

export type LetterLine = {
  id: string;
  desk: Desk;
  /** The client; a letter of a sitting has none. */
  caseId: string | null;
  kind: string;
  state: LetterState;
  subject: string;
  label: string | null;
  dated: PlainDate | null;
  clientName: string;
  addressee: string;
  sentOn: PlainDate | null;
  receivedOn: PlainDate | null;
  endedReason: string | null;
  madeAt: Date;
  dueOn: PlainDate | null;
  dueCounts: DueCount | null;
};

export const lines = (ctx: ReadCtx) =>
  ctx.tx
    .selectFrom('letters.letter as l')
    .leftJoin('cases.client_case as c', 'c.id', 'l.case_id')
    .leftJoin('people.person as p', 'p.id', 'c.person_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('letters.sending as x')
          .select(['x.sent_on', 'x.received_on'])
          .whereRef('x.letter_id', '=', 'l.id')
          .orderBy('x.id')
          .limit(1)
          .as('first'),
      (join) => join.onTrue(),
    )
    .select([
      'l.id',
      'l.desk',
      'l.case_id',
      'l.kind',
      'l.state',
      'l.subject',
      'l.recipient',
      'l.label',
      'l.dated',
      'l.ended_reason',
      'l.made_at',
      'l.due_on',
      'l.due_counts',
      'p.name',
      'first.sent_on',
      'first.received_on',
    ]);

type LineRow = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number];
export const lineOf = (row: LineRow): LetterLine => ({
  id: row.id,
  desk: row.desk as Desk,
  caseId: row.case_id,
  kind: row.kind,
  state: row.state as LetterState,
  subject: row.subject,
  label: row.label,
  dated: row.dated as PlainDate | null,
  clientName: row.name ?? '',
  addressee: row.recipient.split('\n')[0] ?? '',
  sentOn: row.sent_on as PlainDate | null,
  receivedOn: row.received_on as PlainDate | null,
  endedReason: row.ended_reason,
  madeAt: row.made_at,
  dueOn: row.due_on as PlainDate | null,
  dueCounts: row.due_counts as DueCount | null,
});

/** The letters of one client, the newest first. */
export async function listLettersOf(ctx: ReadCtx, caseId: string): Promise<LetterLine[]> {
  await reachCase(ctx, caseId, 'letter:read');
  const rows = await lines(ctx).where('l.case_id', '=', caseId).orderBy('l.id', 'desc').limit(500).execute();
  return rows.map(lineOf);
}

/** The letters about a thing of another module, in the order in which they were drafted. */
export async function listLettersAbout(ctx: ReadCtx, { thing, id }: Concern): Promise<LetterLine[]> {
  const rows = await lines(ctx)
    .where('l.concerns_thing', '=', thing)
    .where('l.concerns_id', '=', id)
    .orderBy('l.id')
    .execute();
  return rows.map(lineOf);
}

export type RunPage = {
  id: string;
  unitId: number;
  kind: string;
  state: 'drafted' | 'numbering' | 'done';
  total: number;
  numbered: number;
  /** Drafts that still wait for something, or were left back. */
  open: number;
  seen: number;
  madeBy: string | null;
  madeAt: Date;
  finishedAt: Date | null;
  lines: LetterLine[];
  maySign: boolean;
};

export async function getRun(ctx: ReadCtx, runId: string, limit = 100): Promise<RunPage> {
  const row = isUuid(runId)
    ? await ctx.tx
        .selectFrom('letters.run as r')
        .leftJoin('accounts.account as a', 'a.id', 'r.made_by')
        .leftJoin('units.staff as s', 's.id', 'a.staff_id')
        .selectAll('r')
        .select('s.name as maker')
        .where('r.id', '=', runId)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new NotFound('run of letters');
  const unit = await getUnit(ctx, row.unit_id);
  const subject = { unitId: unit.id, unitPath: unit.path, pkStaffId: ctx.actor.staffId };
  mustBeAllowed(ctx.actor, 'letter:draft', subject);
  const counts = await ctx.tx
    .selectFrom('letters.letter')
    .select([
      sql<number>`count(*) filter (where label is not null)::int`.as('numbered'),
      sql<number>`count(*) filter (where state in ('draft', 'proposed'))::int`.as('open'),
      sql<number>`count(*)::int`.as('seen'),
    ])
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();
  const found = await lines(ctx).where('l.run_id', '=', runId).orderBy('l.id').limit(limit).execute();
  return {
    id: row.id,
    unitId: row.unit_id,
    kind: row.kind,
    state: row.state as RunPage['state'],
    total: row.total,
    ...counts,
    madeBy: row.maker,
    madeAt: row.made_at,
    finishedAt: row.finished_at,
    lines: found.map(lineOf),
    maySign: may(ctx.actor, 'letter:sign', { unitId: unit.id, unitPath: unit.path }),
  };
}

/** What a form for a letter of this client begins with. */
export async function readFacts(ctx: ReadCtx, caseId: string): Promise<CaseFacts['values'] | undefined> {
  const one = await reachCase(ctx, caseId, 'letter:draft');
  const { unit, head } = await officeOf(ctx, one.unitId);
  const facts = await factsOf(ctx, [caseId], { name: unit.name, address: unit.address, phone: unit.phone, head });
  return facts.get(caseId)?.values;
}

/** The numbered letter of this kind about this client that was made last: a second summons names the first. */
export async function lastLetterOf(ctx: ReadCtx, caseId: string, kind: string): Promise<LetterLine | undefined> {
  const row = await lines(ctx)
    .where('l.case_id', '=', caseId)
    .where('l.kind', '=', kind)
    .where('l.label', 'is not', null)
    .where('l.state', '<>', 'void')
    .orderBy('l.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && lineOf(row);
}
