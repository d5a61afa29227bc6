import { fail, redirect } from '@sveltejs/kit';
import { formatMoment, formatNumericDate, type Locale } from '#kernel/format';
import { formatPartialDate, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import {
  changePersonForm,
  educationWords,
  fieldWords,
  maritalWords,
  nikSourceWords,
  problemWords,
  religionWords,
  sexWords,
  type PersonField,
  type PersonFields,
} from '#modules/people';
import { changePerson, getPerson } from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { dayOf, optionsOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:write', 'case:receive'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const shown = await showPerson(ctx, params.personId, url.pathname, locals.language);
    const person = await getPerson(ctx, params.personId, 'person:write');
    return {
      shown,
      submissionId: newSubmissionId(),
      version: person.version,
      // What is known of the number stays as it is unless another source is chosen, and goes with a number that is changed.
      value: { ...typedOf(person), nikSource: '' },
      noNikSource: person.nikSource
        ? m.people_nik_source_stays({ source: inSentence(nikSourceWords[person.nikSource]()) })
        : m.people_nik_source_none(),
      options: {
        nikSource: optionsOf(nikSourceWords),
        sex: optionsOf(sexWords),
        religion: optionsOf(religionWords),
        marital: optionsOf(maritalWords),
        education: optionsOf(educationWords),
      },
    };
  });

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { actor, language } = locals;
    const form = await readForm(request, changePersonForm(dayOf(actor)));
    if (!form.ok) {
      const said = sayFailure(form.failure, problemWords, language);
      return fail(said.status, { ...said.data, stale: undefined });
    }
    const { submissionId: _, version, reason, ...typed } = form.values;
    const fields: PersonFields = {
      ...typed,
      nik: typed.nik ?? null,
      nikSource: typed.nikSource ?? null,
      birth: typed.birth ?? null,
      sex: typed.sex ?? null,
      religion: typed.religion ?? null,
      maritalState: typed.maritalState ?? null,
      education: typed.education ?? null,
      nationality: typed.nationality.toUpperCase() || 'ID',
      motherName: typed.motherName ?? '',
      fatherName: typed.fatherName ?? '',
      deceasedOn: typed.deceasedOn ?? null,
    };
    const answer = await locals.runOnce(form.submission, (ctx) =>
      changePerson(ctx, { personId: params.personId, version, fields, reason }),
    );
    if (answer.ok) redirect(303, `/people/${params.personId}?saved=1`);
    const said = sayRefusal(
      409,
      form.typed,
      { [answer.refusal === 'stale' ? '' : 'reason']: [answer.refusal] },
      problemWords,
      language,
    );
    if (answer.refusal !== 'stale') return fail(409, { ...said.data, stale: undefined });
    const zone = actor?.postings[0]?.zone ?? 'Asia/Jakarta';
    const [now, yours] = [typedOf(answer.now), typedOf(fields)];
    return fail(409, {
      ...said.data,
      stale: {
        version: answer.version,
        says: m.people_stale_text({ by: answer.by, at: formatMoment(new Date(answer.at), zone, language) }),
        differs: answer.differs.map((field) => ({
          label: fieldWords[field](),
          now: worded(field, now, answer.now.birth, language),
          yours: worded(field, yours, fields.birth, language),
        })),
      },
    });
  },
};

/** A person as the form writes him. */
function typedOf(person: PersonFields): Record<PersonField, string> {
  return {
    name: person.name,
    titleBefore: person.titleBefore,
    titleAfter: person.titleAfter,
    nik: person.nik ?? '',
    nikSource: person.nikSource ?? '',
    birth: person.birth
      ? person.birth.precision === 'day'
        ? formatNumericDate(person.birth.text as PlainDate)
        : formatPartialDateTyped(person.birth)
      : '',
    birthPlace: person.birthPlace,
    sex: person.sex ?? '',
    religion: person.religion ?? '',
    maritalState: person.maritalState ?? '',
    education: person.education ?? '',
    occupation: person.occupation,
    workplace: person.workplace,
    nationality: person.nationality,
    motherName: person.motherName,
    fatherName: person.fatherName,
    marks: person.marks,
    deceasedOn: person.deceasedOn ? formatNumericDate(person.deceasedOn) : '',
  };
}

/** As readPartialDate reads it again: ± 1985, 03-1985, 1985. */
function formatPartialDateTyped({ text, precision }: PartialDate): string {
  if (precision === 'about_year') return `± ${text}`;
  return text.split('-').reverse().join('-');
}

function worded(
  field: PersonField,
  typed: Record<PersonField, string>,
  birth: PartialDate | null,
  language: Locale,
): string {
  const value = typed[field];
  if (value === '') return m.people_empty_value();
  if (field === 'birth') return birth ? formatPartialDate(birth, language) : value;
  const words = {
    nikSource: nikSourceWords,
    sex: sexWords,
    religion: religionWords,
    maritalState: maritalWords,
    education: educationWords,
  }[field as 'sex'];
  return (words as Record<string, () => string> | undefined)?.[value]?.() ?? value;
}
