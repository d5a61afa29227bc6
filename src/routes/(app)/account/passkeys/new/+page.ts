/** Only script can ask a device for a passkey. */
export const csr = true;
