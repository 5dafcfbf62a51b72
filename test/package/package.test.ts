import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../src/contract/verification';
import { CALLBACK_KEYS, startProduct, type Product } from '../support/product';
import { temporalAddress } from '../support/temporal';
import { installPackage, type InstalledPackage } from './installed-package';

let installed: InstalledPackage;
let product: Product;

beforeAll(async () => {
  installed = installPackage();
  product = await startProduct({ userTakesMs: 2_000 });
}, 300_000);

/** The code that the README gives a backend, on the tests' server and simulator, and with what it leaves to the reader. */
function readmeCode(): string {
  const [, block = ''] = /In your backend[^]*?```ts\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const filledIn: readonly [string, string][] = [
    ['Connection.connect()', `Connection.connect({ address: '${temporalAddress()}' })`],
    ["'https://id.example.com'", `'${product.callbackBaseUrl}'`],
    ['createCredentialsSource() }', `createCredentialsSource(), endpoint: new URL('${product.simulator.url}') }`],
    ["'e0c34a77f5ac40a5aa5e6ed20c35888a'", "'readme' + Date.now() + Math.floor(1e6 * Math.random())"],
    ['metaInfoFromTheUsersBrowser', "'{}'"],
    ['createVerificationClient({', `createVerificationClient({ taskQueue: '${product.taskQueue}',`],
  ];
  const code = filledIn.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`The README's code has no ${from} any more.`);
      return text.replace(from, () => to);
    },
    block.replaceAll(/^ {3}/gm, ''),
  );
  return `${code}\nconsole.log(JSON.stringify(outcome)); process.exit();\n`;
}

/** The same as a CommonJS file: imports first, and all else in a function, as there is no await at its top. */
function asCommonJs(code: string): string {
  const lines = code.split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const rest = lines.filter((line) => !line.startsWith('import '));
  return `${imports.join('\n')}\nasync function main() {\n${rest.join('\n')}\n}\nvoid main();\n`;
}

function compile(file: string): void {
  const tsc = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
  const options = [
    '--strict',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    'node',
    '--skipLibCheck',
    '--ignoreConfig',
  ];
  try {
    execFileSync(process.execPath, [tsc, ...options, file], { cwd: installed.folder, stdio: 'pipe' });
  } catch (error) {
    throw new Error(String((error as { stdout: Buffer }).stdout));
  }
}

const ENV = () => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: product.workerEnv.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: product.workerEnv.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '',
  CALLBACK_SECRET: CALLBACK_KEYS[0]?.secret ?? '',
});

test.each([
  ['ESM', 'readme.mts', 'readme.mjs', (code: string) => code],
  ['CommonJS', 'readme.cts', 'readme.cjs', asCommonJs],
] as const)(
  "the README's code is right TypeScript and runs a verification, as %s",
  async (_, source, compiled, form) => {
    installed.write(source, form(readmeCode()));
    compile(source);
    const printed = await installed.run(compiled, [], ENV());
    const outcome = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Outcome;
    expect(outcome).toMatchObject({ status: 'APPROVED', decidedBy: 'policy' });
  },
  120_000,
);

test('every entry can be required and imported', async () => {
  const { exports: entries } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> };
  const names = Object.keys(entries)
    // A bundle is for a worker to load, and the workflows for one to be built from.
    .filter((entry) => !/workflow|package\.json/.test(entry))
    .map((entry) => `temporal-id-verification${entry.slice(1)}`);
  expect(names.length).toBeGreaterThan(8);
  installed.write(
    'all.cjs',
    names.map((name) => `console.log(Object.keys(require('${name}')).length > 0);`).join('\n'),
  );
  installed.write(
    'all.mjs',
    names.map((name) => `console.log(Object.keys(await import('${name}')).length > 0);`).join('\n'),
  );
  for (const file of ['all.cjs', 'all.mjs']) {
    expect((await installed.run(file)).trim().split('\n')).toEqual(names.map(() => 'true'));
  }
});

test('idv is a command of whoever installs it', () => {
  const idv = join(installed.folder, 'node_modules', '.bin', 'idv');
  expect(execFileSync(idv, ['--help'], { encoding: 'utf8' })).toContain('Usage: idv');
});

test('the package is one that every resolver understands', () => {
  const bin = (name: string) => join(process.cwd(), 'node_modules', '.bin', name);
  expect(execFileSync(bin('publint'), ['run', installed.tarball, '--strict'], { encoding: 'utf8' })).toContain(
    'All good',
  );
  const left = ['--exclude-entrypoints', 'workflow-bundle', 'workflow-bundle-encoded-failures'];
  const attw = [installed.tarball, '--profile', 'node16', ...left];
  expect(execFileSync(bin('attw'), attw, { encoding: 'utf8' })).not.toContain('❌');
});
