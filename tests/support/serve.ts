/** The built application on a test's database, as `simpul serve` runs it on an office's: `node tests/support/serve.ts <port>`. */
import { listen } from '../../src/platform/web-server.server.ts';
import { answerWithApplication } from '../../src/cli/services.ts';

const web = await listen({ host: '127.0.0.1', port: Number(process.argv[2] ?? 0) });
await answerWithApplication(web);
console.log(`ready at ${web.address}`);

// A run that died in the middle leaves nobody behind who goes on looking for its database.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(), 2000).unref();
