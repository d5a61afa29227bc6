import { formatDate, formatMoment, formatNumber, formatPercent, noFigure } from '#kernel/format';
import { addDays, addMonths, firstOfMonth, monthOf, plainDate, yearOf, type PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { holds, may, unitsWhere } from '#modules/access';
import { accountWaits, countAccountsWaiting, unnamedOffice, type AccountWait } from '#modules/accounts/server';
import { countSearches, listOfficeStandings, listOfficeSums } from '#modules/at-large/server';
import { countOpeningsWaiting } from '#modules/cases/server';
import { backupStatus } from '#modules/backups/server';
import { addCounts, ratioOf, sharesOf, type Count } from '#modules/figures';
import {
  countClients,
  listCountedUnits,
  listOfficesBelow,
  missesInARow,
  officersOn,
  reportingByMonth,
} from '#modules/figures/server';
import { installationStatus, listParkedJobs } from '#modules/installation/server';
import { checkpointSettings, countLines, lastVerification, whatWords } from '#modules/journal/server';
import { gatewayHealth } from '#modules/messages/server';
import { countPetitions, todayOfDesk } from '#modules/petitions/server';
import { countApprovers, getUnit, listHolidays, listPostingsToApprove, unitsBelow } from '#modules/units/server';
import { m, type Locale } from '#messages';
import type { ActorPosting } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';
import { momentsOf } from '#modules/journal';
import { custodyPosts } from './custody-post.server.ts';
import type { Line, Post } from './post.ts';
import { listHref, officersHref } from '../figures/links.server.ts';

type Asked = { ctx: ReadCtx; today: PlainDate; language: Locale };

/** What waits for those who guide no clients themselves: accounts, the machine, the journal, sums, and who is not back. */
export async function postsOf(asked: Asked): Promise<Post[]> {
  const { actor } = asked.ctx;
  const posts: Post[] = [];
  if (holds(actor, 'unit:administer')) posts.push(await forOfficeAdministrator(asked));
  if (holds(actor, 'account:administer'))
    for (const posting of unitsWhere(actor, 'account:administer'))
      posts.push(await forAccountAdministrator(asked, posting));
  if (holds(actor, 'verification:read')) posts.push(await forAuditor(asked));
  const isAbove = unitsWhere(actor, 'opening:review').some(({ role }) => role === 'kanwil' || role === 'ditjenpas');
  const passedOn = isAbove && (await forReviewerAbove(asked));
  if (passedOn) posts.push(passedOn);
  if (holds(actor, 'figures:aggregate')) posts.push(await forAnalyst(asked));
  posts.push(...(await custodyPosts(asked.ctx, asked.language)));
  posts.push(...(await whoIsAway(asked)));
  const desk = unitsWhere(actor, 'petition:handle').find(({ role }) => role === 'kanwil');
  const complaints = desk && (await forComplaintsDesk(asked, desk));
  if (complaints) posts.push(complaints);
  return posts;
}

/** What complains of the offices below lies with the Kanwil, and what of it has passed its day. */
async function forComplaintsDesk({ ctx, language }: Asked, desk: ActorPosting): Promise<Post | undefined> {
  const { waiting, overdue } = await countPetitions(ctx, desk.unitId, await todayOfDesk(ctx, desk.unitId));
  if (waiting === 0) return undefined;
  const line = { key: 'waiting', label: m.petitions_count_waiting(), text: formatNumber(waiting, language) };
  const late = { key: 'overdue', label: m.petitions_late(), text: formatNumber(overdue, language) };
  return {
    key: 'petitions',
    title: m.petitions_title(),
    lines: [
      { ...line, href: '/petitions' },
      ...(overdue > 0 ? [{ ...late, href: '/petitions?state=all&overdue=on' }] : []),
    ],
  };
}

/** How many clients an officer of the office carries, by all who are on its paper and by those at work; none where it does without figures. */
export async function ratiosOf({ ctx, today, language }: Asked, unitId: number) {
  if (!(await listCountedUnits(ctx)).some(({ id }) => id === unitId)) return [];
  const ratio = ratioOf(await countClients(ctx, { unitId }, today), await officersOn(ctx, { unitId }, today));
  const shown = (value: number | null) =>
    value === null ? noFigure : m.figures_ratio({ clients: formatNumber(Math.floor(value), language) });
  return [
    {
      label: m.figures_ratio_all({ officers: formatNumber(ratio.officers, language) }),
      text: shown(ratio.perOfficer),
      href: officersHref(unitId, {}),
    },
    {
      label: m.figures_ratio_active({ officers: formatNumber(ratio.active, language) }),
      text: shown(ratio.perActive),
      href: officersHref(unitId, { standing: 'active' }),
    },
  ];
}

/** One thing to do, with the page that does it. */
export type Step = { id: string; what: string; why: string; href: string };

/** How many names say whose postings wait; the list behind them has all. */
const FEW_NAMES = 5;

/** Postings that count for nobody until whoever looks has approved them; what he granted or receives waits for somebody else. */
export async function approvalsOf({ ctx, language }: Asked): Promise<Step[]> {
  const { actor } = ctx;
  const tops = unitsWhere(actor, 'posting:approve').map(({ unitId }) => unitId);
  const waiting = (await listPostingsToApprove(ctx, tops)).filter(
    (one) => one.madeBy !== actor.accountId && one.staffId !== actor.staffId && may(actor, 'posting:approve', one),
  );
  if (waiting.length === 0) return [];
  const names = [...new Set(waiting.map(({ staffName }) => staffName))];
  return [
    {
      id: 'approvals',
      what: m.tasks_to_approve({ count: formatNumber(waiting.length, language) }),
      why: names.slice(0, FEW_NAMES).join(', ') + (names.length > FEW_NAMES ? ', …' : ''),
      href: '/admin/accounts',
    },
  ];
}

/** What the administrator of a new office does first, in this order; each step is gone when it is done. */
export async function firstStepsOf({ ctx, today }: Asked): Promise<Step[]> {
  const { actor } = ctx;
  const steps: Step[] = [];
  const [administered] = unitsWhere(actor, 'unit:administer');
  if (administered && (await getUnit(ctx, administered.unitId)).name === unnamedOffice.name)
    steps.push({
      id: 'name',
      what: m.tasks_first_name(),
      why: m.tasks_first_name_why(),
      href: `/settings/units/${administered.unitId}`,
    });
  const [granted] = unitsWhere(actor, 'posting:grant');
  if (granted && actor.staffId) {
    const unit = { id: granted.unitId, path: granted.unitPath };
    if ((await countApprovers(ctx, unit, today, { accountId: actor.accountId, staffId: actor.staffId })) === 0)
      steps.push({
        id: 'second',
        what: m.tasks_first_second(),
        why: m.tasks_first_second_why(),
        href: '/admin/accounts/new',
      });
  }
  return steps;
}

/** A number of things to do; none of them is no alarm, and one that is not told neither. */
function counted(language: Locale, { tone, ...line }: Omit<Line, 'text'>, count: Count): Line {
  return {
    ...line,
    text: count === null ? noFigure : formatNumber(count, language),
    ...(count !== null && count > 0 && tone ? { tone } : {}),
  };
}

type AwayCounts = { running: Count; over30: Count; over60: Count; over90: Count };

/** Who is revoked and not back, by age: for whoever leads an office his own, for the offices above everything below them. */
async function whoIsAway({ ctx, today, language }: Asked): Promise<Post[]> {
  const sumOf = (offices: readonly AwayCounts[]): AwayCounts => {
    const sum = (name: keyof AwayCounts) => addCounts(offices.map((office) => office[name]));
    return { running: sum('running'), over30: sum('over30'), over60: sum('over60'), over90: sum('over90') };
  };
  const posts: Post[] = [];
  for (const { unitId, role } of ctx.actor.postings)
    if (role === 'kanwil' || role === 'ditjenpas') {
      const offices = await listOfficeStandings(ctx, unitId, today);
      posts.push(awayPost(language, `away-${unitId}`, sumOf(offices), `/away?unit=${unitId}`));
    }
  for (const { unitId } of unitsWhere(ctx.actor, 'figures:aggregate')) {
    const href = `/away/offices?unit=${unitId}`;
    posts.push(awayPost(language, `away-sums-${unitId}`, sumOf(await listOfficeSums(ctx, unitId)), href, href));
  }
  const [led] = unitsWhere(ctx.actor, 'at_large:confirm');
  if (led) {
    const own = await countSearches(ctx, { unitId: led.unitId, today });
    if (own.running > 0) posts.push(awayPost(language, 'away', own, '/at-large?state=running'));
  }
  return posts;
}

/** By default each age opens its own part of the list that all of them are on. */
function awayPost(language: Locale, key: string, counts: AwayCounts, href: string, everyAge?: string): Post {
  return {
    key,
    title: m.at_large_everywhere_title(),
    lines: [
      counted(language, { key: 'running', label: m.at_large_state_running(), href }, counts.running),
      ...([30, 60, 90] as const).map((days) =>
        counted(
          language,
          {
            key: String(days),
            label: m.at_large_away_over({ days: String(days) }),
            href: everyAge ?? `${href}&age=${days}`,
            tone: days === 90 ? 'error' : 'warning',
          },
          counts[`over${days}`],
        ),
      ),
    ],
  };
}

const monthBefore = (today: PlainDate) => monthOf(addMonths(firstOfMonth(today), -1));

async function forOfficeAdministrator({ ctx, today, language }: Asked): Promise<Post> {
  const [home] = unitsWhere(ctx.actor, 'unit:administer');
  const { unitId, zone } = home!;
  const { findings } = await installationStatus(ctx);
  const { jobs } = await listParkedJobs(ctx);
  const stuck = (await gatewayHealth(ctx, unitId)).filter(({ state }) => state === 'failed' || state === 'parked');
  const backups = await backupStatus(ctx);
  const checkpoints = await checkpointSettings(ctx);
  const nextYear = yearOf(today) + 1;
  const holidays = await listHolidays(ctx, unitId, plainDate(`${nextYear}-01-01`), plainDate(`${nextYear}-12-31`));
  // The joint decree of three ministers comes out in the autumn before the year that it is for.
  const isAutumn = today >= plainDate(`${yearOf(today)}-10-01`);
  const moment = (at: Date | null | undefined) => (at ? formatMoment(at, zone, language) : m.backups_never());
  return {
    key: 'office',
    title: m.tasks_post_office(),
    lines: [
      counted(
        language,
        {
          key: 'jobs',
          label: m.tasks_post_jobs(),
          href: '/settings/jobs',
          tone: 'error',
        },
        jobs.length,
      ),
      counted(
        language,
        {
          key: 'findings',
          label: m.tasks_post_findings(),
          href: '/settings/installation',
          tone: findings.some(({ severity }) => severity === 'refuse') ? 'error' : 'warning',
          ...(findings[0] ? { note: findings[0].says[language] } : {}),
        },
        findings.length,
      ),
      counted(
        language,
        {
          key: 'messages',
          label: m.tasks_post_messages(),
          href: `/settings/gateways?unit=${unitId}`,
          tone: 'warning',
        },
        stuck.reduce((sum, one) => sum + one.messages, 0),
      ),
      {
        key: 'holidays',
        label: m.tasks_post_holidays({ year: String(nextYear) }),
        text: formatNumber(holidays.length, language),
        href: `/settings/holidays?unit=${unitId}&year=${nextYear}`,
        ...(holidays.length === 0 && isAutumn
          ? { tone: 'warning' as const, note: m.tasks_post_holidays_missing() }
          : {}),
      },
      {
        key: 'backup',
        label: m.backups_last(),
        text: moment(backups.lastBackup?.startedAt),
        href: '/settings/backups',
        ...(backups.isLate && !backups.isDemo
          ? { tone: 'error' as const, note: m.backups_late() }
          : backups.hasFailed && !backups.isDemo
            ? { tone: 'error' as const, note: m.backups_failed() }
            : backups.isNotRestorable && !backups.isDemo
              ? { tone: 'error' as const, note: m.backups_drill_failed() }
              : {}),
      },
      {
        key: 'checkpoint',
        label: m.tasks_post_checkpoint(),
        text: moment(checkpoints.lastLeft),
        href: '/settings/backups#checkpoints',
        ...(checkpoints.leftLately ? {} : { tone: 'warning' as const }),
      },
    ],
  };
}

const waitWords: Record<AccountWait, () => string> = {
  no_factor: m.accounts_waits_no_factor,
  open_link: m.accounts_waits_open_link,
  ending_post: m.accounts_waits_ending_post,
};

async function forAccountAdministrator({ ctx, language }: Asked, { unitId, unitName }: ActorPosting): Promise<Post> {
  const waiting = await listPostingsToApprove(ctx, [unitId]);
  const counts = await countAccountsWaiting(ctx, await unitsBelow(ctx, unitId));
  return {
    key: `accounts-${unitId}`,
    title: m.tasks_post_accounts({ unit: unitName }),
    lines: [
      counted(
        language,
        { key: 'postings', label: m.accounts_waiting_title(), href: '/admin/accounts', tone: 'warning' },
        waiting.length,
      ),
      ...accountWaits.map((waits) =>
        counted(
          language,
          {
            key: waits,
            label: waitWords[waits](),
            href: `/admin/accounts?unit=${unitId}&below=on&waits=${waits}`,
            ...(waits === 'no_factor' ? { tone: 'warning' as const } : {}),
          },
          counts[waits],
        ),
      ),
    ],
  };
}

/** Files opened with a reason that wait for the asker's review. */
async function openingsLine({ ctx, language }: Pick<Asked, 'ctx' | 'language'>): Promise<Line> {
  const { waiting, late } = await countOpeningsWaiting(ctx);
  return counted(
    language,
    {
      key: 'openings',
      label: m.tasks_post_openings(),
      href: '/audit/openings',
      tone: 'warning',
      ...(late > 0 ? { note: m.tasks_post_openings_late({ count: formatNumber(late, language) }) } : {}),
    },
    waiting,
  );
}

/** What went on to those above an office, because nobody but the opener is an auditor there. */
async function forReviewerAbove(asked: Asked): Promise<Post | undefined> {
  const { waiting } = await countOpeningsWaiting(asked.ctx);
  if (waiting === 0) return undefined;
  return { key: 'openings', title: m.cases_openings_page(), lines: [await openingsLine(asked)] };
}

/** Reads that an auditor looks at first: an officer who came to his limit of people. */
const unusual = [{ log: 'access_log', what: 'budget.spent' }] as const;

async function forAuditor({ ctx, language }: Asked): Promise<Post> {
  const { zone } = unitsWhere(ctx.actor, 'journal:search')[0]!;
  const last = await lastVerification(ctx);
  const isOld = !last || ctx.now.getTime() - last.finishedAt.getTime() > 2 * 86_400_000;
  const from = addDays(dayAt(zone, ctx.now), -7);
  const reads: Line[] = [];
  for (const { log, what } of unusual)
    reads.push(
      counted(
        language,
        {
          key: what,
          label: m.tasks_post_unusual({ what: whatWords(what) }),
          href: `/audit?${new URLSearchParams({ log, what, from })}`,
          tone: 'warning',
        },
        await countLines(ctx, { log, what, ...momentsOf(zone, from, undefined) }),
      ),
    );
  return {
    key: 'audit',
    title: m.tasks_post_audit(),
    lines: [
      await openingsLine({ ctx, language }),
      {
        key: 'verification',
        label: m.tasks_post_verified(),
        text: last ? formatMoment(last.finishedAt, zone, language) : m.backups_never(),
        href: '/audit/verification',
        ...(isOld ? { tone: 'warning' as const } : {}),
      },
      counted(
        language,
        { key: 'findings', label: m.tasks_post_broken(), href: '/audit/verification', tone: 'error' },
        last?.found ?? 0,
      ),
      ...reads,
    ],
  };
}

/** Sums of the last full month; one below five is not shown, and so opens nothing. */
async function forAnalyst({ ctx, today, language }: Asked): Promise<Post> {
  const unit = (await listCountedUnits(ctx))[0]!;
  const scope = { unitId: unit.id };
  const month = monthBefore(today);
  const day = plainDate(`${month}-01`);
  const [reporting] = await reportingByMonth(ctx, scope, { from: day, until: day }, today);
  const misses = await missesInARow(ctx, scope, today);
  const count = (value: Count | undefined) => (value === null ? noFigure : formatNumber(value ?? 0, language));
  const share = reporting ? sharesOf(reporting) : { reported: null, unknown: null };
  const percent = (value: number | null) => (value === null ? noFigure : formatPercent(value, language, 1));
  const href = `/figures?unit=${unit.id}&from=${month}&until=${month}`;
  return {
    key: 'figures',
    title: m.tasks_post_figures({ unit: unit.name }),
    lines: [
      { key: 'clients', label: m.figures_clients(), text: count(reporting?.clients), href },
      {
        key: 'reported',
        label: m.tasks_post_reported(),
        text: percent(share.reported),
        href,
        note: m.tasks_post_unknown({ share: percent(share.unknown) }),
      },
      ...misses
        .filter((group) => group.misses > 0)
        .map((group) => ({
          key: `misses-${group.misses}`,
          label: m[`tasks_missed_${group.misses as 1 | 2 | 3}`](),
          text: count(group.clients),
          href,
        })),
    ],
  };
}

/** The offices below, the one most behind first; every number that may be opened opens its list. */
export async function officesBelow({ ctx, today, language }: Asked, { unitId }: ActorPosting) {
  const month = monthBefore(today);
  const number = (value: number) => formatNumber(value, language);
  const rows = await listOfficesBelow(ctx, unitId, month, today);
  return rows.map((office) => {
    const shown = (count: number, list: Record<string, string>) => ({
      count,
      text: number(count),
      href: listHref(office.unitId, list),
    });
    const share = (part: number) =>
      office.clients === 0 ? noFigure : formatPercent(part / office.clients, language, 1);
    return {
      unitId: office.unitId,
      name: office.name,
      reported: share(office.reported),
      unknown: m.tasks_post_unknown({ share: share(office.notRecorded) }),
      missed: shown(office.missed, { of: 'reporting', month, standing: 'missed' }),
      twice: shown(office.missedTwice, { of: 'misses', misses: '2' }),
      thrice: shown(office.missedThrice, { of: 'misses', misses: '3' }),
      transfers: shown(office.transfers, { of: 'transfers' }),
      since: office.transferSince ? m.tasks_post_since({ day: formatDate(office.transferSince, language) }) : '',
    };
  });
}
