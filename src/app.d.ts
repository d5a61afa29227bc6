import type { Locale } from '#messages';

declare global {
  namespace App {
    interface Error {
      /** What an officer can read over the phone so that the fault is found in the log. */
      number?: string;
    }
    interface Locals {
      /** The language of this answer, decided once in hooks.server.ts. */
      language: Locale;
    }
  }
}

export {};
