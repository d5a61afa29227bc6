import { formatShortMoment } from '#kernel/format';
import { lastDay } from '#kernel/holidays';
import { plainDate } from '#kernel/plain-date';
import { zoneLabel } from '#kernel/zone';
import { getLocale, m } from '#messages';
import { accountStateWords } from '#modules/accounts';
import { accountWaits, listAccounts } from '#modules/accounts/server';
import { listTaskKinds, nameOfKind, wordTask } from '#modules/tasks';
import { listTasks } from '#modules/tasks/server';
import { gradeWords as staffGradeWords, postingKindWords, roleWords, unitTypeWords } from '#modules/units';
import { getUnit, listHolidays, listStaffAt, listTree, unitsBelow } from '#modules/units/server';
import type { Value } from '#platform/tables/cells';
import {
  closed,
  date,
  day,
  lastDayColumns,
  lastDayValues,
  periodFrom,
  periodUntil,
  text,
  who,
  word,
} from './columns.ts';
import { defineExportList } from './define.ts';
import { mostRows } from './rules.ts';
import { listOfScreen, whole } from './screen-lists.queries.server.ts';
import { todayOf } from './ask-of-day.server.ts';

const told = (task: Awaited<ReturnType<typeof listTasks>>['tasks'][number]): Record<string, Value> => ({
  what: nameOfKind(task.kind),
  says: wordTask(task).says,
  ...lastDayValues('due', lastDay(task.dueOn, task.dueCounts)),
  for: word(roleWords, task.forRole),
  officer: task.staffName,
});
defineExportList({
  id: 'tasks',
  name: m.exports_list_tasks,
  subject: 'clients',
  about: m.exports_about_tasks,
  any: ['task:read'],
  people: true,
  columns: [
    text('what', m.exports_column_task),
    text('says', m.exports_column_task_says),
    ...lastDayColumns('due', m.exports_column_due),
    text('for', m.accounts_field_role),
    text('officer', m.exports_column_officer),
    ...who,
    ...closed,
  ],
  filters: [
    {
      id: 'scope',
      label: m.tasks_scope,
      kind: 'choice',
      options: [
        { value: 'mine', label: m.tasks_scope_mine },
        { value: 'office', label: m.tasks_scope_office },
      ],
    },
    {
      id: 'kind',
      label: m.exports_column_task,
      kind: 'choice',
      // Modules that load later describe kinds as well.
      get options() {
        return listTaskKinds().map((value) => ({ value, label: () => nameOfKind(value) }));
      },
    },
  ],
  ...listOfScreen(
    async (ctx, ask, after) => {
      const { scope, kind } = ask.filters;
      const { tasks, next } = await listTasks(ctx, {
        unitId: ask.unitId,
        scope: ask.ownOnly || scope === 'mine' ? 'mine' : 'office',
        ...(kind ? { kind } : {}),
        ...(after ? { after } : {}),
      });
      return { rows: tasks, next };
    },
    {
      values: told,
      without: (task) => (task.caseId === null ? told(task) : undefined),
    },
  ),
});

defineExportList({
  id: 'staff',
  name: m.exports_list_staff,
  subject: 'office',
  about: m.exports_about_staff,
  any: ['absence:set'],
  people: false,
  columns: [
    text('name', m.exports_column_officer),
    text('grade', m.figures_grade),
    text('role', m.accounts_field_role),
    text('kind', m.accounts_field_kind),
    periodFrom,
    periodUntil,
  ],
  filters: [],
  ...whole(async (ctx, ask) =>
    (await listStaffAt(ctx, ask.unitId, await todayOf(ctx, ask))).flatMap((officer) =>
      officer.postings.map((posting) => ({
        name: officer.name,
        grade: word(staffGradeWords, officer.grade),
        role: roleWords[posting.role](),
        kind: postingKindWords[posting.kind](),
        from: posting.startsOn,
        until: posting.endsOn,
      })),
    ),
  ),
});

defineExportList({
  id: 'accounts',
  name: m.exports_list_accounts,
  subject: 'office',
  about: m.exports_about_accounts,
  any: ['account:administer'],
  people: false,
  columns: [
    text('name', m.accounts_field_name),
    text('username', m.accounts_field_username),
    text('roles', m.accounts_field_role),
    text('state', m.accounts_field_state),
    text('factor', m.accounts_field_factor),
    text('seen', m.accounts_field_seen),
  ],
  filters: [
    {
      id: 'below',
      label: m.accounts_with_below,
      kind: 'choice',
      options: [{ value: 'on', label: m.accounts_with_below }],
    },
    {
      id: 'waits',
      label: m.accounts_waits,
      kind: 'choice',
      options: accountWaits.map((value) => ({ value, label: m[`accounts_waits_${value}`] })),
    },
  ],
  ...whole(async (ctx, { unitId, filters }) => {
    const unit = await getUnit(ctx, unitId);
    const units = filters['below'] ? await unitsBelow(ctx, unit.id) : [unit.id];
    const waits = accountWaits.find((one) => one === filters['waits']);
    const accounts = await listAccounts(ctx, units, { ...(waits ? { waits } : {}), limit: mostRows });
    return accounts.map((account) => ({
      name: account.name,
      username: account.username,
      roles: account.roles
        .map(({ role, waits: open }) => (open ? m.accounts_role_waits({ role: roleWords[role]() }) : roleWords[role]()))
        .join(', '),
      state: accountStateWords[account.state](),
      factor: account.hasFactor ? m.accounts_has_factor() : m.accounts_no_factor(),
      seen: account.lastSeenAt ? formatShortMoment(account.lastSeenAt, unit.zone, getLocale()) : m.accounts_never(),
    }));
  }),
});

defineExportList({
  id: 'units',
  name: m.exports_list_units,
  subject: 'office',
  about: m.exports_about_units,
  any: ['staff:read'],
  people: false,
  columns: [
    text('unit', m.units_field_name),
    text('code', m.units_field_code),
    text('type', m.units_field_type),
    text('class', m.units_field_class),
    text('above', m.exports_column_above),
    text('zone', m.units_field_zone),
    date('closedOn', m.exports_column_closed_on),
  ],
  filters: [],
  ...whole(async (ctx) => {
    const tree = await listTree(ctx);
    const names = new Map(tree.map(({ id, name }) => [id, name]));
    return tree.map((unit) => ({
      unit: unit.name,
      code: unit.code,
      type: unitTypeWords[unit.type](),
      class: unit.class,
      above: unit.parentId === null ? null : (names.get(unit.parentId) ?? null),
      zone: zoneLabel[unit.zone],
      closedOn: unit.closedOn,
    }));
  }),
});

defineExportList({
  id: 'holidays',
  name: m.exports_list_holidays,
  subject: 'office',
  about: m.exports_about_holidays,
  any: ['staff:read'],
  people: false,
  columns: [day, text('name', m.units_field_holiday), text('for', m.units_field_for)],
  filters: [{ id: 'year', label: m.exports_filter_year, kind: 'year', required: true }],
  ...whole(async (ctx, ask) => {
    const unit = await getUnit(ctx, ask.unitId);
    const year = ask.filters['year'];
    const days = await listHolidays(ctx, unit.id, plainDate(`${year}-01-01`), plainDate(`${year}-12-31`));
    return days.map(({ day, name, unitId }) => ({
      day,
      name,
      for: unitId === null ? m.units_for_all() : unit.name,
    }));
  }),
});
