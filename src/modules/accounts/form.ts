import * as v from 'valibot';
import {
  choice,
  choices,
  freeText,
  optionalChoice,
  optionalDate,
  optionalShortText,
  pin,
  shortText,
  typedDate,
  uuidField,
} from '#kernel/fields';
import { plainPin } from '#kernel/pin';
import { actions, roles } from '#modules/access';
import { postingKinds, sections, StaffForm } from '#modules/units';

/** Text that is compared and never kept: no cleaning, only a length that no honest hand exceeds. */
const secretText = v.pipe(
  v.nullish(v.string('not_text'), ''),
  v.minLength(1, 'required'),
  v.maxLength(1000, 'not_text'),
);

export const SignInForm = v.object({ username: v.pipe(shortText(64), v.toLowerCase()), password: secretText });
export const CodeForm = v.object({ factorCode: secretText });
export const EnrolForm = v.object({ factorCode: secretText, pending: secretText });
export const ProvePasswordForm = v.object({ password: secretText });
/** A passkey's answer, as the browser's script writes it into the form. */
export const PasskeyForm = v.object({
  response: v.pipe(v.nullish(v.string('not_text'), ''), v.minLength(2, 'required'), v.maxLength(20_000, 'not_text')),
});

type Twice = { newPassword: string; newPasswordAgain: string };
const isSame = (typed: Twice) => typed.newPassword === typed.newPasswordAgain;
const twice = { newPassword: secretText, newPasswordAgain: secretText };

export const NewPasswordForm = v.pipe(
  v.object(twice),
  v.forward(v.partialCheck([['newPassword'], ['newPasswordAgain']], isSame, 'accounts_problem_passwords_differ'), [
    'newPasswordAgain',
  ]),
);
export const ChangePasswordForm = v.pipe(
  v.object({ ...twice, password: secretText }),
  v.forward(v.partialCheck([['newPassword'], ['newPasswordAgain']], isSame, 'accounts_problem_passwords_differ'), [
    'newPasswordAgain',
  ]),
);

export const PasskeyLabelForm = v.object({ ...PasskeyForm.entries, label: shortText(60) });
export const PasskeyIdForm = v.object({ passkeyId: v.pipe(v.string('not_text'), v.maxLength(1500, 'not_text')) });
export const SessionForm = v.object({ sessionId: uuidField() });
export const LocaleForm = v.object({ locale: choice(['id', 'en']) });

const username = v.pipe(shortText(64), v.toLowerCase(), v.regex(/^[a-z0-9._@-]{3,64}$/, 'accounts_problem_username'));
export const PostingForm = v.object({
  unitId: v.pipe(shortText(10), v.regex(/^\d{1,9}$/, 'choice_unknown'), v.transform(Number)),
  role: choice(roles),
  kind: choice(postingKinds),
  section: optionalChoice(sections),
  startsOn: typedDate(),
  endsOn: optionalDate(),
  orderNumber: optionalShortText(100),
});
export const NewAccountForm = v.object({ ...StaffForm.entries, username, ...PostingForm.entries });

/** Ticked: to the owner's mail instead of onto the administrator's screen. */
export const LinkForm = v.object({ mail: v.optional(v.string()) });
export const AccountStateForm = v.object({ state: choice(['active', 'suspended', 'closed']) });
export const LeavingForm = v.object({ leftOn: typedDate(), leavingReason: freeText(500) });
export const WithdrawForm = v.object({ why: freeText(500) });
export const EndPostingForm = v.object({ endsOn: typedDate() });
export const TokenForm = v.object({
  accountId: uuidField(),
  label: shortText(100),
  scopes: v.pipe(choices(actions), v.minLength(1, 'choice_missing')),
  expiresOn: typedDate(),
});
export const TokenIdForm = v.object({ tokenId: uuidField() });
export const ReasonForm = v.object({ reason: v.pipe(freeText(500), v.minLength(10, 'accounts_problem_reason_short')) });
export const UnlockDayForm = v.object({ ...ReasonForm.entries, accountId: uuidField() });

/** A client's card: its code as typed by hand, and the PIN. */
export const CardCodeForm = v.object({ card: shortText(200) });
/**
 * A PIN to compare. Whether it is a good one is not judged, since an old one may be easy and still be right; but what is not six figures
 * cannot be right, and whoever slipped on the phone loses none of his five tries by it.
 */
const givenPin = v.pipe(
  secretText,
  v.check((typed) => /^\d{6}$/.test(plainPin(typed)), 'pin_not_six_digits'),
);
export const PinForm = v.object({ pin: givenPin });
type PinTwice = { newPin: string; newPinAgain: string };
const pinTwice = { submissionId: uuidField(), newPin: pin(), newPinAgain: secretText };
const isSamePin = (typed: PinTwice) => typed.newPin === typed.newPinAgain.normalize('NFKC').trim();
export const FirstPinForm = v.pipe(
  v.object(pinTwice),
  v.forward(v.partialCheck([['newPin'], ['newPinAgain']], isSamePin, 'accounts_problem_pins_differ'), ['newPinAgain']),
);
export const OwnPinForm = v.pipe(
  v.object({ ...pinTwice, pin: givenPin }),
  v.forward(v.partialCheck([['newPin'], ['newPinAgain']], isSamePin, 'accounts_problem_pins_differ'), ['newPinAgain']),
);
export const ConsentForm = v.object({ submissionId: uuidField(), version: shortText(40) });
export const ConsentWithdrawalForm = v.object({ submissionId: uuidField() });
