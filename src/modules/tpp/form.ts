import * as v from 'valibot';
import {
  choice,
  freeText,
  integer,
  optionalDate,
  optionalInteger,
  optionalShortText,
  optionalText,
  optionalUuid,
  shortText,
  checkbox,
  typedDate,
  typedTime,
  uuidField,
} from '#kernel/fields';
import { presenceFields } from '#kernel/presences';
import { duties, recommendations, ways } from './sitting.ts';

/** What people may type, form by form; `version` says what they were looking at. */
const version = integer(1, 1_000_000_000);
/** Any number of rows that the page offers, each once: a group of boxes named `name[]`. */
const ids = () =>
  v.nullish(
    v.pipe(
      v.array(uuidField(), 'not_text'),
      v.maxLength(500, 'choice_unknown'),
      v.transform((all) => [...new Set(all)]),
    ),
    [],
  );
const details = { day: typedDate(), startsAt: typedTime(), place: shortText(200) };

export const DraftForm = v.object({
  submissionId: uuidField(),
  unitId: integer(1, 2_000_000_000),
  ...details,
  takeAll: checkbox(),
});
export const DetailsForm = v.object({ submissionId: uuidField(), version, ...details });
export const PutForm = v.object({ submissionId: uuidField(), version, subjects: ids() });
export const ArrangeForm = v.object({
  submissionId: uuidField(),
  version,
  itemId: uuidField(),
  to: choice(['up', 'down', 'first', 'last', 'off']),
});
export const InviteForm = v.object({ submissionId: uuidField(), version });
export const OpenSittingForm = v.object({
  submissionId: uuidField(),
  version,
  present: ids(),
  chairId: uuidField(),
  secretaryId: uuidField(),
});
export const CancelForm = v.object({ submissionId: uuidField(), version, reason: freeText(1000) });

export const HearForm = v.object({
  submissionId: uuidField(),
  version,
  recommendation: choice(recommendations),
  reasons: freeText(4000),
  way: choice(ways),
  votesFor: optionalInteger(0, 99),
  votesAgainst: optionalInteger(0, 99),
  votesAbstained: optionalInteger(0, 99),
  dissenter1: optionalUuid(),
  dissent1: optionalText(1000),
  dissenter2: optionalUuid(),
  dissent2: optionalText(1000),
  dissenter3: optionalUuid(),
  dissent3: optionalText(1000),
  ...presenceFields,
});
export const HearManyForm = v.object({
  submissionId: uuidField(),
  items: ids(),
  recommendation: choice(recommendations),
  reasons: freeText(4000),
});

export const CloseForm = v.object({ submissionId: uuidField(), version });
export const MemberForm = v.object({
  submissionId: uuidField(),
  unitId: integer(1, 2_000_000_000),
  staffId: optionalUuid(),
  outsideName: optionalShortText(200),
  outsidePost: optionalShortText(200),
  duty: choice(duties),
  startsOn: typedDate(),
  endsOn: optionalDate(),
  basis: optionalShortText(200),
});
export const EndMemberForm = v.object({ submissionId: uuidField(), memberId: uuidField(), endsOn: typedDate() });
