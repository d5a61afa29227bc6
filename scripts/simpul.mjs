/** npm run simpul -- <command>: installs what is missing, then runs one command. Without a command it lists them. */
import { ensureBuilt, ensureMessages } from './lib/build.mjs';
import { runScript } from './lib/console.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { handOver } from './lib/project.mjs';

const typed = process.argv.slice(2);
const servesPages = ['start', 'serve', 'bench'].includes(typed[0]) && !typed.includes('--help');

await runScript(async () => {
  await ensureInstalled({ tests: typed[0] === 'verify' });
  await (servesPages ? ensureBuilt() : ensureMessages());
  return handOver(typed);
});
