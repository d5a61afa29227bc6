import type { PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { may } from '#modules/access';
import { readCaseAssessments, type CaseAssessments } from '#modules/assessments/server';
import { groundCodes, isRunning } from '#modules/breaches';
import { listBreachesOf, readBreach, type BreachInFull, type BreachLine } from '#modules/breaches/server';
import type { RiskBand } from '#modules/cases';
import { listConditions, listPhaseChanges, reachCase, type CaseOnFile } from '#modules/cases/server';
import { consequenceOfMisses, missedInARow } from '#modules/check-ins';
import { readLedger, type LedgerPeriod } from '#modules/check-ins/server';
import { listLettersOf, type LetterLine } from '#modules/letters/server';
import { optionsOf } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { judgeCriteria, type CriteriaFacts } from './criteria.ts';
import { newOffence, reprimandsOf } from './criteria.rules.ts';
import {
  wasDecided,
  type Criterion,
  type Likeness,
  type MonthOf,
  type Part,
  type SimilarOutcomes,
  type TimelineEvent,
} from './dossier.ts';
import {
  listAlternativesOf,
  listContactsOf,
  listItemsOf,
  listMinutesOf,
  readDeciders,
  type Alternative,
  type ConfirmedMinutes,
  type DossierContact,
  type DossierItem,
} from './facts.queries.server.ts';
import { judgeKeeping, type Kept } from './keeping.rules.ts';
import { readSimilar } from './similar.queries.server.ts';
import { layTimeline } from './timeline.rules.ts';

type AssessmentLine = CaseAssessments['lines'][number];
export type Assessed = Omit<AssessmentLine, 'band'> & {
  /** The band that it stands for: what it was set aside for, else what it found; null where it found none. */
  band: RiskBand | null;
};
export type DossierLetter = LetterLine & { on: PlainDate };
export type DossierCondition = Awaited<ReturnType<typeof listConditions>>[number] &
  Kept & { liftedOn: PlainDate | null };

/** All that somebody looks at who decides about a breach. */
export type Dossier = {
  caseId: string;
  today: PlainDate;
  guidance: { start: PlainDate | null; end: PlainDate | null };
  /** The breach that it is about; none where nothing was ever opened against the client. */
  breach: BreachInFull | null;
  others: BreachLine[];
  timeline: MonthOf<LedgerPeriod, DossierContact, DossierLetter>[];
  parts: {
    ledger: Part<LedgerPeriod[]>;
    contacts: Part<DossierContact[]>;
    letters: Part<DossierLetter[]>;
    risk: Part<Assessed[]>;
    sittings: Part<DossierItem[]>;
  };
  /** Minutes of sittings that were not kept here, on what came of the breach. */
  minutes: ConfirmedMinutes[];
  conditions: DossierCondition[];
  alternatives: Alternative[];
  criteria: Criterion[];
  likeness: Likeness | null;
  similar: SimilarOutcomes | null;
};

/**
 * The case for a decision. `breachId` chooses the breach; without it the one that somebody owes a step, else the newest that was proposed
 * for revocation, else the newest. Looking leaves a line of its own beside those of the parts that were read.
 */
export async function readDossier(ctx: ReadCtx, caseId: string, breachId?: string): Promise<Dossier> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  const { lines } = await listBreachesOf(ctx, of.id);
  const chosen = breachId ? lines.find(({ id }) => id === breachId) : choose(lines);
  if (breachId && !chosen) throw new NotFound('breach');
  ctx.accessed({
    what: 'dossier.viewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { ...(chosen ? { breachId: chosen.id } : {}) },
  });
  const breach = chosen ? await readBreach(ctx, of.id, chosen.id) : null;
  const parts = await readParts(ctx, of);
  const { offences, ...open } = parts;
  const conditions = await conditionsOf(ctx, of, lines, open.ledger);
  const alternatives = await listAlternativesOf(ctx, of.id);
  const minutes = breach ? await listMinutesOf(ctx, breach.id) : [];
  const facts: CriteriaFacts | null = breach && {
    breach,
    since: lastDecision(lines, breach),
    ageGroup: of.ageGroup,
    guidance: { start: of.guidanceStart, end: of.guidanceEnd },
    ledger: open.ledger,
    contacts: open.contacts,
    conditions,
    risk: open.risk,
    riskDue: offences.dueOn,
    offences: offences.noted,
    sittings: open.sittings,
    minutes,
    deciders: await readDeciders(ctx, breach.id),
    today: of.today,
    options: {
      misses: (await optionsOf(ctx.tx, of.unitId, consequenceOfMisses, of.today)).breach,
      lateReport: (await optionsOf(ctx.tx, of.unitId, missedInARow, of.today)).late_report,
      search: await optionsOf(ctx.tx, of.unitId, newOffence, of.today),
    },
  };
  return {
    caseId: of.id,
    today: of.today,
    guidance: { start: of.guidanceStart, end: of.guidanceEnd },
    breach,
    others: lines.filter(({ id }) => id !== breach?.id),
    timeline: await timelineOf(ctx, of, lines, conditions, open),
    parts: open,
    minutes,
    conditions,
    alternatives,
    criteria: facts ? judgeCriteria(facts) : [],
    likeness: breach && likenessOf(breach, lines, open.risk),
    similar: breach && (await readSimilar(ctx, breach.id)),
  };
}

function choose(lines: readonly BreachLine[]): BreachLine | undefined {
  return (
    lines.find(({ state }) => isRunning(state)) ??
    lines.find(({ state }) => state === 'proposed_for_revocation') ??
    lines[0]
  );
}

/** When somebody last decided about another breach, before this one was opened: misses from before were dealt with then. */
function lastDecision(lines: readonly BreachLine[], breach: BreachLine): PlainDate | null {
  const days = lines.flatMap(({ id, state, endedOn }) =>
    id !== breach.id && wasDecided(state) && endedOn !== null && endedOn <= breach.openedOn ? [endedOn] : [],
  );
  return days.sort().at(-1) ?? null;
}

async function readParts(ctx: ReadCtx, of: CaseOnFile) {
  const part = async <T>(action: Parameters<typeof may>[1], read: () => Promise<T>): Promise<Part<T>> =>
    may(ctx.actor, action, of.subject) ? { open: true, value: await read() } : { open: false };
  const ledger = await part('ledger:read', async () => (await readLedger(ctx, of.id)).periods.toReversed());
  const contacts = await part('contact:read', () => listContactsOf(ctx, of.id));
  const letters = await part('letter:read', async () =>
    (await listLettersOf(ctx, of.id)).map((one): DossierLetter => ({
      ...one,
      on: one.dated ?? dayAt(of.zone, one.madeAt),
    })),
  );
  const sittings = await part('sitting:read', () => listItemsOf(ctx, of.id));
  const assessed = await part('assessment:read', () => readCaseAssessments(ctx, of.id));
  const risk: Part<Assessed[]> = assessed.open
    ? {
        open: true,
        value: assessed.value.lines
          .filter(({ state, corrected }) => state === 'finished' && !corrected)
          .map((one) => ({ ...one, band: one.overridden ?? one.band }))
          .reverse(),
      }
    : assessed;
  const offences = {
    noted: assessed.open ? assessed.value.offences : [],
    dueOn: assessed.open ? (assessed.value.due?.on ?? null) : null,
  };
  return { ledger, contacts, letters, sittings, risk, offences };
}

async function conditionsOf(
  ctx: ReadCtx,
  of: CaseOnFile,
  lines: readonly BreachLine[],
  ledger: Part<LedgerPeriod[]>,
): Promise<DossierCondition[]> {
  const states = ledger.open
    ? ledger.value.filter(({ through }) => through < of.today).map(({ state }) => state)
    : null;
  return (await listConditions(ctx, of.id)).map((one) => ({
    ...one,
    ...judgeKeeping(one.code, lines, states),
    liftedOn: one.liftedAt ? dayAt(of.zone, one.liftedAt) : null,
  }));
}

async function timelineOf(
  ctx: ReadCtx,
  of: CaseOnFile,
  lines: readonly BreachLine[],
  conditions: readonly DossierCondition[],
  parts: Pick<Dossier['parts'], 'ledger' | 'contacts' | 'letters' | 'risk' | 'sittings'>,
): Promise<Dossier['timeline']> {
  const phases = (await listPhaseChanges(ctx, of.id)).filter(({ state }) => state === 'approved');
  const event = (kind: TimelineEvent['kind'], id: string, on: PlainDate | null, word: string | null = null) =>
    on === null || on > of.today ? [] : [{ kind, id, on, word }];
  const events: TimelineEvent[] = [
    ...event('guidance_began', of.id, of.guidanceStart),
    ...event('guidance_ends', of.id, of.guidanceEnd),
    ...phases.flatMap(({ id, decidedOn, toPhase }) => event('phase', id, decidedOn, toPhase)),
    ...conditions.flatMap(({ id, liftedOn }) => event('condition_lifted', id, liftedOn)),
    // What stood from the beginning is not something that happened on its way.
    ...conditions.flatMap(({ id, startsOn }) =>
      startsOn !== null && of.guidanceStart !== null && startsOn > of.guidanceStart
        ? event('condition', id, startsOn)
        : [],
    ),
    ...(parts.risk.open ? parts.risk.value : []).flatMap(({ id, heldOn, band }) =>
      event('assessment', id, heldOn, band),
    ),
    ...(parts.sittings.open ? parts.sittings.value : []).flatMap(({ id, on, recommendation }) =>
      event('sitting', id, on, recommendation),
    ),
    ...lines.flatMap(({ id, openedOn }) => event('breach_opened', id, openedOn)),
    ...lines.flatMap(({ id, endedOn, state }) => event('breach_ended', id, endedOn, state)),
  ];
  return layTimeline(
    {
      // What is laid out ahead is not owed yet.
      periods: parts.ledger.open ? parts.ledger.value.filter(({ from }) => from <= of.today) : [],
      contacts: parts.contacts.open ? parts.contacts.value : [],
      letters: parts.letters.open ? parts.letters.value : [],
      events,
    },
    of.today,
  );
}

function likenessOf(breach: BreachInFull, lines: readonly BreachLine[], risk: Part<Assessed[]>): Likeness {
  const before = lines.filter(
    ({ state, endedOn }) => state === 'reprimanded' && endedOn !== null && endedOn <= breach.openedOn,
  );
  return {
    grounds: groundCodes.filter((code) => breach.grounds.includes(code)),
    reprimands: reprimandsOf(before.length),
    band: risk.open
      ? { open: true, value: risk.value.findLast(({ heldOn }) => heldOn <= breach.openedOn)?.band ?? null }
      : risk,
  };
}
