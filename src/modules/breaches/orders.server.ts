import { reachCase } from '#modules/cases/server';
import { followPlans } from '#modules/contacts/server';
import type { ContactKind } from '#modules/contacts';
import { draftTaskOrder, followLetters, withdrawTaskOrder } from '#modules/letters/server';
import { m } from '#messages';
import { listRunning } from './store.server.ts';

/** Letters are Indonesian whatever language a screen has. */
const id = { locale: 'id' } as const;
const thing = 'contacts.planned';

/** For which contacts an officer is sent out: to the client's home, to those around him, to a register elsewhere. */
const errands: Readonly<Partial<Record<ContactKind, (values: Record<string, never>, options: typeof id) => string>>> = {
  home_visit: m.breaches_order_home_visit,
  observation: m.breaches_order_observation,
  search: m.breaches_order_search,
};

/** While a breach runs, whoever is sent out about the client goes with an order: drafted with the day that is set, and with it alone. */
followPlans('breaches', async (ctx, { caseId, plan, before }) => {
  const of = await reachCase(ctx, caseId, 'contact:record');
  if (before) {
    const reason = plan ? m.breaches_order_moved({}, id) : m.breaches_order_off({}, id);
    await withdrawTaskOrder(ctx, of, { concerns: { thing, id: before }, reason });
  }
  const task = plan && errands[plan.kind];
  if (!task || (await listRunning(ctx.tx, of.id)).length === 0) return;
  const { id: planId, on, place } = plan;
  await draftTaskOrder(ctx, of, { task: task({}, id), place, from: on, until: on, concerns: { thing, id: planId } });
});

followLetters(
  thing,
  async () => {},
  async (_, { caseId }) => ({ href: `/clients/${caseId}/contacts`, name: m.contacts_title() }),
);
