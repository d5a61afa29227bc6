import { formatDate } from '#kernel/format';
import { checkNik, formatNik, type Nik } from '#kernel/nik';
import { formatPartialDate, knownDay } from '#kernel/partial-date';
import { formatPhone, type Phone } from '#kernel/phone';
import { inSentence } from '#kernel/text';
import { dayAt } from '#kernel/zone';
import { holds } from '#modules/access';
import { kindWords } from '#modules/cases';
import {
  addressWords,
  aliasWords,
  educationWords,
  fieldWords,
  maritalWords,
  nikSourceWords,
  relationWords,
  religionWords,
  sexWords,
  type Person,
} from '#modules/people';
import { findNikSourceNoted, getPersonFile, listLinksOf, type PersonFile } from '#modules/people/server';
import { m, type Locale } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import type { RouteAccess } from '#web/route-access';
import { sayProblems } from '#web/say-problems.server';
import { caseStateWords, placeWords } from '../details.server.ts';
import { showOther } from '../links.server.ts';
import { showPerson } from '../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const shown = await showPerson(ctx, params.personId, url.pathname, language);
    const file = await getPersonFile(ctx, params.personId);
    const linked = (await listLinksOf(ctx, params.personId)).filter(({ state }) => state === 'linked');
    return {
      shown,
      linked: linked.map((link) => ({ id: link.linkId, ...showOther(link, language) })),
      saved: url.searchParams.has('saved') || url.searchParams.has('new'),
      fields: fieldsOf(
        file,
        file.person.nikSource ? await sourceNoted(ctx, file.person, language) : undefined,
        language,
      ),
      nikWarnings: nikWarnings(file, language),
      aliases: file.aliases.map((alias) => `${alias.name} (${inSentence(aliasWords[alias.kind]())})`),
      addresses: file.addresses
        .filter((address) => address.until === null)
        .map((address) => ({ label: addressWords[address.kind](), value: placeWords(address) })),
      phones: file.phones.map((phone) => ({
        label: formatPhone(phone.number as Phone),
        value: [
          phone.owner || m.people_phone_own(),
          phone.verifiedOn
            ? m.people_verified_on({ day: formatDate(phone.verifiedOn, language) })
            : m.people_verified_never(),
        ].join(' · '),
      })),
      family: file.family?.map((member) => ({ label: relationWords[member.relation](), value: member.name })),
      cases: file.cases.map((one) => ({
        id: one.id,
        label: one.registerLabel ?? m.people_search_no_case(),
        kind: kindWords[one.kind as keyof typeof kindWords](),
        state: caseStateWords[one.state as keyof typeof caseStateWords](),
        unit: one.unitName,
      })),
      // Whoever keeps people in custody writes their records and receives no clients.
      mayReceive: file.mayWrite && holds(ctx.actor, 'case:receive'),
    };
  });

function fieldsOf({ person }: PersonFile, nikSource: string | undefined, language: Locale) {
  const of = (field: keyof typeof fieldWords, value: string | null | undefined) => ({
    label: fieldWords[field](),
    value: value || undefined,
  });
  return [
    of('name', person.name),
    of('titleBefore', person.titleBefore),
    of('titleAfter', person.titleAfter),
    of('nik', person.nik && formatNik(person.nik as Nik)),
    ...(person.nik ? [of('nikSource', nikSource ?? m.people_nik_source_none())] : []),
    of('sex', person.sex && sexWords[person.sex]()),
    of('birthPlace', person.birthPlace),
    of('birth', person.birth && formatPartialDate(person.birth, language)),
    of('motherName', person.motherName),
    of('fatherName', person.fatherName),
    of('religion', person.religion && religionWords[person.religion]()),
    of('maritalState', person.maritalState && maritalWords[person.maritalState]()),
    of('education', person.education && educationWords[person.education]()),
    of('occupation', person.occupation),
    of('workplace', person.workplace),
    of('nationality', person.nationality && countryName(person.nationality, language)),
    of('marks', person.marks),
    ...(person.deceasedOn ? [of('deceasedOn', formatDate(person.deceasedOn, language))] : []),
  ].filter(({ label, value }) => value || (label !== fieldWords.titleBefore() && label !== fieldWords.titleAfter()));
}

/** How the NIK is known, with who wrote that down and when. */
async function sourceNoted(ctx: ReadCtx, person: Person, language: Locale): Promise<string> {
  const source = nikSourceWords[person.nikSource!]();
  const noted = await findNikSourceNoted(ctx, person.id);
  if (!noted) return source;
  const day = formatDate(dayAt(ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta', noted.at), language);
  return m.people_nik_source_noted({ source, by: noted.by || m.people_history_system(), day });
}

/** `ID` is Indonesia; a code that names no country stays as it is. */
function countryName(code: string, language: Locale): string {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** A NIK is never refused for its structure; what is odd about it is said, so that somebody looks at the card again. */
function nikWarnings({ person }: PersonFile, language: Locale): string[] {
  if (!person.nik) return [];
  const birth = person.birth ? knownDay(person.birth) : undefined;
  const warnings = checkNik(person.nik as Nik, { birth, sex: person.sex ?? undefined });
  return sayProblems({ nik: warnings }, {}, language)['nik'] ?? [];
}
