import { parseArgs } from 'node:util';

/** What a proof came to. */
export interface Verdict {
  /** Whether what the command claims is so. */
  holds: boolean;
  /** For people. */
  table: string;
  /** For programs: with `--json` the last line of stdout. */
  json: object;
}

/** Numbers and switches that a command takes, with their defaults: `--seed 7 --verifications 200 --model`. */
export type Flags = Readonly<Record<string, number | boolean | string>>;

/**
 * Runs a proof from the command line: prints its table, with `--json` one JSON object as the last line, and ends with
 * status 0 only if its claim holds. An unknown flag, or a number that is none, ends it with status 2.
 */
export function runProof<F extends Flags>(defaults: F, prove: (flags: F) => Promise<Verdict>): void {
  const flags = readFlags(defaults);
  prove(flags).then(
    ({ holds, table, json }) => {
      process.stdout.write(`${table}\n`);
      if (!holds) process.stdout.write(`\nIt does not hold. Repeat it: ${repeatedBy(flags)}\n`);
      if (flags.json) process.stdout.write(`${JSON.stringify(json)}\n`);
      // Whatever still waits somewhere has nothing more to say.
      process.exit(holds ? 0 : 1);
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.stderr.write(`It could not be carried out. Repeat it: ${repeatedBy(flags)}\n`);
      process.exit(1);
    },
  );
}

type WithJson<F> = { [K in keyof F]: Widened<F[K]> } & { json: boolean };
type Widened<V> = V extends number ? number : V extends boolean ? boolean : string;

function readFlags<F extends Flags>(defaults: F): F & { json: boolean } {
  const all = { ...defaults, json: false };
  try {
    const options = Object.fromEntries(
      Object.entries(all).map(([name, value]) => [
        name,
        { type: typeof value === 'boolean' ? ('boolean' as const) : ('string' as const) },
      ]),
    );
    const { values } = parseArgs({ options, strict: true });
    const read = Object.entries(all).map(([name, value]) => [name, valueOf(name, value, values[name])]);
    return Object.fromEntries(read) as F & WithJson<F>;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nFlags and their defaults: ${flagsText(all)}\n`);
    process.exit(2);
  }
}

function valueOf(name: string, byDefault: Flags[string], given: unknown): Flags[string] {
  if (given === undefined) return byDefault;
  if (typeof byDefault !== 'number') return given as string | boolean;
  const value = Number(given);
  if (given === '' || !Number.isFinite(value) || value < 0) throw new Error(`--${name} takes a number.`);
  return value;
}

function repeatedBy(flags: Flags): string {
  const { npm_lifecycle_event: script } = process.env;
  const command = script ? `npm run ${script} --` : `node ${process.argv[1]}`;
  return `${command} ${flagsText(flags)}`;
}

function flagsText(flags: Flags): string {
  return Object.entries(flags)
    .filter(([, value]) => value !== false && value !== '')
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`))
    .join(' ');
}
