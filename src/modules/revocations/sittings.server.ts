import { defineSittingKind } from '#modules/tpp/server';
import { m } from '#messages';
import { stepDue } from './reach.server.ts';
import { findProceeding, listWaitingForSitting, takeSittingAdvice } from './store.server.ts';
import { askToPutBefore } from './tasks.server.ts';

/** Agendas and minutes are written in Indonesian, whoever makes them. */
const id = { locale: 'id' } as const;

/** What of revocations comes before a sitting: the proposal, or in danger what the head has done already. The urgent come first. */
defineSittingKind('revocation', {
  async listWaiting(ctx, unitId) {
    const rows = await listWaitingForSitting(ctx.tx, unitId);
    return rows.map((row) => ({
      subjectId: row.subject_id,
      caseId: row.case_id,
      name: row.name,
      registerLabel: row.register_label,
      presenterId: row.pk_staff_id,
      since: row.since,
      deferred: row.deferred,
      urgent: row.urgent,
      facts: (row.urgent ? m.revocations_facts_urgent : m.revocations_facts)({ reason: row.reason.slice(0, 600) }, id),
    }));
  },
  href: ({ subjectId }) => `/revocations/${subjectId}`,
  async tell(ctx, advice) {
    const before = await findProceeding(ctx.tx, advice.subjectId);
    // The secretary need not see the file; the term is the head's all the same.
    const after = { route: before?.route ?? 'tiers', state: 'advised', urgent: before?.urgent ?? false } as const;
    const due = await stepDue(ctx, advice.unitId, after, advice.heldOn);
    if (!(await takeSittingAdvice(ctx.tx, advice.itemId, due!))) return false;
    await askToPutBefore(ctx, { id: advice.subjectId, unitId: advice.unitId });
    ctx.journal({
      what: 'revocation.heard',
      unitId: advice.unitId,
      caseId: advice.caseId,
      personId: advice.personId,
      about: {
        proceedingId: advice.subjectId,
        heldOn: advice.heldOn,
        document: advice.document,
        advice: advice.recommendation,
      },
    });
    return true;
  },
});
