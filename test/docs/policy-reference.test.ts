import { policyDigest } from '../../src/client/digest';
import type { CheckResultSummary } from '../../src/contract/check-result';
import { policySchema } from '../../src/contract/schemas';
import { BUILT_IN_POLICIES, decide } from '../../src/policy';
import { codesIn, example, page, tableOf } from './page';
import { fieldsOf, type FieldSchema } from './schema-fields';

const text = page('policy.md');
const policy = policySchema.parse(JSON.parse(example(text, 'policy')));

describe('the table of fields', () => {
  const documented = new Map(tableOf(text, ['field', 'meaning']).map((row) => [codesIn(row[0] ?? '')[0] ?? '', row]));
  const fields = fieldsOf(policySchema);

  test('has every field of the schema, and no other', () => {
    expect([...documented.keys()]).toEqual([...fields.keys()]);
  });

  test.each([...fields])('says the bounds of %s', (name, schema) => {
    const bounds = codesIn(documented.get(name)?.at(-1) ?? '');
    expect(boundsOf(schema) ?? bounds).toEqual(bounds);
  });

  test.each([...fields.keys()])('says the default of %s', (name) => {
    const value = valueAt(BUILT_IN_POLICIES['default/1'], name);
    const [said] = codesIn(documented.get(name)?.at(-2) ?? '');
    expect(said).toBe(value === undefined || typeof value === 'object' ? undefined : JSON.stringify(value));
  });
});

describe('the policy that is written as an example', () => {
  test.each(tableOf(text, ['passed', 'subCode']))('decides: %s %s %s %s %s, attempt %s → %s %s', (...row) => {
    const [route, reason] = row.slice(-2).map((cell) => codesIn(cell)[0]);
    expect(decide(resultOf(row), policy, Number(row[5]))).toMatchObject({ route, reason });
  });

  test.each(tableOf(text, ['change', 'field']))('is refused with %s', (change, field) => {
    const changed = { ...policy, ...(JSON.parse(codesIn(change)[0] ?? '') as object) };
    const paths = policySchema.safeParse(changed).error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toContain(codesIn(field)[0]);
  });
});

test('the digests are those of the policies', () => {
  const digests = tableOf(text, ['policy', 'digest']).map(([, digest = '']) => codesIn(digest)[0]);
  expect(digests).toEqual([BUILT_IN_POLICIES['default/1'], policy].map((one) => policyDigest(one ?? policy)));
});

function boundsOf({ enum: values, minimum, maximum, minItems = minimum, maxItems = maximum }: FieldSchema) {
  return values ?? (minItems === undefined ? undefined : [String(minItems), String(maxItems)]);
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value);
}

function resultOf([passed, subCode = '', priority, comparison, risk]: string[]): CheckResultSummary {
  return {
    requestId: 'example',
    passed: passed === 'Y' ? 'Y' : 'N',
    subCode,
    procedurePriority: priority === 'url' || priority === 'keep' ? priority : undefined,
    scores: {
      ...(comparison ? { faceComparisonScore: Number(comparison) } : {}),
      ...(risk ? { guardRiskScore: Number(risk) } : {}),
    },
    extFaceInfoUnreadable: false,
  };
}
