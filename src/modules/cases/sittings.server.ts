import { inSentence } from '#kernel/text';
import { m } from '#messages';
import { defineSittingKind, type Advice, type Waiting } from '#modules/tpp/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { askTheHead } from './phase-changes.server.ts';
import { listWaitingForSitting, takeSittingAdvice, type WaitingRow } from './sittings.store.server.ts';
import { phaseWords } from './words.ts';

/** Agendas and minutes are written in Indonesian, whoever makes them. */
const id = { locale: 'id' } as const;

/** What of cases comes before a sitting: a client who moves to another phase, and one who moves to another office. */
defineSittingKind('stage_change', {
  listWaiting: (ctx, unitId) => listWaiting(ctx, unitId, 'stage_change', phaseFacts),
  href: ({ caseId }) => `/clients/${caseId}/phase`,
  async tell(ctx, advice) {
    const taken = await takeSittingAdvice(ctx.tx, advice.itemId);
    if (!taken?.toPhase) return false;
    await askTheHead(ctx, { ...advice, changeId: advice.subjectId, toPhase: taken.toPhase });
    noteLine(ctx, advice, 'case.phase-noted', { changeId: advice.subjectId });
    return true;
  },
});
defineSittingKind('transfer', {
  listWaiting: (ctx, unitId) => listWaiting(ctx, unitId, 'transfer', transferFacts),
  href: ({ caseId }) => `/clients/${caseId}/transfer`,
  async tell(ctx, advice) {
    if (!(await takeSittingAdvice(ctx.tx, advice.itemId))) return false;
    noteLine(ctx, advice, 'case.transfer-noted', { transferId: advice.subjectId });
    return true;
  },
});

function noteLine(ctx: Ctx, advice: Advice, what: `case.${string}`, about: Record<string, string>): void {
  ctx.journal({
    what,
    unitId: advice.unitId,
    caseId: advice.caseId,
    personId: advice.personId,
    about: { ...about, heldOn: advice.heldOn, document: advice.document, advice: advice.recommendation },
  });
}

async function listWaiting(
  ctx: ReadCtx,
  unitId: number,
  kind: WaitingRow['kind'],
  facts: (row: WaitingRow) => string,
): Promise<Waiting[]> {
  const rows = await listWaitingForSitting(ctx.tx, unitId);
  return rows
    .filter((row) => row.kind === kind)
    .map((row) => ({
      subjectId: row.subject_id,
      caseId: row.case_id,
      name: row.name,
      registerLabel: row.register_label,
      presenterId: row.pk_staff_id,
      since: row.since,
      deferred: row.deferred,
      facts: facts(row),
    }));
}

function phaseFacts({ from_phase: from, to_phase: to }: WaitingRow): string {
  const phase = (one: NonNullable<WaitingRow['to_phase']>) => inSentence(phaseWords[one]({}, id));
  return from
    ? m.cases_facts_phase_from({ from: phase(from), to: phase(to!) }, id)
    : m.cases_facts_phase({ to: phase(to!) }, id);
}

function transferFacts({ to_unit: unit, reason }: WaitingRow): string {
  return m.cases_facts_transfer({ unit: unit ?? '', reason: (reason ?? '').slice(0, 300) }, id);
}
