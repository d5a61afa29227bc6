import {
  kindRow,
  ageGroups,
  ageWords,
  basisWords,
  BasisForm,
  clientKinds,
  KindForm,
  kindInForce,
  kindWords,
  earlyEndWords,
  refusalWords,
} from '#modules/cases';
import {
  changeKind,
  listBases,
  listHoldingKind,
  listSameDecree,
  setLegalBasis,
  type Hindrance,
} from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { act } from '../../act.server.ts';
import { dayWords, optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'legal', locals.language);
    const row = kindRow(header.kind);
    const bases = await listBases(ctx, params.caseId);
    const now = bases.find((one) => one.replacedAt === null);
    const standing =
      now && kindInForce.decide({ kind: header.kind, ageGroup: header.ageGroup, dated: now.dated }).result;
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      kindId: newSubmissionId(),
      kind: header.kind,
      ageGroup: header.ageGroup,
      early: earlyEndWords[row.early](),
      sdp: row.sdp[header.ageGroup],
      warning:
        standing === 'not_yet'
          ? m.cases_kind_not_yet()
          : standing === 'no_longer'
            ? m.cases_kind_no_longer()
            : undefined,
      sameDecree: (await listSameDecree(ctx, params.caseId)).map((one) => ({
        href: `/clients/${one.caseId}/legal`,
        label: [one.name, one.registerLabel].filter(Boolean).join(', '),
      })),
      bases: bases.map((one) => ({
        id: one.id,
        kind: basisWords[one.kind](),
        number: one.number,
        dated: dayWords(one.dated, locals.language),
        issuer: one.issuer,
        file: one.fileId ? `/files/${one.fileId}` : undefined,
        replaced: one.replacedAt !== null,
      })),
      holding: (await listHoldingKind(ctx, params.caseId)).map(({ says, href }) => ({ text: says(), href })),
      mayWrite: header.may['case:write'] && shown.state.open,
      basisKinds: optionsOf(basisWords, row.bases),
      kinds: optionsOf(kindWords, clientKinds),
      ages: optionsOf(ageWords, ageGroups),
    };
  });

export const actions: Actions = {
  basis: async (event) => {
    const seen = await readForm(event.request.clone() as Request, BasisForm);
    const upload =
      seen.ok && seen.values.file !== undefined ? await readUpload(seen.values.file, 'document') : undefined;
    if (seen.ok && upload && !upload.ok)
      return sayRefusal(422, seen.typed, { file: [upload.problem] }, {}, event.locals.language);
    return act(
      event,
      BasisForm,
      (ctx, { submissionId: _, file: _file, ...basis }, caseId) =>
        setLegalBasis(ctx, { ...basis, caseId, file: upload?.ok ? upload.file : undefined }),
      { fieldOf: { day_in_future: 'dated', basis_not_for_kind: 'kind', file_refused: 'file' } },
    );
  },
  kind: (event) => {
    let holding: readonly Hindrance[] = [];
    return act(
      event,
      KindForm,
      async (ctx, { submissionId: _, ...change }, caseId) => {
        const answer = await changeKind(ctx, { ...change, caseId });
        if (!answer.ok && answer.refusal === 'matter_running') holding = await listHoldingKind(ctx, caseId);
        return answer;
      },
      {
        fieldOf: {
          kind_not_for_age: 'ageGroup',
          adult_under_eighteen: 'ageGroup',
          child_under_twelve: 'kind',
          already_a_client: 'kind',
          age_unusual: 'ageChecked',
          matter_running: 'kind',
        },
        // It names what runs, and where that is brought to its end.
        words: { ...refusalWords, matter_running: () => holding.map(({ says }) => says()).join(' ') },
      },
    );
  },
};
