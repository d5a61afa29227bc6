import { sql } from 'kysely';
import type { WorkingDays } from '#kernel/holidays';
import type { PlainDate, Weekday } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { grants, holds, reachesBelow, roles, type Role } from '#modules/access';
import type { ReadCtx, Tx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { lookedUpOnce } from '#platform/looked-up-once';
import { officersAmong, type GuidingPosting, type Officers } from './officers.rules.ts';
import type {
  AbsenceKind,
  Grade,
  Holiday,
  PostingKind,
  Section,
  Unit,
  UnitClass,
  UnitInTree,
  UnitType,
} from './unit.ts';

export type Asking = Pick<ReadCtx, 'tx' | 'lookedUp'>;

const unitColumns = [
  'id',
  'code',
  'name',
  'type',
  'class',
  'parent_id',
  'path',
  'address',
  'area_code',
  'phone',
  'zone',
  'working_days',
  'ledger_starts_on',
  'demo_today',
  'closed_on',
] as const;

export function findUnit(ctx: Asking, id: number): Promise<Unit | undefined> {
  return lookedUpOnce(ctx, `unit ${id}`, () => lookUpUnit(ctx, id));
}

async function lookUpUnit({ tx }: Asking, id: number): Promise<Unit | undefined> {
  const row = await tx.selectFrom('units.unit').select(unitColumns).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    type: row.type as UnitType,
    class: row.class as UnitClass | null,
    parentId: row.parent_id,
    path: row.path,
    address: row.address,
    areaCode: row.area_code,
    phone: row.phone,
    zone: row.zone as Zone,
    workingDays: row.working_days as Weekday[],
    ledgerStartsOn: row.ledger_starts_on as PlainDate,
    demoToday: row.demo_today as PlainDate | null,
    closedOn: row.closed_on as PlainDate | null,
  };
}

export async function getUnit(ctx: Asking, id: number): Promise<Unit> {
  const unit = await findUnit(ctx, id);
  if (!unit) throw new NotFound(`unit ${id}`);
  return unit;
}

/** Whether the asker may decide for the whole installation: he administers an office, with nobody above him who does. */
export async function keepsHouse({ tx }: Asking): Promise<boolean> {
  const { rows } = await sql<{ keeps: boolean }>`select platform.ctx_keeps_house() as keeps`.execute(tx);
  return rows[0]!.keeps;
}

/** Which of these units are only data: nobody is posted there, and no office administrator stands over them. */
export async function nobodyWorksAt({ tx }: Asking, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select u.id from units.unit u
    where u.id = any (${[...ids]}::int[]) and not exists (
      select 1 from units.posting p
      where p.withdrawn_at is null and (p.unit_id = u.id or (p.role = 'office_admin' and p.unit_id = any (u.path))))`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Offices of which the asker posts the first administrators, or approves them: they were only data, and nobody there can. Whoever
 * administers accounts there takes over with his first sign-in.
 */
export async function unitsToBegin(
  { tx, actor }: Pick<ReadCtx, 'tx' | 'actor'>,
  action: 'posting:grant' | 'posting:approve' = 'posting:grant',
): Promise<ReadonlySet<number>> {
  if (!holds(actor, action)) return new Set();
  const from = action === 'posting:grant' ? ['account_admin'] : ['account_admin', 'head_of_bapas'];
  const { rows } = await sql<{ ids: number[] }>`select units.to_begin(variadic ${from}::text[]) as ids`.execute(tx);
  return new Set(rows[0]!.ids);
}

/** Who could approve a posting at an office that is begun: those who could at the house of the one who grants it. */
export async function countApproversOfBeginning(
  { tx }: Asking,
  unitId: number,
  without: { accountId: string; staffId: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select units.other_approvers(${unitId}::int, ${without.accountId}::uuid, ${without.staffId}::uuid) as count`.execute(
    tx,
  );
  return rows[0]!.count;
}

/** Settings of the installation concern every office, so not everybody who administers one may change them. */
export async function mustKeepHouse(ctx: Asking): Promise<void> {
  if (!(await keepsHouse(ctx)))
    throw new NotAllowed('settings of the installation belong to its topmost administrator');
}

/** Every unit in the order in which the tree is read, or only one unit and those below it. */
export async function listTree({ tx }: Asking, top?: number): Promise<UnitInTree[]> {
  let query = tx
    .selectFrom('units.unit')
    .select(['id', 'code', 'name', 'type', 'class', 'parent_id', 'path', 'zone', 'closed_on']);
  if (top !== undefined) query = query.where(sql<boolean>`path @> array[${top}::int]`);
  const rows = await query.execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const placeOf = (path: number[]) => path.map((id) => byId.get(id)?.name ?? '').join('\u0001');
  return rows
    .map((row) => ({ row, place: placeOf(row.path) }))
    .sort((a, b) => a.place.localeCompare(b.place, 'id') || a.row.id - b.row.id)
    .map(({ row }) => ({
      id: row.id,
      code: row.code,
      name: row.name,
      type: row.type as UnitType,
      class: row.class as UnitClass | null,
      parentId: row.parent_id,
      path: row.path,
      zone: row.zone as Zone,
      closedOn: row.closed_on as PlainDate | null,
      depth: row.path.length - (top === undefined ? 1 : (byId.get(top)?.path.length ?? 1)),
    }));
}

/** A unit and every unit below it, as ids. */
export async function unitsBelow({ tx }: Asking, top: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('units.unit')
    .select('id')
    .where(sql<boolean>`path @> array[${top}::int]`)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** The units in which somebody holding `roleUnits` with reach below may act, with the tree's order kept. */
export async function listUnitsUnder(ctx: Asking, tops: readonly number[]): Promise<UnitInTree[]> {
  return (await listTree(ctx)).filter((unit) => tops.some((top) => unit.path.includes(top)));
}

export async function listServiceArea({ tx }: Asking, unitId: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('units.service_area')
    .select('regency_code')
    .where('unit_id', '=', unitId)
    .orderBy('regency_code')
    .execute();
  return rows.map((row) => row.regency_code);
}

/** National holidays and those of the unit, in the order of the year. */
export async function listHolidays(
  { tx }: Asking,
  unitId: number | null,
  from: PlainDate,
  through: PlainDate,
): Promise<Holiday[]> {
  const rows = await tx
    .selectFrom('units.holiday')
    .select(['id', 'day', 'name', 'unit_id'])
    .where('removed_at', 'is', null)
    .where('day', '>=', from)
    .where('day', '<=', through)
    .where((eb) =>
      unitId === null ? eb('unit_id', 'is', null) : eb.or([eb('unit_id', 'is', null), eb('unit_id', '=', unitId)]),
    )
    .orderBy('day')
    .orderBy('unit_id')
    .execute();
  return rows.map((row) => ({ id: row.id, day: row.day as PlainDate, name: row.name, unitId: row.unit_id }));
}

/** On which days an office works. Without days every holiday on record is read. */
export async function workingCalendarOf(
  { tx }: Asking,
  unitId: number,
  days: { from?: PlainDate; through?: PlainDate } = {},
): Promise<WorkingDays> {
  const unit = await tx.selectFrom('units.unit').select('working_days').where('id', '=', unitId).executeTakeFirst();
  if (!unit) throw new NotFound(`unit ${unitId}`);
  const holidays = await listHolidays(
    { tx },
    unitId,
    days.from ?? ('0001-01-01' as PlainDate),
    days.through ?? ('9999-12-31' as PlainDate),
  );
  return { weekdays: unit.working_days as Weekday[], holidays: new Set(holidays.map((holiday) => holiday.day)) };
}

/** Who can switch a unit's modules today: the office administrators of the unit and of those above it. */
export async function officeAdministrators({ tx }: Asking, path: readonly number[], day: PlainDate): Promise<string[]> {
  const rows = await tx
    .selectFrom('units.posting as p')
    .innerJoin('units.staff as s', 's.id', 'p.staff_id')
    .select('s.name')
    .distinct()
    .where('p.role', '=', 'office_admin')
    .where('p.unit_id', 'in', [...path])
    .where('p.withdrawn_at', 'is', null)
    .where('p.starts_on', '<=', day)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)]))
    .orderBy('s.name')
    .execute();
  return rows.map(({ name }) => name);
}

/** Who carries this office's clients on a day, all and active. */
export async function officersOf({ tx }: Asking, unitId: number, day: PlainDate): Promise<Officers> {
  const rows = await tx
    .selectFrom('units.posting as p')
    .innerJoin('units.staff as s', 's.id', 'p.staff_id')
    .where('p.role', 'in', ['pk', 'apk'])
    .where('p.withdrawn_at', 'is', null)
    .where('p.approved_at', 'is not', null)
    .where('p.starts_on', '<=', day)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)]))
    .where((eb) => eb.or([eb('s.left_on', 'is', null), eb('s.left_on', '>', day)]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('units.posting as h')
          .whereRef('h.staff_id', '=', 'p.staff_id')
          .where('h.unit_id', '=', unitId)
          .select('h.id'),
      ),
    )
    .select(['p.staff_id', 's.name', 's.grade', 'p.unit_id', 'p.kind', 'p.starts_on'])
    .execute();
  const postings = rows.map((row): GuidingPosting => ({
    staffId: row.staff_id,
    name: row.name,
    grade: row.grade as Grade | null,
    unitId: row.unit_id,
    kind: row.kind as PostingKind,
    from: row.starts_on as PlainDate,
  }));
  const staffIds = [...new Set(postings.map((posting) => posting.staffId))];
  const away = staffIds.length === 0 ? new Map<string, AbsenceKind>() : await awayAmong(tx, staffIds, day);
  return officersAmong(unitId, postings, away);
}

async function awayAmong(tx: Tx, staffIds: string[], day: PlainDate): Promise<Map<string, AbsenceKind>> {
  const rows = await tx
    .selectFrom('units.absence')
    .select(['staff_id', 'kind'])
    .where('staff_id', 'in', staffIds)
    .where('withdrawn_at', 'is', null)
    .where('starts_on', '<=', day)
    .where('ends_on', '>=', day)
    .execute();
  return new Map(rows.map((row) => [row.staff_id, row.kind as AbsenceKind]));
}

/** The officers for whom this one stands in on a day, by their absences. */
export async function standsInFor({ tx }: Asking, staffId: string, day: PlainDate): Promise<string[]> {
  const rows = await tx
    .selectFrom('units.absence')
    .select('staff_id')
    .where('substitute_id', '=', staffId)
    .where('withdrawn_at', 'is', null)
    .where('starts_on', '<=', day)
    .where('ends_on', '>=', day)
    .execute();
  return [...new Set(rows.map((row) => row.staff_id))];
}

export type StaffMember = {
  id: string;
  name: string;
  nip: string | null;
  grade: Grade | null;
  phone: string;
  email: string;
  leftOn: PlainDate | null;
};

export async function getStaff({ tx }: Asking, id: string): Promise<StaffMember> {
  const row = await tx
    .selectFrom('units.staff')
    .select(['id', 'name', 'nip', 'grade', 'phone', 'email', 'left_on'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound(`staff ${id}`);
  return { ...row, grade: row.grade as Grade | null, leftOn: row.left_on as PlainDate | null };
}

export type Posting = {
  id: string;
  staffId: string;
  staffName: string;
  unitId: number;
  unitName: string;
  unitPath: number[];
  role: Role;
  kind: PostingKind;
  section: Section | null;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  orderNumber: string;
  madeBy: string | null;
  madeByName: string | null;
  madeAt: Date;
  approvedAt: Date | null;
  approvedByName: string | null;
  withdrawnAt: Date | null;
  withdrawnWhy: string | null;
};

function postingRows(tx: Tx) {
  return tx
    .selectFrom('units.posting as p')
    .innerJoin('units.staff as s', 's.id', 'p.staff_id')
    .innerJoin('units.unit as u', 'u.id', 'p.unit_id')
    .leftJoin('accounts.account as maker', 'maker.id', 'p.made_by')
    .leftJoin('units.staff as maker_staff', 'maker_staff.id', 'maker.staff_id')
    .leftJoin('accounts.account as approver', 'approver.id', 'p.approved_by')
    .leftJoin('units.staff as approver_staff', 'approver_staff.id', 'approver.staff_id')
    .select([
      'p.id',
      'p.staff_id',
      's.name as staff_name',
      'p.unit_id',
      'u.name as unit_name',
      'u.path as unit_path',
      'p.role',
      'p.kind',
      'p.section',
      'p.starts_on',
      'p.ends_on',
      'p.order_number',
      'p.made_by',
      'maker_staff.name as made_by_name',
      'p.made_at',
      'p.approved_at',
      'approver_staff.name as approved_by_name',
      'p.withdrawn_at',
      'p.withdrawn_why',
    ]);
}
type PostingRow = Awaited<ReturnType<ReturnType<typeof postingRows>['executeTakeFirstOrThrow']>>;

function asPosting(row: PostingRow): Posting {
  return {
    id: row.id,
    staffId: row.staff_id,
    staffName: row.staff_name,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    role: row.role as Role,
    kind: row.kind as PostingKind,
    section: row.section as Section | null,
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate | null,
    orderNumber: row.order_number,
    madeBy: row.made_by,
    madeByName: row.made_by_name,
    madeAt: row.made_at,
    approvedAt: row.approved_at,
    approvedByName: row.approved_by_name,
    withdrawnAt: row.withdrawn_at,
    withdrawnWhy: row.withdrawn_why,
  };
}

export async function findPosting({ tx }: Asking, id: string): Promise<Posting | undefined> {
  const row = await postingRows(tx).where('p.id', '=', id).executeTakeFirst();
  return row && asPosting(row);
}

/** Everything that somebody was posted to, newest first. */
export async function listPostingsOf({ tx }: Asking, staffId: string): Promise<Posting[]> {
  const rows = await postingRows(tx)
    .where('p.staff_id', '=', staffId)
    .orderBy('p.starts_on', 'desc')
    .orderBy('p.made_at', 'desc')
    .execute();
  return rows.map(asPosting);
}

/** Postings that wait for a second person at units at or below these. */
export async function listPostingsToApprove({ tx }: Asking, tops: readonly number[]): Promise<Posting[]> {
  if (tops.length === 0) return [];
  const rows = await postingRows(tx)
    .where('p.approved_at', 'is', null)
    .where('p.withdrawn_at', 'is', null)
    .where(sql<boolean>`u.path && ${sql.val([...tops])}::int[]`)
    .orderBy('p.made_at')
    .execute();
  return rows.map(asPosting);
}

/** Who besides these two could approve a posting at this unit today: people with a live account and a live posting that allows it. */
export async function countApprovers(
  { tx }: Asking,
  unit: { id: number; path: readonly number[] },
  today: PlainDate,
  without: { accountId: string; staffId: string },
): Promise<number> {
  const approving = roles.filter((role) => grants[role]['posting:approve'] !== undefined);
  const fromAbove = approving.filter((role) => reachesBelow.has(role));
  const row = await tx
    .selectFrom('units.posting as p')
    .innerJoin('accounts.account as a', 'a.staff_id', 'p.staff_id')
    .where('a.state', '=', 'active')
    .where('a.id', '<>', without.accountId)
    .where('p.staff_id', '<>', without.staffId)
    .where('p.approved_at', 'is not', null)
    .where('p.withdrawn_at', 'is', null)
    .where('p.starts_on', '<=', today)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', today)]))
    .where((eb) =>
      eb.or([
        eb.and([eb('p.role', 'in', approving), eb('p.unit_id', '=', unit.id)]),
        eb.and([eb('p.role', 'in', fromAbove), eb('p.unit_id', 'in', [...unit.path])]),
      ]),
    )
    .select(({ fn }) => fn.count<number>('a.id').distinct().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Live accounts, other than one, that administer accounts at this unit today, from it or from above. */
export async function countAdministrators(
  { tx }: Asking,
  unitPath: readonly number[],
  today: PlainDate,
  withoutStaff: string | null,
  withoutPosting: string | null = null,
): Promise<number> {
  let query = tx
    .selectFrom('units.posting as p')
    .innerJoin('accounts.account as a', 'a.staff_id', 'p.staff_id')
    .where('p.role', '=', 'account_admin')
    .where('p.unit_id', 'in', [...unitPath])
    .where('a.state', '=', 'active')
    .where('p.approved_at', 'is not', null)
    .where('p.withdrawn_at', 'is', null)
    .where('p.starts_on', '<=', today)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', today)]));
  if (withoutStaff) query = query.where('p.staff_id', '<>', withoutStaff);
  if (withoutPosting) query = query.where('p.id', '<>', withoutPosting);
  const row = await query.select(({ fn }) => fn.count<number>('a.id').distinct().as('count')).executeTakeFirstOrThrow();
  return row.count;
}

export type Absence = {
  id: string;
  staffId: string;
  staffName: string;
  kind: AbsenceKind;
  startsOn: PlainDate;
  endsOn: PlainDate;
  substituteId: string | null;
  substituteName: string | null;
};

/** Absences of a unit's officers that have not ended before this day. */
export async function listAbsences({ tx }: Asking, unitId: number, from: PlainDate): Promise<Absence[]> {
  const rows = await tx
    .selectFrom('units.absence as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .leftJoin('units.staff as sub', 'sub.id', 'a.substitute_id')
    .where('a.withdrawn_at', 'is', null)
    .where('a.ends_on', '>=', from)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('units.posting as p')
          .whereRef('p.staff_id', '=', 'a.staff_id')
          .where('p.unit_id', '=', unitId)
          .select('p.id'),
      ),
    )
    .select([
      'a.id',
      'a.staff_id',
      's.name as staff_name',
      'a.kind',
      'a.starts_on',
      'a.ends_on',
      'a.substitute_id',
      'sub.name as substitute_name',
    ])
    .orderBy('a.starts_on')
    .orderBy('s.name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    staffId: row.staff_id,
    staffName: row.staff_name,
    kind: row.kind as AbsenceKind,
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate,
    substituteId: row.substitute_id,
    substituteName: row.substitute_name,
  }));
}

export type StaffAtUnit = {
  staffId: string;
  name: string;
  grade: Grade | null;
  postings: {
    id: string;
    role: Role;
    kind: PostingKind;
    section: Section | null;
    startsOn: PlainDate;
    endsOn: PlainDate | null;
    approved: boolean;
  }[];
};

/** Everybody posted to a unit on a day or later, by name. */
export async function listStaffAt({ tx }: Asking, unitId: number, day: PlainDate): Promise<StaffAtUnit[]> {
  const rows = await tx
    .selectFrom('units.posting as p')
    .innerJoin('units.staff as s', 's.id', 'p.staff_id')
    .where('p.unit_id', '=', unitId)
    .where('p.withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)]))
    .select([
      'p.id',
      'p.staff_id',
      's.name',
      's.grade',
      'p.role',
      'p.kind',
      'p.section',
      'p.starts_on',
      'p.ends_on',
      'p.approved_at',
    ])
    .orderBy('s.name')
    .orderBy('p.starts_on')
    .execute();
  const byStaff = new Map<string, StaffAtUnit>();
  for (const row of rows) {
    const member = byStaff.get(row.staff_id) ?? {
      staffId: row.staff_id,
      name: row.name,
      grade: row.grade as Grade | null,
      postings: [],
    };
    member.postings.push({
      id: row.id,
      role: row.role as Role,
      kind: row.kind as PostingKind,
      section: row.section as Section | null,
      startsOn: row.starts_on as PlainDate,
      endsOn: row.ends_on as PlainDate | null,
      approved: row.approved_at !== null,
    });
    byStaff.set(row.staff_id, member);
  }
  return [...byStaff.values()];
}
