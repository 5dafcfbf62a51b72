import { readFileSync } from 'node:fs';

const PAGE = readFileSync('docs/security.md', 'utf8');
const PROOFS = [...PAGE.matchAll(/`(test\/[\w/-]+\.test\.ts)`: "([^"]+)"/g)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

/** Threats that the product has to answer, by words of their row. */
const THREATS = [
  'a forged callback',
  'a replayed callback',
  'a stolen callback URL',
  'another tenant',
  'poisoned vendor answer',
  'huge or slow bodies from the vendor',
  'huge or slow requests to the receiver',
  'TLS downgrade',
  'SSRF',
  'a reviewer without the right',
  'a reviewer who decides alone',
  'leaks into logs, metrics',
  'a dependency turns bad',
];

test.each(THREATS)('%s: has a row that says what stops it, and names a test', (threat) => {
  const row = PAGE.split('\n').find((line) => line.startsWith('|') && line.includes(threat));
  const [, , stops = '', proof = ''] = row?.split('|').map((cell) => cell.trim()) ?? [];
  expect(stops.length).toBeGreaterThan(20);
  expect(proof).toMatch(/^`test\//);
});

test.each(PROOFS)('$file has the test "$name"', ({ file, name }) => {
  const source = readFileSync(file, 'utf8').replaceAll("\\'", "'");
  expect(source).toContain(name);
});
