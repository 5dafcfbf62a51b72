import { readFileSync } from 'node:fs';
import { CHECK_RESULT_FAILURES } from '../../src/contract/check-result';

const PAGE = readFileSync('docs/operations.md', 'utf8');
const STUCK = PAGE.slice(PAGE.indexOf('## Stuck states'), PAGE.indexOf('## What the doctor finds'));
const STATES = STUCK.split(/^### /m)
  .slice(1)
  .map((text) => ({ state: text.split('\n')[0] ?? '', text }));

test.each(STATES)('$state: what the user sees, how to confirm, what to do, what not to do', ({ text }) => {
  expect(text).toMatch(/^- \*\*The (user|client) sees\*\*/m);
  expect(text).toMatch(/^- \*\*Confirm:\*\*/m);
  expect(text).toMatch(/^- \*\*Do(:\*\*|\*\*)/m);
  expect(text).toMatch(/^- \*\*Do not\*\*/m);
});

test('every failure that a vendor call can be stuck on has its entry', () => {
  const states = STATES.map(({ state }) => state);
  for (const failure of CHECK_RESULT_FAILURES) expect(states).toContain(`\`${failure}\``);
});
