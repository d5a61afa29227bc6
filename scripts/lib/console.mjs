/** What the scripts say, in the language of the console: English when LANG begins with en, else Indonesian. */
const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const language = (LC_ALL || LC_MESSAGES || LANG || '').startsWith('en') ? 'en' : 'id';

/** @typedef {{ id: string, en: string }} Sentence */

/** Beside what a command answers, so that its answer can be read by a program. @param {Sentence} sentence */
export const say = (sentence) => console.error(sentence[language]);

/** Stops a script with one sentence; `details` is what another program printed, for whoever looks closer. */
export class Stopped extends Error {
  /** @param {Sentence} sentence @param {string} [details] */
  constructor(sentence, details = '') {
    super(sentence[language]);
    this.details = details;
  }
}

/** Somebody stopped the script, and what it was running has ended; there is nothing to say. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(signal);
    this.code = signal === 'SIGINT' ? 130 : 143;
  }
}

/** Runs a script's work and turns what goes wrong into an exit code. @param {() => Promise<number>} work */
export async function runScript(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof Interrupted) return void (process.exitCode = error.code);
    if (!(error instanceof Stopped)) throw error;
    if (error.details) console.error(error.details.trim());
    console.error(error.message);
    process.exitCode = 1;
  }
}
