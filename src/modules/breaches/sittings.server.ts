import { inSentence } from '#kernel/text';
import { m } from '#messages';
import { defineSittingKind } from '#modules/tpp/server';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf } from '#modules/units/server';
import { heardBands, heardFirst } from './law.rules.ts';
import { listWaitingForSitting, takeSittingAdvice } from './sittings.store.server.ts';
import { groundWords } from './words.ts';

/** Agendas and minutes are written in Indonesian, whoever makes them. */
const id = { locale: 'id' } as const;

/** A reprimand comes before a sitting where the office wants it; the sitting advises, and whoever leads decides with it in his hand. */
defineSittingKind('breach', {
  async listWaiting(ctx, unitId) {
    const unit = await getUnit(ctx, unitId);
    const { heard_first } = await optionsOf(ctx.tx, unitId, heardFirst, todayAt(unit, ctx.now));
    const rows = await listWaitingForSitting(ctx.tx, unitId, heardBands[heard_first]);
    return rows.map((row) => ({
      ...row,
      facts: m.breaches_facts_sitting(
        { grounds: row.grounds.map((code) => inSentence(groundWords[code]({}, id))).join('; ') },
        id,
      ),
    }));
  },
  href: ({ caseId, subjectId }) => `/clients/${caseId}/breaches/${subjectId}`,
  async tell(ctx, advice) {
    if (!(await takeSittingAdvice(ctx.tx, advice.itemId))) return false;
    ctx.journal({
      what: 'breach.sitting-noted',
      unitId: advice.unitId,
      caseId: advice.caseId,
      personId: advice.personId,
      about: {
        breachId: advice.subjectId,
        heldOn: advice.heldOn,
        document: advice.document,
        advice: advice.recommendation,
      },
    });
    return true;
  },
});
