import { formatDay, formatNumber, formatShortDate } from '#kernel/format';
import { addDays, weekFrom } from '#kernel/plain-date';
import { holds, may, unitsWhere } from '#modules/access';
import { countBreaches } from '#modules/breaches/server';
import { waitingGroups, waitingWords } from '#modules/letters';
import { countWaiting } from '#modules/letters/server';
import { countPermits } from '#modules/permits/server';
import { channelWords } from '#modules/check-ins';
import { countStandings } from '#modules/assessments/server';
import { countDue, countMissed, listDue, listWaitingReviews } from '#modules/check-ins/server';
import { countContacts } from '#modules/contacts/server';
import { listCaseloads } from '#modules/figures/server';
import { nameOfKind, wordTask } from '#modules/tasks';
import { listTasks } from '#modules/tasks/server';
import { gradeWords, todayAt } from '#modules/units';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { countOwnTasks } from '../own-tasks.server.ts';
import { dueWords } from '../../due.server.ts';
import { approvalsOf, firstStepsOf, officesBelow, postsOf, ratiosOf } from './posts.server.ts';
import { proceedingsToDecide, revocationsOf } from './revocations.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: "everybody's home page: what waits for him" };

/** So many lines of each list are shown here; the rest is behind its count. */
const FEW = 8;

export const load: PageServerLoad = async ({ locals }) => {
  const actor = locals.actor!;
  const { language } = locals;
  const home = actor.postings[0];
  const today = home ? todayAt(home, new Date()) : undefined;
  if (!home || !today)
    return {
      day: '',
      desk: false,
      steps: [],
      tasks: null,
      due: null,
      reviews: null,
      contacts: null,
      missed: null,
      assessments: null,
      breaches: null,
      letters: null,
      revocations: null,
      toDecide: [],
      permits: null,
      office: null,
      ratios: [],
      posts: [],
      below: null,
    };
  const week = weekFrom(today);
  const leads = may(actor, 'case:assign', { unitId: home.unitId, unitPath: home.unitPath });
  const own = leads ? { unitId: home.unitId } : { mine: true };

  return locals.read(async (ctx) => {
    const counts = await countOwnTasks(locals, ctx);
    const total = counts.reduce((sum, count) => sum + count.total, 0);
    const { tasks } = await listTasks(ctx, { scope: 'mine', limit: FEW, total });
    const guides =
      holds(actor, 'ledger:read') && (leads || actor.postings.some(({ role }) => role === 'pk' || role === 'apk'));
    const due = guides ? await listDue(ctx, week, { ...own, limit: FEW }) : null;
    const running = guides
      ? await countDue(ctx, { from: today, through: addDays(today, 62), begunBy: today }, own)
      : null;
    const reviews = holds(actor, 'check_in:review')
      ? await listWaitingReviews(ctx, { mine: !leads, limit: FEW })
      : null;
    const contacts = guides ? await countContacts(ctx, { today, through: week.through }, own) : null;
    const missed = guides ? await countMissed(ctx, today, own) : null;
    const toAssess = holds(actor, 'assessment:read') ? await countStandings(ctx, today, own, addDays(today, 14)) : null;
    const breachesAt = holds(actor, 'breach:handle') ? unitsWhere(actor, 'breach:handle')[0]! : undefined;
    const revocations = await revocationsOf({ ctx, today, language }, actor, leads);
    const toDecide = await proceedingsToDecide({ ctx, today, language }, actor, FEW);
    const breaches = breachesAt && (await countBreaches(ctx, { unitId: breachesAt.unitId, today, mine: !leads }));
    const lettersAt = holds(actor, 'letter:draft') ? unitsWhere(actor, 'letter:draft')[0]! : undefined;
    const letters = lettersAt && (await countWaiting(ctx, lettersAt.unitId));
    const permitsAt = holds(actor, 'permit:handle') ? unitsWhere(actor, 'permit:handle')[0]! : undefined;
    const permits = permitsAt && (await countPermits(ctx, { unitId: permitsAt.unitId, today, mine: !leads }));
    const region = unitsWhere(actor, 'case:open_with_reason').find(({ role }) => role === 'kanwil');
    const below = region ? await officesBelow({ ctx, today, language }, region) : null;
    const asked = { ctx, today, language };
    const posts = await postsOf(asked);
    const steps = [...(await firstStepsOf(asked)), ...(await approvalsOf(asked))];
    const office = leads ? await listCaseloads(ctx, home, week) : null;
    const ratios = leads ? await ratiosOf(asked, home.unitId) : [];

    return {
      posts,
      steps,
      below,
      ratios,
      workloadHref: office ? await exportHref(ctx, 'workload', home.unitId) : undefined,
      day: formatDay(today, language),
      /** Whoever keeps the desk and guides nobody has his work there. */
      desk: !guides && holds(actor, 'check_in:record_counter'),
      tasks: {
        total,
        kinds: counts.map((count) => ({
          name: nameOfKind(count.kind),
          total: count.total,
          overdue: count.overdue,
          href: `/tasks?kind=${encodeURIComponent(count.kind)}`,
        })),
        rows: tasks.map(wordTask).map((task) => ({
          id: task.id,
          what: task.name ? `${task.name}: ${task.says}` : task.says,
          why: dueWords(task, today, language),
          href: task.href,
          late: task.dueOn !== null && task.dueOn < today,
        })),
      },
      due: due && {
        total: due.total,
        running: running ?? 0,
        runningWords: m.tasks_due_running({ count: formatNumber(running ?? 0, language) }),
        rows: due.rows.map((row) => ({
          id: row.obligationId,
          caseId: row.caseId,
          name: row.name,
          register: row.registerLabel ?? '',
          until: formatShortDate(row.through, language),
          last: row.lastReport ? formatShortDate(row.lastReport, language) : m.tasks_never(),
        })),
      },
      reviews: reviews && {
        total: reviews.total,
        rows: reviews.rows.map((row) => ({
          id: row.checkInId,
          name: row.name,
          channel: channelWords[row.channel](),
          on: formatShortDate(row.happenedOn, language),
          flagged: row.flagged,
        })),
      },
      contacts:
        contacts &&
        (
          [
            ['visitsToday', m.contacts_count_visits(), leads ? '/contacts?due=today' : '/visits'],
            ['overdue', m.contacts_count_overdue(), '/contacts?due=past'],
            ['week', m.contacts_count_week(), '/contacts'],
            ['evidence', m.contacts_count_evidence(), '/contacts?of=evidence'],
            ['observations', m.contacts_count_observations(), '/contacts?of=observations'],
          ] as const
        ).map(([key, label, href]) => ({
          key,
          label,
          href,
          count: contacts[key],
          total: formatNumber(contacts[key], language),
        })),
      missed:
        missed &&
        ([1, 2, 3] as const).map((row) => {
          const count = [missed.one, missed.two, missed.more][row - 1]!;
          return {
            row,
            label: m[`tasks_missed_${row}`](),
            count,
            total: formatNumber(count, language),
            href: `/today/missed?row=${row}`,
          };
        }),
      assessments:
        toAssess &&
        [
          {
            key: 'overdue',
            label: m.assessments_today_overdue(),
            count: toAssess.overdue,
            href: '/assessments?group=overdue',
          },
          { key: 'due', label: m.assessments_today_due(), count: toAssess.due, href: '/assessments?due=1' },
        ].map((line) => ({ ...line, total: formatNumber(line.count, language) })),
      breaches:
        breaches &&
        (
          [
            ['proposed', m.breaches_today_proposed(), '/breaches?state=proposed'],
            ['recommended', m.breaches_today_recommended(), '/breaches?state=recommended'],
            ['toBegin', m.breaches_today_to_begin(), '/breaches?state=to_begin'],
            ['overdue', m.breaches_today_overdue(), '/breaches?overdue=on'],
            ['running', m.breaches_today_running(), '/breaches'],
          ] as const
        ).map(([key, label, href]) => ({
          key,
          label,
          href,
          count: breaches[key],
          total: formatNumber(breaches[key], language),
        })),
      letters:
        letters &&
        waitingGroups.map((group) => ({
          key: group,
          label: waitingWords[group](),
          href: `/letters?unit=${lettersAt.unitId}&waiting=${group}`,
          count: letters[group],
          total: formatNumber(letters[group], language),
        })),
      revocations,
      toDecide,
      permits:
        permits &&
        (
          [
            ['asked', m.permits_today_asked(), '/permits?state=asked'],
            ['advised', m.permits_today_advised(), '/permits?state=advised'],
            ['away', m.permits_today_away(), '/permits?state=away'],
            ['notBack', m.permits_today_not_back(), '/permits?state=not_back'],
          ] as const
        ).map(([key, label, href]) => ({
          key,
          label,
          href,
          count: permits[key],
          total: formatNumber(permits[key], language),
        })),
      office:
        office &&
        office.map((line) => ({
          ...line,
          grade: line.grade ? gradeWords[line.grade as keyof typeof gradeWords]() : '',
          here: line.here ? '' : m.tasks_elsewhere(),
        })),
    };
  });
};
