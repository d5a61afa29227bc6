/**
 * What the client's page says about his data, by the day it was written. Whoever changes its sentences (messages, area `client`,
 * keys `client_privacy_…`) in meaning gives it a new version, and every client is asked again.
 */
export const privacyNotice = { version: '2026-12-01' } as const;
