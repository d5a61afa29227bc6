import { redirect } from '@sveltejs/kit';
import {
  abouts,
  aboutWords,
  asked,
  askedWords,
  petitionerKinds,
  petitionerWords,
  PublicPetitionForm,
  refusalWords,
} from '#modules/petitions';
import { attachmentBytes, officesToPetition, receiptOf, sendPetition } from '#modules/petitions/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { visitorOf } from '#web/visitor.server';
import { fieldOf, isLeft } from '../../petition-form.server.ts';
import { handReceipt } from '../../petition-receipt.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'a citizen or agency without an account who petitions: nothing of any client is shown, but his own name to whoever is signed in as him',
};

const optionsOf = <T extends string>(words: Readonly<Record<T, () => string>>, values: readonly T[]) =>
  values.map((value) => ({ value, label: words[value]() }));

export const load: PageServerLoad = async (event) => {
  const offices = await officesToPetition(visitorOf(event));
  const own = event.url.searchParams.has('own') ? event.locals.actor : null;
  // Whoever comes from his own page need not write down who he is; he may still take it out.
  const known = own?.own
    ? { officeId: String(own.own.unitId), about: 'office', kind: 'citizen', name: own.name }
    : undefined;
  return {
    sendingId: newSubmissionId(),
    offices: offices.map(({ id, name }) => ({ value: String(id), label: name })),
    only: known?.officeId ?? (offices.length === 1 ? String(offices[0]!.id) : ''),
    known,
    asks: optionsOf(askedWords, asked),
    abouts: optionsOf(aboutWords, abouts),
    kinds: optionsOf(petitionerWords, petitionerKinds),
    most: attachmentBytes,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { language } = event.locals;
    const form = await readForm(event.request, PublicPetitionForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, language);
    const { sendingId, officeId, file, kind, name, agency, phone, address, ...text } = form.values;
    const upload = isLeft(file) ? undefined : await readUpload(file, 'document');
    if (upload && !upload.ok) return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, language);
    const answer = await sendPetition(visitorOf(event), {
      sendingId,
      officeId,
      text,
      petitioner: { kind, name, agency, phone, address },
      file: upload?.file ?? null,
    });
    if (!answer.ok) {
      const problems = { [fieldOf[answer.refusal] ?? '']: [answer.refusal] };
      return sayRefusal(answer.refusal === 'too_many_today' ? 429 : 409, form.typed, problems, refusalWords, language);
    }
    handReceipt(event, receiptOf(sendingId));
    redirect(303, '/petition/receipt');
  },
};
