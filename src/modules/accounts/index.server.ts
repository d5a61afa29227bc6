export {
  accountToAdminister,
  apiTokenOf,
  createAccount,
  endApiToken,
  endSessionsOf,
  issueToken,
  makeLink,
  removeSecondFactor,
  requireNewPassword,
  setAccountState,
  withdrawLink,
  type Account,
  type AdministerRefusal,
} from './administer.server.ts';
export {
  BudgetSpent,
  budgetOf,
  countOpened,
  countWholeList,
  giveHourReason,
  noteBudgetSpent,
  unlockDay,
} from './budget.server.ts';
export {
  cardCode,
  CARD_CODE_LENGTH,
  changeOwnPin,
  blockCard,
  closeGuarantorCards,
  firstPin,
  isCardCode,
  issueCard,
  issueCards,
  listCards,
  officeOfLockedCard,
  pinOfReset,
  printCards,
  printSheet,
  replaceCard,
  resetPin,
  signInClient,
  unlockPin,
  type Card,
  type CardHolder,
  type CardRefusal,
  type CaseOfCard,
  type ClientSignIn,
  type PrintedCard,
} from './client-access.server.ts';
export {
  makeFirstAdministratorLink,
  unnamed as unnamedOffice,
  type FirstOffice,
} from './first-administrator.store.server.ts';
export { canMailLink, linkAddress } from './link-message.server.ts';
export { codeFrom, holdKeys, isDemo, type AccountKeys } from './keys.server.ts';
export { confirmTry } from './door.store.server.ts';
export {
  giveConsent,
  proveOwnPin,
  readOwnCard,
  withdrawConsent,
  type OwnCard,
  type PinProof,
} from './own-card.server.ts';
export {
  addTotp,
  changeOwnPassword,
  endOtherSessions,
  endOwnSession,
  makeSpareCodes,
  removePasskey,
  removeTotp,
  setLanguage,
  type OwnRefusal,
} from './own-account.server.ts';
export {
  addPasskey,
  passkeysWork,
  passkeyToMake,
  passkeyToShow,
  showPasskey,
  takeChallenge,
  type Place,
} from './passkeys.server.ts';
export { hashSecret } from './passwords.server.ts';
export {
  findOwnFactors,
  accountWaits,
  countAccountsWaiting,
  listAccounts,
  type AccountWait,
  listServiceAccounts,
  listSessions,
  listTokens,
  type AccountLine,
  type OwnFactors,
  type SessionLine,
  type TokenLine,
} from './queries.server.ts';
export {
  beginTryAt,
  chooseNewPassword,
  demoAccounts,
  enrolSecondFactor,
  findLink,
  marksAtTheDoor,
  mustEnrol,
  provePassword,
  secondStep,
  showCode,
  signIn,
  signOut,
  stateOf,
  useLink,
  type DemoAccount,
  type SignInRefusal,
} from './sign-in.server.ts';
export { spareCodesOf } from './spare-codes.server.ts';
export { forgetOld } from './tidy.store.server.ts';
export { newTotpForPage, sameTotpForPage } from './totp.server.ts';
export { correctLeaving, leaveService, type LeavingRefusal } from './leave-service.server.ts';
