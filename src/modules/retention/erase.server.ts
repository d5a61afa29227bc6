import { startOfDay } from '#kernel/zone';
import type { AnyRule } from '#kernel/rule';
import { forgetOld } from '#modules/accounts/server';
import { eraseEvidence, forgetDrafts } from '#modules/check-ins/server';
import { forgetContactDrafts } from '#modules/contacts/server';
import { expireOld } from '#modules/exports/server';
import { tidyImports } from '#modules/imports/server';
import { eraseSentMessages } from '#modules/messages/server';
import { realTodayAt, todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { forgetSubmissions } from '#platform/submissions.server';
import { photoLooks, positions, reportPhotos, sentMessages } from './rules.ts';

export type Erased = Record<string, number>;

/** Offices that hold clients leave a line every night, so that an auditor sees that the job ran; others when something was erased. */
const holdsClients = new Set(['bapas', 'pos_bapas']);

/** Erases what is over its time in one unit. Age is counted in real days, also where a demo clock stands. */
export async function eraseInUnit(ctx: Ctx, unit: JobUnit): Promise<Erased> {
  const today = realTodayAt(unit, ctx.now);
  const chosen = async (rule: AnyRule) => optionsOf(ctx.tx, unit.id, rule, todayAt(unit, ctx.now));
  const since = async <Facts extends object>(rule: AnyRule, facts?: Facts) =>
    startOfDay(unit.zone, rule.judge({ today, ...facts }, await chosen(rule)));

  const evidence = await eraseEvidence(ctx, unit.id, {
    photos: await since(reportPhotos, { isDoubted: false }),
    doubtedPhotos: await since(reportPhotos, { isDoubted: true }),
    looks: await since(photoLooks),
    positions: await since(positions),
  });
  const erased: Erased = {
    ...evidence,
    messages: await eraseSentMessages(ctx, unit.id, await since(sentMessages)),
    exports: await expireOld(ctx, unit.id),
    imports: await tidyImports(ctx, unit.id),
  };
  if (holdsClients.has(unit.type) || any(erased))
    ctx.journal({ what: 'retention.erased', unitId: unit.id, about: { day: today, ...erased } });
  return erased;
}

/** What belongs to no unit. */
export async function eraseInHouse(ctx: Ctx): Promise<Erased> {
  const erased: Erased = {
    drafts: await forgetDrafts(ctx.tx),
    contactDrafts: await forgetContactDrafts(ctx.tx),
    submissions: await forgetSubmissions(ctx.tx),
    ...(await forgetOld(ctx.tx)),
  };
  if (any(erased)) ctx.journal({ what: 'retention.erased', about: erased });
  return erased;
}

const any = (erased: Erased) => Object.values(erased).some((count) => count > 0);
