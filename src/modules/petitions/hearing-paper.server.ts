import { formatDay } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { othersPresent } from '#modules/breaches';
import { setApart } from '#modules/letters/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { readPetition } from './queries.server.ts';
import { findHearer } from './store.server.ts';

const id = { locale: 'id' } as const;
/** Somebody without a number in the register of officials has none in minutes either. */
const none = '–';

/** The minutes of hearing whoever petitioned, as a page to sign; for whoever may know who that is. Nothing where it cannot be set. */
export async function readHearingPaper(
  ctx: ReadCtx,
  petitionId: string,
  hearingId: string,
): Promise<Buffer | undefined> {
  const one = await readPetition(ctx, petitionId);
  const held = isUuid(hearingId) ? one.hearings.find((hearing) => hearing.id === hearingId) : undefined;
  if (!held || !one.petitioner) throw new NotFound('hearing');
  ctx.accessed({ what: 'petition.minutes-opened', unitId: one.unitId, about: { petitionId: one.id } });
  const hearer = (await findHearer(ctx.tx, held.id)) ?? { name: held.by ?? '', nip: '' };
  const person = one.petitioner.name;
  return setApart(ctx, {
    unitId: one.unitId,
    kind: 'petitions.hearing',
    label: held.number,
    dated: held.heldOn,
    fields: {
      examiner_name: hearer.name,
      examiner_nip: hearer.nip || none,
      heard_person: person || none,
      held_on: formatDay(held.heldOn, 'id'),
      held_place: held.place,
      reason: m.petitions_hearing_reason({ reference: one.reference }, id),
      statement: held.statement,
      present: held.present.split('\n').filter(Boolean).join('; '),
    },
    people: {
      clientName: '',
      counsellorName: '',
      counsellorNip: '',
      heard: person,
      examiner: hearer,
      present: othersPresent({ ...held, person, clientName: '', inAbsence: false, examiner: hearer }),
    },
  });
}
