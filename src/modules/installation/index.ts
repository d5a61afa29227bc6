export { isSecureAddress, judgeAddress, tellingWord, type AddressRefusal } from './address.rules.ts';
export { AddressForm, LeaveJobForm, RetryJobForm } from './form.ts';
export { addressWords, nameOfJob, secureParts } from './words.ts';
