import * as v from 'valibot';
import {
  agreement,
  checkbox,
  choice,
  choices,
  freeText,
  integer,
  nikField,
  optionalChoice,
  optionalDate,
  optionalInteger,
  optionalPhone,
  optionalShortText,
  optionalText,
  optionalTime,
  optionalUuid,
  personName,
  shortText,
  textLines,
  typedDate,
  uuidField,
} from '#kernel/fields';
import {
  ageGroups,
  basisKinds,
  clientKinds,
  conditionSources,
  decidedPhases,
  documentKinds,
  evidenceGrades,
  guarantorRelations,
  milestoneNames,
  openingReasons,
  proposedEndReasons,
  riskBands,
  tppAdvices,
} from './case.ts';
import { papers, paperStandings, type Paper, type PaperStanding } from './papers.ts';
import { generalConditions, specialConditions } from './conditions.ts';

/** What people may type, form by form: shape only, whether it may be done is for rules.ts. `version` says what they were looking at. */
const version = integer(1, 1_000_000_000);

export const ReceiveForm = v.object({
  submissionId: uuidField(),
  personId: uuidField(),
  kind: choice(clientKinds),
  ageGroup: choice(ageGroups),
  receivedOn: typedDate(),
  handoverNumber: optionalShortText(120),
  handoverFrom: optionalShortText(200),
  releasedOn: optionalDate(),
  releaseExpectedOn: optionalDate(),
  offence: optionalShortText(300),
  offenceArticles: optionalShortText(300),
  counsellorId: optionalUuid(),
  ageChecked: checkbox(),
});

export const RegisterForm = v.object({ submissionId: uuidField(), version, registeredOn: typedDate() });
export const VoidNumberForm = v.object({ submissionId: uuidField(), entryId: uuidField(), reason: shortText(500) });

export const BasisForm = v.object({
  submissionId: uuidField(),
  version,
  kind: choice(basisKinds),
  number: shortText(120),
  dated: typedDate(),
  issuer: shortText(200, 2),
  file: v.optional(v.unknown()),
});
export const KindForm = v.object({
  submissionId: uuidField(),
  version,
  kind: choice(clientKinds),
  ageGroup: choice(ageGroups),
  ageChecked: checkbox(),
  reason: shortText(500),
});

export const RiskForm = v.object({
  submissionId: uuidField(),
  version,
  riskBand: optionalChoice(riskBands),
  minimumGrade: choice(evidenceGrades),
  reason: shortText(500),
});

export const PeriodForm = v.object({
  submissionId: uuidField(),
  version,
  start: typedDate(),
  end: typedDate(),
  firstDetainedOn: optionalDate(),
  years: optionalInteger(0, 60),
  months: optionalInteger(0, 720),
  days: optionalInteger(0, 22000),
  remissionDays: optionalInteger(0, 22000),
  offence: optionalShortText(300),
  offenceArticles: optionalShortText(300),
});
export const ReleaseForm = v.object({
  submissionId: uuidField(),
  version,
  releasedOn: optionalDate(),
  expectedOn: optionalDate(),
  document: optionalShortText(200),
  releaseReason: optionalShortText(500),
});
export const MilestoneForm = v.object({
  submissionId: uuidField(),
  version,
  name: choice(milestoneNames),
  day: typedDate(),
  reason: shortText(500),
});

export const ReturnMilestoneForm = v.object({
  submissionId: uuidField(),
  version,
  name: choice(milestoneNames),
  returnReason: shortText(500),
});

export const OrientationForm = v.object({ submissionId: uuidField(), version, orientedOn: typedDate() });
export const ContractForm = v.object({
  submissionId: uuidField(),
  version,
  number: shortText(120),
  signedOn: typedDate(),
  general: choices(generalConditions),
  special: choices(specialConditions),
  /** One free condition a line. */
  more: textLines(4000, { min: 3, max: 1000 }),
});
export const ConditionForm = v.object({
  submissionId: uuidField(),
  version,
  text: freeText(1000, 3),
  source: choice(conditionSources),
  startsOn: optionalDate(),
  endsOn: optionalDate(),
});
export const LiftForm = v.object({ submissionId: uuidField(), conditionId: uuidField(), reason: shortText(500) });

export const GuarantorForm = v.object({
  submissionId: uuidField(),
  version,
  name: personName(),
  relation: choice(guarantorRelations),
  nik: nikField(),
  phone: optionalPhone(),
  address: optionalShortText(500),
  signedOn: optionalDate(),
});
export const ConfirmDutiesForm = v.object({
  submissionId: uuidField(),
  guarantorId: uuidField(),
  confirmedOn: typedDate(),
  agreed: agreement(),
});
export const EndGuarantorForm = v.object({
  submissionId: uuidField(),
  guarantorId: uuidField(),
  endedOn: typedDate(),
  reason: shortText(500),
});

export const AssignForm = v.object({
  submissionId: uuidField(),
  version,
  staffId: uuidField(),
  startsOn: typedDate(),
  orderNumber: optionalShortText(120),
  reason: optionalShortText(500),
});
export const HandOverForm = v.object({
  submissionId: uuidField(),
  unitId: integer(1, 2_000_000_000),
  fromStaffId: uuidField(),
  toStaffId: uuidField(),
  kinds: choices(clientKinds),
  startsOn: typedDate(),
  orderNumber: optionalShortText(120),
  reason: shortText(500),
  /** What the preview said: another number by now means that somebody else worked on it. */
  count: integer(0, 100_000),
});

export const PauseForm = v.object({
  submissionId: uuidField(),
  version,
  startsOn: typedDate(),
  reason: freeText(1000, 5),
});
export const ResumeForm = v.object({ submissionId: uuidField(), version, endsOn: typedDate() });

export const EndingForm = v.object({
  submissionId: uuidField(),
  version,
  reason: choice(proposedEndReasons),
  day: typedDate(),
  note: optionalText(2000),
  documentNumber: optionalShortText(120),
  decideNow: checkbox(),
});
export const DecideEndingForm = v.object({
  submissionId: uuidField(),
  version,
  endingId: uuidField(),
  outcome: choice(['approved', 'refused']),
  note: optionalText(2000),
});
export const ReopenForm = v.object({ submissionId: uuidField(), version, day: typedDate(), note: freeText(2000) });

export const TransferForm = v.object({
  submissionId: uuidField(),
  version,
  /** One of the two: an office that uses Simpul here, or the name of one that does not. */
  toUnitId: optionalInteger(1, 2_000_000_000),
  toName: optionalShortText(200),
  reason: freeText(2000, 3),
  letterNumber: optionalShortText(120),
  guarantorStatement: checkbox(),
  riskNote: freeText(2000),
});
export const PhaseForm = v.object({
  submissionId: uuidField(),
  version,
  toPhase: choice(decidedPhases),
  report: freeText(4000),
});
export const PhaseNoteForm = v.object({
  submissionId: uuidField(),
  changeId: uuidField(),
  heldOn: typedDate(),
  document: shortText(200),
  advice: choice(tppAdvices),
  note: freeText(2000),
});
export const DecidePhaseForm = v.object({
  submissionId: uuidField(),
  changeId: uuidField(),
  step: choice(['approve', 'refuse']),
  note: optionalText(2000),
  told: optionalText(2000),
});
export const WithdrawPhaseForm = v.object({
  submissionId: uuidField(),
  changeId: uuidField(),
  note: freeText(2000, 5),
});

export const TppNoteForm = v.object({
  submissionId: uuidField(),
  transferId: uuidField(),
  heldOn: typedDate(),
  document: shortText(200),
  advice: choice(tppAdvices),
  note: freeText(2000),
});
export const DecideTransferForm = v.object({
  submissionId: uuidField(),
  transferId: uuidField(),
  step: choice(['approve', 'refuse']),
  note: optionalText(2000),
  told: optionalText(2000),
});
export const WithdrawTransferForm = v.object({
  submissionId: uuidField(),
  transferId: uuidField(),
  note: freeText(2000, 5),
});
export const OutsideAnswerForm = v.object({
  submissionId: uuidField(),
  transferId: uuidField(),
  step: choice(['arrive', 'decline']),
  day: typedDate(),
  letterNumber: shortText(120),
  note: optionalText(2000),
});
export const AcceptTransferForm = v.object({
  submissionId: uuidField(),
  transferId: uuidField(),
  step: choice(['arrive', 'decline']),
  day: typedDate(),
  note: optionalText(2000),
  counsellorId: optionalUuid(),
});

export const DocumentForm = v.object({
  submissionId: uuidField(),
  kind: choice(documentKinds),
  title: shortText(200),
  file: v.optional(v.unknown()),
});
/** How each paper of a handover stands; what nobody has looked at is left out. */
export const PapersForm = v.object({
  submissionId: uuidField(),
  ...(Object.fromEntries(papers.map((paper) => [`paper_${paper}`, optionalChoice(paperStandings)])) as {
    [Name in `paper_${Paper}`]: ReturnType<typeof optionalChoice<PaperStanding>>;
  }),
});
export const RemoveDocumentForm = v.object({
  submissionId: uuidField(),
  documentId: uuidField(),
  reason: shortText(500),
});

export const NoteForm = v.object({
  submissionId: uuidField(),
  happenedOn: typedDate(),
  happenedAt: optionalTime(),
  text: freeText(12000),
  correctsId: optionalUuid(),
});

export const OpenForm = v.object({
  submissionId: uuidField(),
  code: choice(openingReasons),
  reason: freeText(1000),
});
export const ReviewOpeningForm = v.object({
  submissionId: uuidField(),
  openingId: uuidField(),
  review: freeText(1000),
});
export const SealForm = v.object({ submissionId: uuidField(), version, reason: freeText(500) });
