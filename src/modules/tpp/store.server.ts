import { sql, type Updateable } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { Ctx, Tx } from '#platform/ctx';
import type { DB } from '#platform/schema';
import type { Waiting } from './kinds.server.ts';
import type { Heard } from './rules.ts';
import type {
  Attendee,
  Change,
  Details,
  Dissent,
  Duty,
  ItemKind,
  Outcome,
  Quorum,
  Recommendation,
  SittingState,
  Way,
} from './sitting.ts';

export type SittingOnFile = Details & {
  id: string;
  unitId: number;
  state: SittingState;
  number: number | null;
  year: number | null;
  invitedOn: PlainDate | null;
  chairId: string | null;
  secretaryId: string | null;
  quorum: Quorum | null;
  cancelReason: string | null;
  version: number;
  changedWhat: Change;
  changedBy: string | null;
  changedAt: Date;
};

const sittings = (tx: Tx) =>
  tx
    .selectFrom('tpp.sitting as s')
    .leftJoin('accounts.account as a', 'a.id', 's.changed_by')
    .leftJoin('units.staff as w', 'w.id', 'a.staff_id')
    .selectAll('s')
    .select('w.name as changed_by_name');
type SittingRow = Awaited<ReturnType<ReturnType<typeof sittings>['execute']>>[number];

function sittingOf(row: SittingRow): SittingOnFile {
  return {
    id: row.id,
    unitId: row.unit_id,
    state: row.state as SittingState,
    number: row.number,
    year: row.year,
    day: row.day as PlainDate,
    startsAt: row.starts_at as ClockTime,
    place: row.place,
    invitedOn: row.invited_on as PlainDate | null,
    chairId: row.chair_id,
    secretaryId: row.secretary_id,
    quorum: row.quorum as Quorum | null,
    cancelReason: row.cancel_reason,
    version: row.version,
    changedWhat: row.changed_what as Change,
    changedBy: row.changed_by_name,
    changedAt: row.changed_at,
  };
}

export async function findSitting(tx: Tx, id: string): Promise<SittingOnFile | undefined> {
  const row = await sittings(tx).where('s.id', '=', id).executeTakeFirst();
  return row && sittingOf(row);
}

/** Read only once it is locked: whoever waited must see it as the other has left it. */
export async function lockSittingRow(tx: Tx, id: string): Promise<SittingOnFile | undefined> {
  await tx.selectFrom('tpp.sitting').select('id').where('id', '=', id).forUpdate().execute();
  return findSitting(tx, id);
}

export async function insertSitting(ctx: Ctx, sitting: Details & { id: string; unitId: number }): Promise<void> {
  await ctx.tx
    .insertInto('tpp.sitting')
    .values({
      id: sitting.id,
      unit_id: sitting.unitId,
      state: 'draft',
      day: sitting.day,
      starts_at: sitting.startsAt,
      place: sitting.place,
      made_by: ctx.actor.accountId,
      changed_by: ctx.actor.accountId,
      changed_at: ctx.now,
    })
    .execute();
}

type SittingChange = Omit<
  Updateable<DB['tpp.sitting']>,
  'id' | 'unit_id' | 'version' | 'changed_by' | 'changed_at' | 'changed_what'
>;
/** Changes a locked sitting and says what was changed, for whoever holds an older state of it. */
export async function changeSitting(
  ctx: Ctx,
  { id, version }: Pick<SittingOnFile, 'id' | 'version'>,
  what: Change,
  change: SittingChange = {},
): Promise<void> {
  await ctx.tx
    .updateTable('tpp.sitting')
    .set({
      ...change,
      version: version + 1,
      changed_what: what,
      changed_by: ctx.actor.accountId,
      changed_at: ctx.now,
    })
    .where('id', '=', id)
    .execute();
}

/** The next number of an office and year; its series stays locked until the transaction ends, so a sitting that fails to open gives it back. */
export async function nextSittingNumber(tx: Tx, unitId: number, year: number): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into tpp.series as s (unit_id, year, last_number) values (${unitId}, ${year}, 1)
    on conflict (unit_id, year) do update set last_number = s.last_number + 1
    returning last_number`.execute(tx);
  return rows[0]!.last_number;
}

// Members.

export type MemberOnFile = {
  id: string;
  unitId: number;
  /** Who sits: an officer, or somebody from outside under an id of his own. */
  staffId: string;
  isOutsider: boolean;
  name: string;
  /** Of somebody from outside. */
  post: string;
  duty: Duty;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  basis: string;
};
const members = (tx: Tx) =>
  tx
    .selectFrom('tpp.member as m')
    .leftJoin('units.staff as s', 's.id', 'm.staff_id')
    .selectAll('m')
    .select('s.name as staff_name');
type MemberRow = Awaited<ReturnType<ReturnType<typeof members>['execute']>>[number];
function memberOf(row: MemberRow): MemberOnFile {
  return {
    id: row.id,
    unitId: row.unit_id,
    staffId: (row.staff_id ?? row.outsider_id)!,
    isOutsider: row.outsider_id !== null,
    name: row.staff_name ?? row.name,
    post: row.post,
    duty: row.duty as Duty,
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate | null,
    basis: row.basis,
  };
}

/** Everybody who ever sat for an office: who sits now first, by duty and name. */
export async function listMembers(tx: Tx, unitId: number): Promise<MemberOnFile[]> {
  const rows = await members(tx)
    .where('m.unit_id', '=', unitId)
    .orderBy('m.ends_on', (order) => order.desc().nullsFirst())
    .orderBy(sql`array_position(array['chair', 'secretary', 'member'], m.duty)`)
    .orderBy((eb) => eb.fn.coalesce('s.name', 'm.name'))
    .execute();
  return rows.map(memberOf);
}

export const sitsOn = (member: Pick<MemberOnFile, 'startsOn' | 'endsOn'>, day: PlainDate): boolean =>
  member.startsOn <= day && (member.endsOn === null || member.endsOn >= day);

export async function isSecretary(tx: Tx, unitId: number, staffId: string, day: PlainDate): Promise<boolean> {
  const all = await members(tx).where('m.unit_id', '=', unitId).where('m.staff_id', '=', staffId).execute();
  return all.map(memberOf).some((one) => one.duty === 'secretary' && sitsOn(one, day));
}

export async function lockMember(tx: Tx, id: string): Promise<MemberOnFile | undefined> {
  await tx.selectFrom('tpp.member').select('id').where('id', '=', id).forUpdate().execute();
  const row = await members(tx).where('m.id', '=', id).executeTakeFirst();
  return row && memberOf(row);
}

/** One change of an office's members at a time: who sits twice, and who presides, is judged over all of them. */
export async function lockMembers(tx: Tx, unitId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('tpp.members:' || ${unitId}::text, 0))`.execute(tx);
}

export async function insertMember(ctx: Ctx, member: MemberOnFile): Promise<void> {
  await ctx.tx
    .insertInto('tpp.member')
    .values({
      id: member.id,
      unit_id: member.unitId,
      staff_id: member.isOutsider ? null : member.staffId,
      ...(member.isOutsider ? { outsider_id: member.staffId, name: member.name, post: member.post } : {}),
      duty: member.duty,
      starts_on: member.startsOn,
      ends_on: member.endsOn,
      basis: member.basis,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function endMemberRow(ctx: Ctx, id: string, endsOn: PlainDate): Promise<void> {
  await ctx.tx
    .updateTable('tpp.member')
    .set({ ends_on: endsOn, ended_by: ctx.actor.accountId })
    .where('id', '=', id)
    .execute();
}

// Who was called and who came.

export async function insertAttendees(
  tx: Tx,
  { id, unitId }: Pick<SittingOnFile, 'id' | 'unitId'>,
  called: readonly Pick<MemberOnFile, 'staffId' | 'isOutsider' | 'name' | 'post' | 'duty'>[],
): Promise<void> {
  await tx
    .insertInto('tpp.attendee')
    .values(
      called.map((one) => ({
        sitting_id: id,
        unit_id: unitId,
        staff_id: one.staffId,
        duty: one.duty,
        ...(one.isOutsider ? { name: one.name, post: one.post } : {}),
      })),
    )
    .onConflict((on) => on.columns(['sitting_id', 'staff_id']).doNothing())
    .execute();
}

export type AttendeeNamed = Attendee & { name: string; isOutsider: boolean };
export async function listAttendees(tx: Tx, sittingId: string): Promise<AttendeeNamed[]> {
  const rows = await tx
    .selectFrom('tpp.attendee as a')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .where('a.sitting_id', '=', sittingId)
    .select(['a.staff_id', 'a.duty', 'a.present', 's.name as staff_name', 'a.name', 'a.post'])
    .orderBy(sql`array_position(array['chair', 'secretary', 'member'], a.duty)`)
    .orderBy((eb) => eb.fn.coalesce('s.name', 'a.name'))
    .execute();
  return rows.map((row) => ({
    staffId: row.staff_id,
    isOutsider: row.staff_name === null,
    // Somebody from outside stands everywhere with the post for which he sits.
    name: row.staff_name ?? `${row.name}, ${row.post}`,
    duty: row.duty as Duty,
    present: row.present,
  }));
}

export async function setAttendance(tx: Tx, sittingId: string, present: readonly string[]): Promise<void> {
  await sql`update tpp.attendee set present = staff_id = any (${[...present]}::uuid[]) where sitting_id = ${sittingId}`.execute(
    tx,
  );
}

// Items.

export type ItemOnFile = {
  id: string;
  sittingId: string;
  unitId: number;
  caseId: string;
  personId: string | null;
  kind: ItemKind;
  subjectId: string;
  position: number;
  facts: string;
  waitingSince: PlainDate;
  presenterId: string | null;
  recommendation: Recommendation | null;
  reasons: string;
  way: Way | null;
  votes: { for: number; against: number; abstained: number } | null;
  dissents: Dissent[];
  outcome: Outcome | null;
  version: number;
  /** A child's breach or revocation: guardian and companion are called. */
  callsPeople: boolean;
  guardianPresent: boolean | null;
  guardianNote: string;
  companionPresent: boolean | null;
  companionNote: string;
};

export const itemColumns = sql`i.id, i.sitting_id as "sittingId", i.unit_id as "unitId", i.case_id as "caseId", c.person_id as "personId", i.kind,
  i.subject_id as "subjectId", i.position, i.facts, i.waiting_since as "waitingSince", i.presenter_id as "presenterId", i.recommendation,
  coalesce(i.reasons, '') as reasons, i.agreed_by as way,
  case when i.votes_for is null then null else jsonb_build_object('for', i.votes_for, 'against', i.votes_against, 'abstained', i.votes_abstained) end as votes,
  i.dissents, i.outcome, i.version, tpp.calls_people(i.id) as "callsPeople", i.guardian_present as "guardianPresent",
  i.guardian_note as "guardianNote", i.companion_present as "companionPresent", i.companion_note as "companionNote"`;

/** What stands on an agenda, in its order, as far as the asker may see it. */
export async function listItems(tx: Tx, sittingId: string): Promise<ItemOnFile[]> {
  const { rows } = await sql<ItemOnFile>`
    select ${itemColumns} from tpp.item i left join cases.client_case c on c.id = i.case_id
    where i.sitting_id = ${sittingId} and i.off_at is null order by i.position, i.id`.execute(tx);
  return rows;
}

export async function lockItem(tx: Tx, id: string): Promise<ItemOnFile | undefined> {
  await tx.selectFrom('tpp.item').select('id').where('id', '=', id).forUpdate().execute();
  const { rows } = await sql<ItemOnFile>`
    select ${itemColumns} from tpp.item i left join cases.client_case c on c.id = i.case_id
    where i.id = ${id} and i.off_at is null`.execute(tx);
  return rows[0];
}

export type NewItem = Pick<Waiting, 'subjectId' | 'caseId' | 'facts' | 'since' | 'presenterId'> & {
  id: string;
  kind: ItemKind;
  deferredFrom: string | null;
};

/** Puts matters at the end of an agenda; what stands on one already is left where it is. */
export async function insertItems(
  ctx: Ctx,
  { id, unitId }: Pick<SittingOnFile, 'id' | 'unitId'>,
  items: readonly NewItem[],
): Promise<number> {
  if (items.length === 0) return 0;
  const { last } = await ctx.tx
    .selectFrom('tpp.item')
    .where('sitting_id', '=', id)
    .select(sql<number>`coalesce(max(position), 0)`.as('last'))
    .executeTakeFirstOrThrow();
  const done = await ctx.tx
    .insertInto('tpp.item')
    .values(
      items.map((item, index) => ({
        id: item.id,
        sitting_id: id,
        unit_id: unitId,
        case_id: item.caseId,
        kind: item.kind,
        subject_id: item.subjectId,
        position: last + index + 1,
        facts: item.facts,
        waiting_since: item.since,
        presenter_id: item.presenterId,
        deferred_from: item.deferredFrom,
        made_by: ctx.actor.accountId,
      })),
    )
    // Naming the index would ask for the right to see the new rows, which are in sight only from the next statement on.
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0n);
}

/** Matters that stand on an agenda that is not yet closed. */
export async function listOnAgendas(tx: Tx, unitId: number): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('tpp.item')
    .where('unit_id', '=', unitId)
    .where('outcome', 'is', null)
    .where('off_at', 'is', null)
    .select(['kind', 'subject_id', 'sitting_id'])
    .execute();
  return new Map(rows.map((row) => [`${row.kind} ${row.subject_id}`, row.sitting_id]));
}

/** The last hearing of each matter that a sitting put off, by the matter. */
export async function listDeferred(tx: Tx, unitId: number): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('tpp.item')
    .where('unit_id', '=', unitId)
    .where('recommendation', '=', 'defer')
    .where('outcome', '=', 'told')
    .select(['id', 'kind', 'subject_id'])
    .orderBy('recorded_at')
    .execute();
  return new Map(rows.map((row) => [`${row.kind} ${row.subject_id}`, row.id]));
}

/** The next agenda that is still open, which takes what a sitting put off. */
export async function findNextAgenda(tx: Tx, unitId: number): Promise<SittingOnFile | undefined> {
  const row = await sittings(tx)
    .where('s.unit_id', '=', unitId)
    .where('s.state', 'in', ['draft', 'invited'])
    .orderBy('s.day')
    .orderBy('s.made_at')
    .limit(1)
    .executeTakeFirst();
  return row && sittingOf(row);
}

export async function setOrder(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`
    update tpp.item i set position = o.place from unnest(${[...ids]}::uuid[]) with ordinality o (id, place)
    where i.id = o.id and i.position <> o.place`.execute(tx);
}

export async function takeOff(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.tx
    .updateTable('tpp.item')
    .set({ off_at: ctx.now })
    .where('id', 'in', [...ids])
    .execute();
}

/** What was put on agendas about clients who are under supervision here no more; what has been heard is left to whoever owns it. */
export async function takeOffOver(
  ctx: Ctx,
  unitId: number,
  caseId: string | undefined,
): Promise<{ id: string; sittingId: string; caseId: string; kind: ItemKind }[]> {
  const { rows } = await sql<{ id: string; sittingId: string; caseId: string; kind: ItemKind }>`
    update tpp.item i set off_at = ${ctx.now}, off_reason = 'supervision_over'
    from cases.client_case c, tpp.sitting s
    where c.id = i.case_id and s.id = i.sitting_id and i.unit_id = ${unitId} and i.off_at is null and i.outcome is null
      and s.state in ('draft', 'invited', 'held') and (c.sealed or (c.state in ('ended', 'transferred') and i.recommendation is null))
      and ${caseId ? sql`i.case_id = ${caseId}` : sql`true`}
    returning i.id, i.sitting_id as "sittingId", i.case_id as "caseId", i.kind`.execute(ctx.tx);
  return rows;
}

export async function writeHearing(
  ctx: Ctx,
  { id, version, callsPeople }: Pick<ItemOnFile, 'id' | 'version' | 'callsPeople'>,
  heard: Heard,
) {
  const presences = callsPeople ? heard.presences : undefined;
  const votes = heard.way === 'votes' ? heard.votes : null;
  await ctx.tx
    .updateTable('tpp.item')
    .set({
      recommendation: heard.recommendation,
      reasons: heard.reasons,
      agreed_by: heard.way,
      votes_for: votes?.for ?? null,
      votes_against: votes?.against ?? null,
      votes_abstained: votes?.abstained ?? null,
      dissents: JSON.stringify(heard.dissents),
      guardian_present: presences?.guardian.present ?? null,
      guardian_note: presences?.guardian.note ?? '',
      companion_present: presences?.companion.present ?? null,
      companion_note: presences?.companion.note ?? '',
      version: version + 1,
      recorded_by: ctx.actor.accountId,
      recorded_at: ctx.now,
    })
    .where('id', '=', id)
    .execute();
}

export async function setOutcome(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  await tx.updateTable('tpp.item').set({ outcome }).where('id', '=', id).execute();
}

/** Whether a matter stands on an agenda that is not yet closed, also where the asker does not see the agenda. */
export async function isOnAgenda(tx: Tx, kind: ItemKind, subjectId: string): Promise<boolean> {
  const { rows } = await sql<{ on: boolean }>`select tpp.is_on_agenda(${kind}, ${subjectId}) as on`.execute(tx);
  return rows[0]!.on;
}
