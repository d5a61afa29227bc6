import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { personHeader, type PersonHeader } from '#modules/people/server';
import type { ReadCtx } from '#platform/ctx';
import { listOpenings, type StayOpening } from './openings.store.server.ts';
import { reachStay, type Stay } from './reach.server.ts';
import { nextSteps, type StayDocument, type StayStep } from './rules.ts';
import { listScans, type Scan } from './scans.store.server.ts';
import type { Basis, CustodyType, Register, ReleaseReason } from './stay.ts';

export type NumberOfStay = {
  id: string;
  label: string;
  register: Register;
  givenOn: PlainDate;
  because: string;
  origin: 'given' | 'imported';
  voidReason: string | null;
};
export type MoveOfStay = {
  id: string;
  step: StayStep;
  day: PlainDate;
  document: StayDocument;
  documentNumber: string;
  reason: string;
  releaseReason: ReleaseReason | null;
  place: string;
  toUnit: string | null;
};
export type Thing = {
  id: string;
  item: string;
  amount: string;
  takenOn: PlainDate;
  returnedOn: PlainDate | null;
  returnedTo: string;
};
export type StayInFull = {
  header: PersonHeader;
  stay: Stay & {
    admittedAt: Date;
    broughtFrom: string;
    broughtBy: string;
    placeReason: string;
    noPapers: boolean;
    nameRefused: boolean;
    healthAlert: boolean;
  };
  bases: (Basis & { id: string })[];
  numbers: NumberOfStay[];
  moves: MoveOfStay[];
  property: Thing[];
  scans: Scan[];
  /** Nothing where the asker does not read who opened it. */
  openings: StayOpening[];
  /** Nothing where the asker only sees that there is something. */
  care: { note: string; at: Date }[] | undefined;
  may: { admit: boolean; move: boolean; voidNumber: boolean; steps: StayStep[] };
};

/** Everything about one stay, cut to what the asker may see; the reading leaves a line. */
export async function readStay(ctx: ReadCtx, stayId: string): Promise<StayInFull> {
  const stay = await reachStay(ctx, stayId, 'custody:read');
  const header = await personHeader(ctx, stay.personId);
  const { rows: more } = await sql<{
    admittedAt: Date;
    broughtFrom: string;
    broughtBy: string;
    placeReason: string;
    noPapers: boolean;
    nameRefused: boolean;
    healthAlert: boolean;
  }>`
    select s.admitted_at as "admittedAt", s.brought_from as "broughtFrom", s.brought_by as "broughtBy", s.place_reason as "placeReason",
      s.no_papers as "noPapers", s.name_refused as "nameRefused", s.health_alert as "healthAlert"
    from custody.stay s where s.id = ${stayId}`.execute(ctx.tx);
  const subject = { unitId: stay.unitId, unitPath: stay.unitPath, guarded: header.guarded };
  const steps = nextSteps(stay.state);
  ctx.accessed({ what: 'custody.viewed', unitId: stay.unitId, personId: stay.personId, about: { stayId } });
  return {
    header,
    stay: { ...stay, ...more[0]! },
    bases: await listBases(ctx, stayId),
    numbers: await listNumbers(ctx, stayId),
    moves: await listMoves(ctx, stayId),
    property: await listProperty(ctx, stayId),
    scans: await listScans(ctx, stayId),
    openings: may(ctx.actor, 'custody:read_log', { ...subject, opened: stay.opened })
      ? await listOpenings(ctx, stayId)
      : [],
    care: may(ctx.actor, 'custody:read_health', subject) ? await listCareNotes(ctx, stayId) : undefined,
    may: {
      admit: may(ctx.actor, 'custody:admit', subject),
      move: may(ctx.actor, 'custody:move', subject),
      voidNumber: may(ctx.actor, 'custody:void_number', subject),
      steps: may(ctx.actor, 'custody:move', subject) ? steps : [],
    },
  };
}

async function listBases(ctx: ReadCtx, stayId: string): Promise<StayInFull['bases']> {
  const rows = await ctx.tx
    .selectFrom('custody.basis')
    .selectAll()
    .where('stay_id', '=', stayId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as Basis['kind'],
    number: row.number,
    dated: row.dated as PlainDate,
    authority: row.authority as Basis['authority'],
    issuer: row.issuer,
    offence: row.offence,
    fromOn: row.from_on as PlainDate,
    untilOn: row.until_on as PlainDate | null,
    penalty: row.penalty as Basis['penalty'],
    sentence: { years: row.sentence_years, months: row.sentence_months, days: row.sentence_days },
  }));
}

/** The newest first: the one that counts, and those before it. */
async function listNumbers(ctx: ReadCtx, stayId: string): Promise<NumberOfStay[]> {
  const { rows } = await sql<NumberOfStay>`
    select e.id, e.label, e.register, e.given_on::text as "givenOn", e.because, e.origin, e.void_reason as "voidReason"
    from custody.register_entry e where e.stay_id = ${stayId} order by e.made_at desc, e.id desc`.execute(ctx.tx);
  return rows;
}

async function listMoves(ctx: ReadCtx, stayId: string): Promise<MoveOfStay[]> {
  const { rows } = await sql<MoveOfStay>`
    select m.id, m.step, m.day::text, m.document, m.document_number as "documentNumber", m.reason, m.release_reason as "releaseReason", m.place,
      u.name as "toUnit"
    from custody.move m left join units.unit u on u.id = m.to_unit_id where m.stay_id = ${stayId} order by m.made_at desc, m.id desc`.execute(
    ctx.tx,
  );
  return rows;
}

async function listProperty(ctx: ReadCtx, stayId: string): Promise<Thing[]> {
  const { rows } = await sql<Thing>`
    select p.id, p.item, p.amount, p.taken_on::text as "takenOn", p.returned_on::text as "returnedOn", p.returned_to as "returnedTo"
    from custody.property p where p.stay_id = ${stayId} order by p.made_at, p.id`.execute(ctx.tx);
  return rows;
}

async function listCareNotes(ctx: ReadCtx, stayId: string): Promise<{ note: string; at: Date }[]> {
  const rows = await ctx.tx
    .selectFrom('custody.care_note')
    .select(['note', 'made_at'])
    .where('stay_id', '=', stayId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({ note: row.note, at: row.made_at }));
}

export type Institution = { id: number; name: string; type: CustodyType; parentId: number | null };
/** Where somebody can be transferred to: every institution that works with Simpul but one's own. */
export async function listInstitutions(ctx: ReadCtx, butUnitId: number): Promise<Institution[]> {
  const { rows } = await sql<Institution>`
    select u.id, u.name, u.type, u.parent_id as "parentId" from units.unit u where u.type in ('lapas', 'rutan', 'lpka', 'lpas') and u.closed_on is null and u.id <> ${butUnitId}
    order by u.name, u.id`.execute(ctx.tx);
  return rows;
}

/** The stays of one person that the asker sees, the newest first. */
export async function listStaysOf(
  ctx: ReadCtx,
  personId: string,
): Promise<{ id: string; state: string; admittedOn: PlainDate; endedOn: PlainDate | null; label: string | null }[]> {
  const { rows } = await sql<{
    id: string;
    state: string;
    admittedOn: PlainDate;
    endedOn: PlainDate | null;
    label: string | null;
  }>`
    select s.id, s.state, s.admitted_on::text as "admittedOn", s.ended_on::text as "endedOn", s.register_label as label
    from custody.stay s where s.person_id = ${personId} order by s.admitted_on desc, s.id desc`.execute(ctx.tx);
  return rows;
}
