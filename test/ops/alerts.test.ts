import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describeWith, findProgram } from '../support/program';

const PROMTOOL = findProgram('promtool');
const RULES = readFileSync('ops/prometheus/alerts.yml', 'utf8');
const ALERTS = [...RULES.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);

describeWith(PROMTOOL, 'REQUIRE_PROMETHEUS')('alert rules', () => {
  test('are rules that Prometheus takes, and each fires when it should and not otherwise', () => {
    const promtool = (...args: string[]) =>
      execFileSync(PROMTOOL ?? 'promtool', args, { cwd: 'ops/prometheus' }).toString();
    expect(promtool('check', 'rules', 'alerts.yml')).toContain(`SUCCESS: ${ALERTS.length} rules found`);
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });
});

test('every alert has a test where it fires, one where it is quiet, and an entry in the runbook', () => {
  expect(ALERTS.length).toBeGreaterThan(10);
  const tests = readFileSync('ops/prometheus/alerts.test.yml', 'utf8');
  const runbook = readFileSync('docs/operations.md', 'utf8');
  for (const name of ALERTS) {
    expect(tests).toMatch(new RegExp(`- name: ${name} fires\\n[^]*?exp_alerts:\\n +- exp_labels`));
    expect(tests).toMatch(new RegExp(`- name: ${name} is quiet\\n[^]*?exp_alerts: \\[\\]`));
    expect(RULES).toContain(`runbook_url: docs/operations.md#alert-${name.toLowerCase()}`);
    expect(runbook).toContain(`### Alert ${name}\n`);
  }
});
