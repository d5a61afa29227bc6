import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { Answer, Ask } from './typeset.server.ts';

/**
 * The process that sets pages, apart from everything else: whatever happens while a page is set, only this process ends. It holds
 * the fonts, reads no file and knows no network; a layout sees nothing but its own text, its data and the pictures sent with it.
 */
const fonts = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((face) =>
  readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/arimo/${face}/Arimo_${face}.ttf`)),
);
/** There is no such folder, so a path that a layout might ask for leads nowhere. */
const workspace = process.platform === 'win32' ? 'C:\\simpul-no-such-folder' : '/simpul-no-such-folder';
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });

// Setting a page blocks this thread, so another one watches how much memory it takes.
new Worker(
  `setInterval(() => { if (process.memoryUsage.rss() > ${Number(process.argv[2])}) process.kill(process.pid, 'SIGKILL'); }, 40);`,
  { eval: true },
).unref();

process.on('message', (ask: Ask) => process.send!(answerTo(ask)));
process.on('disconnect', () => process.exit());

function answerTo({ id, layout, sheets, pictures }: Ask): Answer {
  try {
    compiler.resetShadow();
    compiler.addSource(`${workspace}/main.typ`, layout);
    for (const [name, bytes] of Object.entries(pictures))
      compiler.mapShadow(`${workspace}/${name}`, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return { id, pages: sheets.map(pageOf) };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

function pageOf(sheet: string): Buffer {
  const result = compiler.compile({ mainFilePath: `${workspace}/main.typ`, inputs: { sheet } });
  const document = result.result;
  if (!document) throw new Error(JSON.stringify(result.takeDiagnostics()?.shortDiagnostics ?? 'no page'));
  const page = compiler.pdf(document, { pdfStandard: PdfStandard.A_2b as unknown as string });
  compiler.evictCache(10);
  return page;
}
