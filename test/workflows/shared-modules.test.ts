import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rooms whose modules are in the workflow bundle; all workflows of a worker share them. */
const ROOMS = ['src/workflows', 'src/policy', 'src/contract'];

/** A variable, or a collection that can be changed, at the top of a module. */
const STATE = /^(export )?((let|var) |const \w+[^=]*= new (Map|Set|WeakMap|WeakSet)\b)/m;

test.each(ROOMS)('no module of %s keeps state that one workflow could leave to another', (room) => {
  const modules = readdirSync(room).filter((file) => file.endsWith('.ts'));
  expect(modules.length).toBeGreaterThan(1);
  for (const file of modules)
    expect({ file, state: STATE.exec(readFileSync(join(room, file), 'utf8'))?.[0] }).toEqual({ file });
});

test('the check sees state where there is some', () => {
  for (const line of ['let count = 0;', 'export let last: string;', 'const seen = new Set<string>();']) {
    expect(STATE.test(`import x from 'y';\n${line}\n`)).toBe(true);
  }
  expect(STATE.test('const LIMITS = { a: 1 };\nfunction f() {\n  let count = 0;\n}\n')).toBe(false);
});
