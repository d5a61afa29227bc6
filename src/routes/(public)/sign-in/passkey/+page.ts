/** Only script can ask a device for a passkey; everybody else has the code. */
export const csr = true;
