import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import { readLedger, type LedgerPeriod } from '#modules/check-ins/server';
import type { LetterLine } from '#modules/letters/server';
import { listServiceArea } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { destinationOf, livingLetters } from './letters.server.ts';
import type { Advice, PermitState, Purpose, Scope, Speaker } from './permit.ts';
import { reachPermit } from './reach.server.ts';
import { isRunning, isValid, type PermitDocument, type PermitStep, type Warning } from './rules.ts';
import { hasRunningBreach, isSupervised, listPermitRows, type PermitRow } from './store.server.ts';
import { wordsOf } from './papers.store.server.ts';

export type PermitLine = PermitRow & { destination: string };

/** The journeys of one client, the latest first. */
export async function listPermitsOf(
  ctx: ReadCtx,
  caseId: string,
): Promise<{ lines: PermitLine[]; mayHandle: boolean; today: PlainDate }> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  const rows = await listPermitRows(ctx.tx, of.id);
  return { lines: await named(rows), mayHandle: may(ctx.actor, 'permit:handle', of.subject), today: of.today };
}
const named = (rows: readonly PermitRow[]): Promise<PermitLine[]> =>
  Promise.all(rows.map(async (row) => ({ ...row, destination: await destinationOf(row) })));

export type Move = {
  id: string;
  step: PermitStep;
  to: PermitState;
  day: PlainDate;
  reason: string;
  document: PermitDocument;
  documentNumber: string;
  advice: Advice | null;
  madeBy: string;
  by: string | null;
};
export type Statement = {
  id: string;
  who: Speaker;
  name: string;
  agrees: boolean;
  saidOn: PlainDate;
  note: string;
  fileId: string | null;
  by: string | null;
};
export type Paper = { id: string; name: string; fileId: string; by: string | null };
export type Slip = { id: string; label: string; issuedOn: PlainDate; voidedOn: PlainDate | null };
export type PermitInFull = PermitLine & {
  today: PlainDate;
  moves: Move[];
  statements: Statement[];
  papers: Paper[];
  slips: Slip[];
  /** The letter that is the permit, drafted or numbered; none before the decision. */
  letter: LetterLine | null;
  /** What falls due while the client is away. */
  dues: LedgerPeriod[];
  warnings: Warning[];
  isChild: boolean;
  /** Under guidance here, and not revoked for the time being; else the permit has fallen. */
  supervised: boolean;
  may: { handle: boolean; decide: boolean };
  /** The asker advised or proposed what is on the table, so another one decides. */
  proposedByMe: boolean;
};

const by = sql`(select s.name from accounts.account a join units.staff s on s.id = a.staff_id where a.id = x.made_by)`;

/** One permit with everything that belongs to it. Looking leaves a line. */
export async function readPermit(ctx: ReadCtx, caseId: string, permitId: string): Promise<PermitInFull> {
  const { of, permit } = await reachPermit(ctx, caseId, permitId, 'case:read_specific');
  ctx.accessed({
    what: 'permit.viewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { permitId: permit.id },
  });
  const moves = await sql<Move>`
    select x.id, x.step, x.to_state as "to", x.day::text as day, x.reason, x.document, x.document_number as "documentNumber", x.advice,
      x.made_by as "madeBy", ${by} as by
    from permits.move x where x.permit_id = ${permit.id} order by x.made_at, x.id`.execute(ctx.tx);
  const statements = await sql<Statement>`
    select x.id, x.who, x.name, x.agrees, x.said_on::text as "saidOn", x.note, x.file_id as "fileId", ${by} as by
    from permits.statement x where x.permit_id = ${permit.id} order by x.made_at, x.id`.execute(ctx.tx);
  const papers = await sql<Paper>`
    select x.id, x.name, x.file_id as "fileId", ${by} as by from permits.paper x where x.permit_id = ${permit.id} order by x.made_at, x.id`.execute(
    ctx.tx,
  );
  const slips = await sql<Slip>`
    select x.id, x.label, x.issued_on::text as "issuedOn", x.voided_on::text as "voidedOn" from permits.slip x
    where x.permit_id = ${permit.id} order by x.made_at, x.id`.execute(ctx.tx);
  const supervised = await isSupervised(ctx.tx, of.id);
  const letters = isValid(permit.state) ? await livingLetters(ctx, permit) : [];
  const proposal = moves.rows.findLast(({ step }) =>
    permit.state === 'revocation_proposed' ? step === 'propose_revocation' : step === 'advise',
  );
  return {
    ...permit,
    destination: await destinationOf(permit),
    today: of.today,
    moves: moves.rows,
    statements: statements.rows,
    papers: papers.rows,
    slips: slips.rows,
    letter: letters[0] ?? null,
    dues: await duesDuring(ctx, of.id, permit),
    warnings: [
      ...(isValid(permit.state) && !supervised ? (['not_supervised'] as const) : []),
      ...(await warningsOf(ctx, of.unitId, permit, of.today)),
    ],
    supervised,
    isChild: of.ageGroup === 'child',
    may: {
      handle: may(ctx.actor, 'permit:handle', of.subject),
      decide: may(ctx.actor, 'permit:decide', of.subject),
    },
    proposedByMe: proposal?.madeBy === ctx.actor.accountId,
  };
}

/** The periods of the ledger of which a day lies in the journey. */
async function duesDuring(ctx: ReadCtx, caseId: string, { fromOn, untilOn }: PermitRow): Promise<LedgerPeriod[]> {
  const { periods } = await readLedger(ctx, caseId);
  return periods
    .filter((one) => one.from <= untilOn && fromOn <= one.through && one.state !== 'lifted')
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

async function warningsOf(ctx: ReadCtx, unitId: number, permit: PermitRow, today: PlainDate): Promise<Warning[]> {
  const warnings: Warning[] = [];
  if (isValid(permit.state) && permit.untilOn < today) warnings.push('not_back');
  if (!isRunning(permit.state)) return warnings;
  if (await hasRunningBreach(ctx.tx, permit.caseId)) warnings.push('breach');
  const words = await wordsOf(ctx.tx, permit.id);
  if (words.guarantor === false || words.guardian === false) warnings.push('objection');
  if (permit.areaCode && (await listServiceArea(ctx, unitId)).includes(permit.areaCode)) warnings.push('inside_area');
  return warnings;
}

export type OwnPermit = {
  id: string;
  scope: Scope;
  state: PermitState;
  askedOn: PlainDate;
  fromOn: PlainDate;
  untilOn: PlainDate;
  destination: string;
  stay: string;
  purpose: Purpose;
  purposeText: string;
  /** What was done on which day, the earliest first, with the reason where it is told to him. */
  steps: { step: PermitStep; day: PlainDate; told: string }[];
  slip: { label: string; issuedOn: PlainDate } | null;
  papers: string[];
};

/** What a client reads about his own journeys; the database shows him nothing of what the counsellor advised. */
export async function readOwnPermits(ctx: ReadCtx): Promise<OwnPermit[]> {
  const { rows } = await sql<Omit<OwnPermit, 'destination'> & { areaCode: string | null; country: string }>`
    select p.id, p.scope, p.state, p.asked_on::text as "askedOn", p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.area_code as "areaCode",
      p.country, p.stay, p.purpose, p.purpose_text as "purposeText",
      coalesce((select jsonb_agg(jsonb_build_object('step', m.step, 'day', m.day, 'told', m.told) order by m.id)
        from permits.move m where m.permit_id = p.id), '[]'::jsonb) as steps,
      (select jsonb_build_object('label', s.label, 'issuedOn', s.issued_on) from permits.slip s where s.permit_id = p.id and s.voided_on is null
        order by s.id desc limit 1) as slip,
      array(select a.name from permits.paper a where a.permit_id = p.id order by a.id) as papers
    from permits.permit p where p.case_id = ${ctx.actor.own?.caseId ?? null} order by p.from_on desc, p.id desc`.execute(
    ctx.tx,
  );
  return Promise.all(
    rows.map(async ({ areaCode, country, ...row }) => ({
      ...row,
      destination: await destinationOf({ areaCode, country }),
    })),
  );
}
