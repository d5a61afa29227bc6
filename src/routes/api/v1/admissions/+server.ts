import { readNik } from '#kernel/nik';
import { partialDateOf } from '#kernel/partial-date';
import { parseClockTime } from '#kernel/zone';
import { refusalWords, type CustodyRefusal } from '#modules/custody';
import { recordAdmission as record } from '#modules/custody/server';
import { answering, refusalProblem, submissionOf } from '#web/api.server';
import { Problem } from '#web/problem.server';
import type { RouteAccess } from '#web/route-access';
import { recordAdmission } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: recordAdmission.scopes };

/** The value that a refusal is about. */
const fieldOf: Partial<Record<CustodyRefusal, string>> = {
  day_in_future: 'admittedOn',
  moment_in_future: 'admittedAt',
  basis_in_future: 'basis.dated',
  until_before_from: 'basis.until',
  until_missing: 'basis.until',
  penalty_missing: 'basis.penalty',
  sentence_missing: 'basis.sentence',
  register_unclear: 'register',
  because_missing: 'registerReason',
  age_missing: 'ageGroup',
  place_reason_missing: 'placeReason',
  label_taken: 'registerNumber',
  not_an_institution: 'unit',
  already_held: 'person',
};

export const POST: RequestHandler = answering(recordAdmission, async ({ body }, event) => {
  const { person, basis } = body;
  const nik = person.nik === undefined ? undefined : readNik(person.nik);
  const answer = await event.locals.runOnce(submissionOf(event, body), (ctx) =>
    record(ctx, {
      person: {
        unitId: body.unit,
        name: person.name,
        aliases: person.aliases,
        nik: nik?.ok ? (nik.nik ?? null) : null,
        nikSource: person.nikSource,
        sex: person.sex,
        birth: person.birth === undefined ? null : partialDateOf(person.birth),
        birthPlace: person.birthPlace,
        motherName: person.motherName,
        fatherName: person.fatherName,
      },
      facts: {
        admittedOn: body.admittedOn,
        admittedAt: parseClockTime(body.admittedAt)!,
        broughtFrom: body.receivedFrom,
        broughtBy: body.broughtBy,
        noPapers: false,
        nameRefused: false,
        ageSaid: body.ageGroup ?? null,
        placeReason: body.placeReason,
        register: body.register ?? null,
        because: body.registerReason,
        importedLabel: body.registerNumber,
        basis: {
          kind: basis.kind,
          authority: basis.authority,
          issuer: basis.issuer,
          number: basis.number,
          dated: basis.dated,
          offence: basis.offence,
          fromOn: basis.from,
          untilOn: basis.until ?? null,
          penalty: basis.penalty ?? null,
          sentence: basis.sentence ?? { years: 0, months: 0, days: 0 },
        },
      },
    }),
  );
  if (answer.ok) return answer;
  const field = fieldOf[answer.refusal];
  const { status, type, message, detail } = refusalProblem(answer, refusalWords[answer.refusal]());
  throw new Problem(status, type, message, {
    ...(detail === undefined ? {} : { detail }),
    ...(field === undefined ? {} : { errors: [{ in: 'body', field, problem: answer.refusal }] }),
  });
});
