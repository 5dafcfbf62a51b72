import type { Random } from '../random';

/** Stands in texts of every case, and may come out nowhere. `$` keeps it out of every documented form. */
export const MARKER = 'Zq7$mark';

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON'];

/** Texts, numbers and structures that nobody expects. */
const ODD_VALUES: readonly unknown[] = [
  MARKER,
  `${MARKER} é\u0000\u001b[31m`,
  '',
  ' ',
  'Y',
  'N',
  'y',
  '200',
  200,
  '0200',
  ' 200',
  200.5,
  'Success',
  'default/0',
  'a'.repeat(33),
  'a'.repeat(1_001),
  '\ud800',
  '1e999',
  '-1',
  'NaN',
  '{}',
  '{"faceAttack":"Y"}',
  '[[[[',
  0,
  -1,
  1.5,
  101,
  2_592_000_001,
  Number.MAX_SAFE_INTEGER,
  1e308,
  null,
  true,
  false,
  [],
  [MARKER],
  {},
  { [MARKER]: MARKER },
];

/** An object or a list on the way down into a value. */
type Node = Record<string, unknown>;

/** A value that nobody expects; sometimes one nested so deep that a careless walk through it fails. */
export function oddValue(random: Random): unknown {
  return random.int(0, 199) === 0 ? nested(random.pick([5, 50, 500])) : structuredClone(random.pick(ODD_VALUES));
}

/** Changes one field somewhere in an object, in place: sets, removes, renames or adds. */
export function changeSomewhere(random: Random, value: object): void {
  const at = descend(random, value as Node);
  if (Array.isArray(at)) {
    changeList(random, at);
    return;
  }
  const names = Object.keys(at);
  const name = names.length > 0 ? random.pick(names) : 'extra';
  switch (random.int(0, 5)) {
    case 0:
      delete at[name];
      return;
    case 1:
      define(at, random.pick(PROTOTYPE_KEYS), oddValue(random));
      return;
    case 2:
      define(at, random.pick(PROTOTYPE_KEYS), structuredClone(value));
      return;
    case 3:
      define(at, random.pick([`${name}X`, name.toLowerCase(), name.toUpperCase(), MARKER]), at[name]);
      return;
    default:
      define(at, name, oddValue(random));
  }
}

// JSON gives a list elements and nothing else.
function changeList(random: Random, list: unknown[]): void {
  const at = random.int(0, list.length);
  switch (random.int(0, 3)) {
    case 0:
      list.pop();
      return;
    case 1:
      list.splice(at, 1);
      return;
    case 2:
      list.push(...structuredClone(list));
      return;
    default:
      list.splice(at, random.int(0, 1), oddValue(random));
  }
}

function descend(random: Random, from: Node): Node {
  let at = from;
  for (;;) {
    const inner = Object.values(at).filter((one) => typeof one === 'object' && one !== null);
    if (inner.length === 0 || random.int(0, 2) === 0) return at;
    at = random.pick(inner) as Node;
  }
}

// As JSON.parse does it: an own field, whatever its name.
function define(at: Node, name: string, value: unknown): void {
  Object.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true });
}

function nested(depth: number): unknown {
  let value: unknown = MARKER;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** The text with a few characters flipped, cut out, doubled or put in. */
export function changedText(random: Random, text: string): string {
  const at = random.int(0, Math.max(0, text.length - 1));
  const end = Math.min(text.length, at + random.int(1, 8));
  switch (random.int(0, 4)) {
    case 0:
      return (
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.int(0, 7))) + text.slice(at + 1)
      );
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(at);
    case 3:
      return (
        text.slice(0, at) + random.pick(['"', '{', '}', '\\', '\u0000', ',', 'é', '\ud800', MARKER]) + text.slice(at)
      );
    default:
      return text.slice(0, at);
  }
}

/** The text with a byte of its UTF-8 changed, or cut within a character. */
export function changedBytes(random: Random, text: string): string {
  const bytes = Buffer.from(`${text}`);
  if (bytes.length === 0) return text;
  const at = random.int(0, bytes.length - 1);
  if (random.int(0, 1) === 0) return bytes.subarray(0, at).toString();
  bytes[at] = random.int(0, 255);
  return bytes.toString();
}
