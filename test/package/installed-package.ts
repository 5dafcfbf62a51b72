import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onCleanup } from '../support/cleanup';

/** A project of somebody else, with the package in it as it would be published. */
export interface InstalledPackage {
  folder: string;
  tarball: string;
  /** Runs a program of Node's there, and gives what it printed. */
  run(file: string, args?: readonly string[], env?: Record<string, string>): Promise<string>;
  write(name: string, text: string): void;
}

/** Packs the package and installs it into an empty project. */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'idv-package-'));
  onCleanup(() => rmSync(folder, { recursive: true }));
  const npm = (args: readonly string[], cwd: string) =>
    execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund', '--no-update-notifier'], {
      cwd,
      encoding: 'utf8',
    });
  const packed = npm(['pack', '--ignore-scripts', '--pack-destination', folder], process.cwd());
  const tarball = join(folder, packed.trim().split('\n').at(-1) ?? '');
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('package.json', JSON.stringify({ name: 'somebody-else', private: true }));
  npm(['install', '--prefer-offline', tarball, '@types/node@20'], folder);
  return {
    folder,
    tarball,
    write,
    // Not in sync: what it talks to runs in this process.
    run: async (file, args = [], env = {}) => {
      const options = { cwd: folder, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, timeout: 60_000 };
      const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], options);
      return stdout;
    },
  };
}
