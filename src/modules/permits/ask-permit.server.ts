import type { PlainDate } from '#kernel/plain-date';
import { mustBeOwn } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import { isRegency, optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { journeys } from './law.rules.ts';
import type { AskedHow, askedOfOfficer, Purpose, Scope } from './permit.ts';
import { putBefore, termFrom } from './reach.server.ts';
import { isRunning, judgeRequest, no, type Asker, type PermitRefused } from './rules.ts';
import {
  findOwnCase,
  insertPermit,
  listAtCounter,
  listOwnJourneys,
  lockJourneys,
  type Of,
  type Running,
} from './store.server.ts';

export type JourneyAsked = {
  scope: Scope;
  fromOn: PlainDate;
  untilOn: PlainDate;
  areaCode: string;
  country: string;
  stay: string;
  companion: string;
  purpose: Purpose;
  purposeText: string;
};
type Asked = { ok: true; permitId: string } | PermitRefused;

/** An officer writes down what a client asks for: at the counter, by letter or on the telephone. */
export async function askPermit(
  ctx: Ctx,
  input: JourneyAsked & { caseId: string; askedHow: (typeof askedOfOfficer)[number] },
): Promise<Asked> {
  const of = await reachCase(ctx, input.caseId, 'permit:ask');
  await lockJourneys(ctx, of.id);
  return ask(ctx, of, input, input.askedHow, await listAtCounter(ctx.tx, of.id));
}

/** A client asks by himself, on his own page. */
export async function askOwnPermit(ctx: Ctx, input: JourneyAsked): Promise<Asked> {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('not a client');
  mustBeOwn(ctx.actor, 'own:report', own.caseId);
  const of = await findOwnCase(ctx, own.caseId);
  if (!of) throw new NotFound('own case');
  await lockJourneys(ctx, of.id);
  return ask(ctx, of, input, 'own_page', await listOwnJourneys(ctx.tx, of.id));
}

async function ask(
  ctx: Ctx,
  of: Of & Asker & { personId: string; pkStaffId: string | null; today: PlainDate },
  journey: JourneyAsked,
  askedHow: AskedHow,
  others: readonly Running[],
): Promise<Asked> {
  const limits = journeys.decide(null, await optionsOf(ctx.tx, of.unitId, journeys, of.today)).result;
  const running = others.filter(({ state }) => isRunning(state));
  const verdict = judgeRequest(journey, of, running, { limits, today: of.today });
  if (!verdict.ok) return verdict;
  const isWithin = journey.scope === 'within';
  if (isWithin && journey.areaCode === '') return no('area_missing');
  if (isWithin && !(await isRegency(journey.areaCode))) return no('area_unknown');
  if (!isWithin && journey.country === '') return no('country_missing');
  const permitId = ctx.newId();
  const due = await termFrom(ctx, of.unitId, 'advise', of.today);
  await insertPermit(ctx, of, {
    ...journey,
    id: permitId,
    askedOn: of.today,
    askedHow,
    areaCode: isWithin ? journey.areaCode : null,
    country: isWithin ? '' : journey.country,
    due,
  });
  await putBefore(ctx, of, permitId, 'asked', due);
  ctx.journal({
    what: 'permit.asked',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { permitId, kind: journey.scope, startsOn: journey.fromOn, until: journey.untilOn, source: askedHow },
  });
  return { ok: true, permitId };
}
