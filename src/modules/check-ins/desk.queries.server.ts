import { sql } from 'kysely';
import { formatCode, parseCode } from '#kernel/codes';
import { findCaseOfCard } from './cards.queries.server.ts';
import { nameWords, pastAllThatBegin } from '#kernel/person-name';
import type { PlainDate } from '#kernel/plain-date';
import { holds, mustBeAllowed, mustBeOwn, unitsWhere } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { Channel, Days, ObligationState, Standing } from './ledger.ts';
import { undoMinutes } from './reports.rules.ts';
import { getCase, getOffice, type CaseAtHand } from './store.server.ts';
import { tellsRow } from './summary.rules.ts';
import { type ListedClient, type Listed, type Counted, listed } from './lists.queries.server.ts';

export type DeskClient = ListedClient & {
  unitId: number;
  kind: string;
  /** The period that a report of today belongs to. */
  due: (Days & { state: ObligationState }) | null;
  missesInARow: number;
  lastReport: PlainDate | null;
  reportedToday: boolean;
};

export type DeskFound = { clients: DeskClient[]; byCard: boolean; tooShort: boolean };

/** The offices whose desk the asker keeps. */
export function desksOf(ctx: { actor: ReadCtx['actor'] }): { unitId: number; name: string }[] {
  return unitsWhere(ctx.actor, 'check_in:record_counter').map((posting) => ({
    unitId: posting.unitId,
    name: posting.unitName,
  }));
}

/**
 * Three letters, a register number or the card's code at the desk: who may stand there. Guarded clients are found only by those who
 * may see them; the desk itself is told nothing. At most eight, because the ninth would not be read.
 */
export async function searchAtDesk(ctx: ReadCtx, typed: string): Promise<DeskFound> {
  if (!holds(ctx.actor, 'check_in:record_counter')) throw new NotAllowed('check_in:record_counter');
  const card = await findCaseOfCard(ctx, typed);
  const text = typed.normalize('NFKC').trim().slice(0, 80);
  const words = nameWords(text).slice(0, 4);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const label = /\d/.test(text) && text.length >= 2 ? text.toLowerCase() : null;
  if (!card && letters < 3 && !label) return { clients: [], byCard: false, tooShort: text.length > 0 };
  const units = desksOf(ctx).map((desk) => desk.unitId);
  const found = card
    ? sql`c.id = ${card}`
    : sql`(${
        letters >= 3
          ? sql.join(
              words.map(
                (word) => sql`c.person_id in (select w.person_id from people.name_word w
                  where w.unit_id = any (${units}::int[]) and w.word ~>=~ ${word} and w.word ~<~ ${pastAllThatBegin(word)})`,
              ),
              sql` and `,
            )
          : sql`false`
      } ${label ? sql`or lower(c.register_label) = ${label} or lower(c.register_label) like ${label.replace(/[\\%_]/g, '\\$&') + '%'}` : sql``})`;
  const { rows } = await sql<DeskRow>`
    select c.id as case_id, c.unit_id, c.kind, p.name, c.register_label, p.photo_file_id, s.name as pk_name, u.zone, u.demo_today
    from cases.client_case c join people.person p on p.id = c.person_id join units.unit u on u.id = c.unit_id
    left join units.staff s on s.id = c.pk_staff_id
    where c.unit_id = any (${units}::int[]) and c.state in ('received', 'active', 'paused') and ${found}
    order by p.name, c.id limit 8`.execute(ctx.tx);
  const clients: DeskClient[] = [];
  for (const row of rows) clients.push(await atDesk(ctx, row));
  return { clients, byCard: card !== null, tooShort: false };
}

type DeskRow = {
  case_id: string;
  unit_id: number;
  kind: string;
  name: string;
  register_label: string | null;
  photo_file_id: string | null;
  pk_name: string | null;
};

async function atDesk(ctx: ReadCtx, row: DeskRow): Promise<DeskClient> {
  const { today } = await getOffice(ctx, row.unit_id);
  const { rows } = await sql<{
    period_from: PlainDate;
    period_until: PlainDate;
    state: ObligationState;
    missed_in_a_row: number;
  }>`
    select period_from, period_until, state, missed_in_a_row from check_ins.obligation
    where case_id = ${row.case_id} and state <> 'lifted' and period_from <= ${today} order by period_from desc limit 3`.execute(
    ctx.tx,
  );
  const reports = await sql<{ last: PlainDate | null; today: boolean | null }>`
    select max(happened_on) filter (where counts)::text as last, bool_or(happened_on = ${today}::date and channel = 'in_person') as today
    from check_ins.check_in where case_id = ${row.case_id} and voided_at is null`.execute(ctx.tx);
  const current = rows.find((one) => one.period_until >= today);
  return {
    caseId: row.case_id,
    unitId: row.unit_id,
    kind: row.kind,
    name: row.name,
    registerLabel: row.register_label,
    photoFileId: row.photo_file_id,
    pkName: row.pk_name,
    due: current ? { from: current.period_from, through: current.period_until, state: current.state } : null,
    missesInARow:
      rows.find((one) => tellsRow({ state: one.state, through: one.period_until }, today))?.missed_in_a_row ?? 0,
    lastReport: reports.rows[0]?.last ?? null,
    reportedToday: reports.rows[0]?.today ?? false,
  };
}

/** The day that the desk works on. */
export async function deskDay(ctx: ReadCtx): Promise<{ unitId: number; name: string; today: PlainDate } | null> {
  const desk = desksOf(ctx)[0];
  if (!desk) return null;
  const office = await getOffice(ctx, desk.unitId);
  return { unitId: desk.unitId, name: office.name, today: office.today };
}

export type Arrival = {
  checkInId: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  photoFileId: string | null;
  recordedAt: Date;
  standing: Standing;
  receipt: string | null;
  byMe: boolean;
  voided: boolean;
};

/** Who has come today, the last first. Whoever was taken back stays in sight, but has not come and is not counted. */
export async function listArrivals(ctx: ReadCtx, unitId: number, day: PlainDate, limit = 50): Promise<Listed<Arrival>> {
  if (!unitsWhere(ctx.actor, 'check_in:record_counter').some((posting) => posting.unitId === unitId))
    throw new NotFound('not this desk');
  const { rows } = await sql<Counted<Arrival>>`
    select i.id as "checkInId", c.id as "caseId", p.name, c.register_label as "registerLabel", p.photo_file_id as "photoFileId",
      i.recorded_at as "recordedAt", i.standing, i.receipt, i.recorded_by = (select platform.ctx_account()) as "byMe",
      i.voided_at is not null as voided, (count(*) filter (where i.voided_at is null) over ())::int as total
    from check_ins.check_in i join cases.client_case c on c.id = i.case_id join people.person p on p.id = c.person_id
    where i.unit_id = ${unitId} and i.happened_on = ${day} and i.channel = 'in_person'
    order by i.recorded_at desc, i.id desc limit ${Math.min(limit, 200)}`.execute(ctx.tx);
  return listed(rows);
}

export type Slip = {
  checkInId: string;
  caseId: string;
  receipt: string;
  receiptShown: string;
  name: string;
  registerLabel: string | null;
  photoFileId: string | null;
  unitName: string;
  unitAddress: string;
  unitPhone: string;
  zone: CaseAtHand['zone'];
  channel: Channel;
  happenedOn: PlainDate;
  happenedAt: Date;
  standing: Standing;
  voided: boolean;
  receivedBy: string | null;
  period: Days | null;
  next: Days | null;
  /** The asker recorded it and may still take it back in one step. */
  undoUntil: Date | null;
  answered: boolean;
};

/** What the slip says: by its receipt, for an officer of the office or the client himself. */
export async function readSlip(ctx: ReadCtx, receipt: string): Promise<Slip> {
  const code = parseCode(receipt);
  if (!code) throw new NotFound('not a receipt');
  const { rows } = await sql<{
    id: string;
    case_id: string;
    receipt: string;
    name: string;
    photo_file_id: string | null;
    unit_name: string;
    address: string;
    phone: string;
    channel: Channel;
    happened_on: PlainDate;
    happened_at: Date;
    recorded_at: Date;
    recorded_by: string | null;
    standing: Standing;
    voided: boolean;
    received_by: string | null;
    period_from: PlainDate | null;
    period_until: PlainDate | null;
    answered: boolean;
  }>`
    select i.id, i.case_id, i.receipt, p.name, p.photo_file_id, u.name as unit_name, u.address, u.phone, i.channel, i.happened_on, i.happened_at,
      i.recorded_at, i.recorded_by, i.standing, i.voided_at is not null as voided, s.name as received_by, o.period_from, o.period_until,
      exists (select 1 from check_ins.content x where x.check_in_id = i.id) as answered
    from check_ins.check_in i join cases.client_case c on c.id = i.case_id join people.person p on p.id = c.person_id
    join units.unit u on u.id = i.unit_id left join units.staff s on s.id = i.received_by
    left join check_ins.obligation o on o.id = i.obligation_id
    where i.receipt = ${code}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound('no such receipt for this asker');
  const of = await getCase(ctx, row.case_id);
  if (ctx.actor.kind === 'staff') {
    mustBeAllowed(ctx.actor, 'ledger:read', of.subject);
    ctx.accessed({ what: 'ledger.viewed', unitId: of.unitId, caseId: of.id, personId: of.personId });
  } else mustBeOwn(ctx.actor, 'own:read', of.id);
  const next = await sql<{ period_from: PlainDate; period_until: PlainDate }>`
    select period_from, period_until from check_ins.obligation
    where case_id = ${of.id} and period_until >= ${of.today}
      and (state = 'scheduled' or (state = 'not_recorded' and period_from <= ${of.today}))
    order by period_from limit 1`.execute(ctx.tx);
  const undoUntil = new Date(row.recorded_at.getTime() + undoMinutes(of.chosen) * 60_000);
  return {
    checkInId: row.id,
    caseId: of.id,
    receipt: row.receipt,
    receiptShown: formatCode(code),
    name: row.name,
    registerLabel: of.registerLabel,
    photoFileId: row.photo_file_id,
    unitName: row.unit_name,
    unitAddress: row.address,
    unitPhone: row.phone,
    zone: of.zone,
    channel: row.channel,
    happenedOn: row.happened_on,
    happenedAt: row.happened_at,
    standing: row.standing,
    voided: row.voided,
    receivedBy: row.received_by,
    period: row.period_from && row.period_until ? { from: row.period_from, through: row.period_until } : null,
    next: next.rows[0] ? { from: next.rows[0].period_from, through: next.rows[0].period_until } : null,
    undoUntil: row.recorded_by === ctx.actor.accountId && !row.voided && undoUntil > ctx.now ? undoUntil : null,
    answered: row.answered,
  };
}
