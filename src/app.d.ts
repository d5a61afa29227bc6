import type { Locale } from '#messages';
import type { TaskCount } from '#modules/tasks/server';
import type { Actor } from '#platform/actor';
import type { SubmissionRefused } from '#platform/errors';
import type { Runner } from '#platform/run.server';
import type { SendAgain } from '#web/send-again.server';

declare global {
  namespace App {
    interface Error {
      /** What an officer can read over the phone so that the fault is found in the log. */
      number?: string;
      /** The page's heading and what to do now (#web/error-words). */
      title?: string;
      help?: string;
      /** The address that was asked for, where the answer is drawn at another one. */
      asked?: string;
      /** What was sent and may not be saved, to be sent once more as it was. */
      again?: SendAgain;
    }
    interface Locals extends Pick<Runner, 'read' | 'runOnce'> {
      /** The language of this answer, decided once in hooks.server.ts. */
      language: Locale;
      /** Who asks; also while signing in is not finished, so look at its stage. */
      actor: Actor | null;
      /** The raw token behind the actor, for the steps of signing in and out. */
      token: string | null;
      /** Why what was sent did not run, where its id was the reason; then its form is shown again. */
      refusedSubmission?: SubmissionRefused['why'];
      /** What waits for the asker, once somebody has begun to count it for this answer. */
      ownTasks?: Promise<TaskCount[]>;
    }
  }
}

export {};
