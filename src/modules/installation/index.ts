export { isSecureAddress, judgeAddress, tellingWord, type AddressRefusal } from './address.rules.ts';
export { AddressForm } from './form.ts';
export { addressWords, secureParts } from './words.ts';
