import type { Source } from '#kernel/rule';
import { m } from '#messages';
import { defineLetterKinds, type LetterKind } from './kinds.ts';
import * as revocation from './standard/revocation.ts';
import * as supervision from './standard/supervision.ts';

const ours: readonly Source[] = [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }];
const guidance: readonly Source[] = [{ law: 'sk-pas-09-2016', article: '-', standing: 'uncertain' }, ...ours];
const revoking: readonly Source[] = [{ law: 'permenkumham-3-2018', article: '-', standing: 'uncertain' }, ...ours];
const sitting: readonly Source[] = [{ law: 'pp-31-1999', article: '33', standing: 'uncertain' }, ...ours];

export const chairTitle = 'Ketua Tim Pengamat Pemasyarakatan';
export const taskOrder = 'letters.task-order';
export const familyTold = 'letters.family-told';
export const sittingInvitation = 'letters.sitting-invitation';
export const sittingMinutes = 'letters.sitting-minutes';

const byHead = { signatures: 'signer', signer: 'head' } as const;
const letter = { form: 'letter', ...byHead } as const;
const call = { ...letter, nature: 'urgent', calls: true } as const;
const appear = ['appear_on', 'appear_at', 'appear_place', 'purpose'] as const;

const examined = ['examiner_name', 'examiner_nip', 'examiner_title'] as const;

const kindOf = (rest: Omit<LetterKind, 'classification'>): LetterKind => ({
  ...rest,
  classification: rest.standard.classification,
});

/** The letters of supervision that several modules draft; a module with another one defines it in its own index.ts. */
export const standardLetterKinds = defineLetterKinds({
  'letters.summons-1': kindOf({
    name: m.letters_kind_summons_1,
    ...call,
    asks: appear,
    needs: appear,
    sources: guidance,
    standard: supervision.firstSummons,
  }),
  'letters.summons-2': kindOf({
    name: m.letters_kind_summons_2,
    ...call,
    asks: [...appear, 'earlier_letter'],
    needs: [...appear, 'earlier_letter'],
    sources: guidance,
    standard: supervision.secondSummons,
  }),
  'letters.summons-3': kindOf({
    name: m.letters_kind_summons_3,
    ...call,
    asks: [...appear, 'earlier_letter'],
    needs: [...appear, 'earlier_letter'],
    sources: guidance,
    standard: supervision.thirdSummons,
  }),
  'letters.reprimand': kindOf({
    name: m.letters_kind_reprimand,
    ...letter,
    nature: 'urgent',
    asks: ['reason', 'counselling'],
    needs: ['reason', 'counselling'],
    sources: guidance,
    standard: supervision.reprimand,
  }),
  [familyTold]: kindOf({
    name: m.letters_kind_family_told,
    ...letter,
    nature: 'ordinary',
    asks: ['addressee', 'statement'],
    needs: ['addressee', 'statement'],
    sources: ours,
    standard: supervision.familyTold,
  }),
  [taskOrder]: kindOf({
    name: m.letters_kind_task_order,
    form: 'titled',
    ...byHead,
    nature: '',
    asks: ['assigned_officer', 'assigned_nip', 'task', 'held_place', 'from_day', 'until_day'],
    needs: ['assigned_officer', 'task', 'from_day', 'until_day'],
    sources: ours,
    standard: supervision.taskOrder,
  }),
  'letters.examination': kindOf({
    name: m.letters_kind_examination,
    form: 'titled',
    signatures: 'examination',
    stays: true,
    signer: 'counsellor',
    nature: '',
    asks: [...examined, 'held_on', 'held_at', 'held_place', 'reason', 'statement', 'present'],
    needs: ['held_on', 'held_place', 'reason', 'statement', 'present'],
    sources: revoking,
    standard: supervision.examination,
  }),
  [sittingInvitation]: kindOf({
    name: m.letters_kind_sitting_invitation,
    desks: ['sitting'],
    form: 'letter',
    signatures: 'signer',
    signer: 'chair',
    nature: 'ordinary',
    asks: ['held_on', 'held_at', 'held_place', 'agenda', 'invited'],
    needs: ['held_on', 'held_at', 'held_place', 'agenda'],
    sources: sitting,
    standard: revocation.sittingInvitation,
  }),
  [sittingMinutes]: kindOf({
    name: m.letters_kind_sitting_minutes,
    desks: ['sitting'],
    form: 'titled',
    signatures: 'sitting',
    stays: true,
    signer: 'chair',
    nature: '',
    asks: ['held_on', 'held_at', 'held_place', 'present', 'heard'],
    needs: ['held_on', 'present', 'heard'],
    sources: sitting,
    standard: revocation.sittingMinutes,
  }),
  'letters.temporary-revocation': kindOf({
    name: m.letters_kind_temporary_revocation,
    form: 'decision',
    ...byHead,
    nature: '',
    asks: ['reason', 'result', 'earlier_letter'],
    needs: ['reason'],
    sources: revoking,
    standard: revocation.temporaryRevocation,
  }),
  'letters.revocation-proposal': kindOf({
    name: m.letters_kind_revocation_proposal,
    ...letter,
    nature: 'urgent',
    asks: ['reason', 'result', 'enclosed'],
    needs: ['reason'],
    sources: revoking,
    standard: revocation.revocationProposal,
  }),
  'letters.revocation-proposal-kanwil': kindOf({
    name: m.letters_kind_revocation_proposal_kanwil,
    desks: ['kanwil'],
    ...letter,
    nature: 'urgent',
    asks: ['measure', 'earlier_letter', 'reason', 'result', 'opinion', 'enclosed'],
    needs: ['reason'],
    sources: revoking,
    standard: revocation.revocationProposalOfKanwil,
  }),
  'letters.refusal': kindOf({
    name: m.letters_kind_refusal,
    ...letter,
    nature: 'ordinary',
    asks: ['addressee', 'request', 'reason'],
    needs: ['request', 'reason'],
    sources: ours,
    standard: supervision.refusal,
  }),
  'letters.arrest-request': kindOf({
    name: m.letters_kind_arrest_request,
    ...letter,
    nature: 'urgent',
    asks: ['addressee', 'decree', 'reason', 'enclosed'],
    needs: ['decree'],
    sources: revoking,
    standard: revocation.arrestRequest,
  }),
  'letters.permit': kindOf({
    name: m.letters_kind_permit,
    form: 'titled',
    ...byHead,
    nature: '',
    asks: ['request', 'destination', 'purpose', 'from_day', 'until_day'],
    needs: ['destination', 'from_day', 'until_day'],
    sources: ours,
    standard: supervision.permit,
  }),
  'letters.cover': kindOf({
    name: m.letters_kind_cover,
    ...letter,
    nature: 'ordinary',
    asks: ['addressee', 'enclosed', 'purpose'],
    needs: ['enclosed'],
    sources: ours,
    standard: supervision.coverLetter,
  }),
});
