/** npm start: installs and builds what is missing, then runs Simpul. `npm start -- --help` lists the options. */
import { ensureMessages, isBuilt, mustBuild } from './lib/build.mjs';
import { runScript } from './lib/console.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { handOver } from './lib/project.mjs';

const typed = process.argv.slice(2);

await runScript(async () => {
  await ensureInstalled();
  const command = ['start', ...typed];
  if (typed.includes('--help') || isBuilt()) return handOver(command);
  await ensureMessages();
  return handOver(command, { pages: mustBuild() });
});
