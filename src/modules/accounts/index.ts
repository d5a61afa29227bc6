export {
  DAY_EXTRA,
  HOUR_EXTRA,
  judgeBudget,
  PEOPLE_A_DAY,
  PEOPLE_AN_HOUR,
  type BudgetVerdict,
} from './budget.rules.ts';
export {
  AccountStateForm,
  LeavingForm,
  LinkForm,
  CardCodeForm,
  ChangePasswordForm,
  CodeForm,
  ConsentForm,
  ConsentWithdrawalForm,
  EndPostingForm,
  EnrolForm,
  FirstPinForm,
  LocaleForm,
  NewAccountForm,
  NewPasswordForm,
  OwnPinForm,
  PasskeyForm,
  PasskeyIdForm,
  PasskeyLabelForm,
  PinForm,
  PostingForm,
  ProvePasswordForm,
  ReasonForm,
  SessionForm,
  SignInForm,
  TokenForm,
  TokenIdForm,
  UnlockDayForm,
  WithdrawForm,
} from './form.ts';
export { privacyNotice } from './consent.ts';
export {
  judgePassword,
  PASSWORD_LENGTH,
  type PasswordContext,
  type PasswordPolicy,
  type PasswordProblem,
} from './password.rules.ts';
export { isProgramScope, programScopes } from './scopes.rules.ts';
export { needsSecondFactor, nextStage, rolesWithSecondFactor, type Stage } from './sign-in.rules.ts';
export { waitBeforeTry } from './throttle.rules.ts';
export {
  accountProblemWords,
  accountStateWords,
  accountsRefusalWords,
  sayWait,
  type AccountsRefusal,
} from './words.ts';
