import { redirect } from '@sveltejs/kit';
import { formatNumericDate } from '#kernel/format';
import { unitsWhere } from '#modules/access';
import {
  abouts,
  aboutWords,
  asked,
  askedWords,
  channelWords,
  deskChannels,
  petitionerKinds,
  petitionerWords,
  RecordForm,
  refusalWords,
} from '#modules/petitions';
import { attachmentBytes, receiptOf, recordPetition, todayOfDesk } from '#modules/petitions/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { fieldOf, isLeft } from '../../../petition-form.server.ts';
import { handReceipt } from '../../../petition-receipt.server.ts';
import { optionsOf } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:record'] };

export const load: PageServerLoad = ({ locals }) =>
  locals.read(async (ctx) => {
    const unit = unitsWhere(ctx.actor, 'petition:record')[0]!;
    return {
      submissionId: newSubmissionId(),
      office: unit.unitName,
      today: formatNumericDate(await todayOfDesk(ctx, unit.unitId)),
      channels: optionsOf(channelWords, deskChannels),
      asks: optionsOf(askedWords, asked),
      abouts: optionsOf(aboutWords, abouts),
      kinds: optionsOf(petitionerWords, petitionerKinds),
      most: attachmentBytes,
    };
  });

export const actions: Actions = {
  default: async (event) => {
    const { language, actor } = event.locals;
    const form = await readForm(event.request, RecordForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, language);
    const { submissionId, channel, receivedOn, readBack, file, kind, name, agency, phone, address, ...text } =
      form.values;
    const upload = isLeft(file) ? undefined : await readUpload(file, 'document');
    if (upload && !upload.ok) return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, language);
    const answer = await event.locals.runOnce(form.submission, (ctx) =>
      recordPetition(ctx, {
        officeId: unitsWhere(actor!, 'petition:record')[0]!.unitId,
        text,
        petitioner: { kind, name, agency, phone, address },
        channel,
        readBack,
        receivedOn,
        file: upload?.file ?? null,
      }),
    );
    if (!answer.ok) {
      const problems = { [fieldOf[answer.refusal] ?? '']: [answer.refusal] };
      return sayRefusal(409, form.typed, problems, refusalWords, language);
    }
    handReceipt(event, receiptOf(submissionId));
    redirect(303, '/petitions/receipt');
  },
};
