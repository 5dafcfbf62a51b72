import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { parse, parseAllDocuments } from 'yaml';
import { VARIABLES } from '../../src/config';

const DOCKERFILE = readFileSync('deploy/Dockerfile', 'utf8');
const COMPOSE = readFileSync('deploy/compose.yml', 'utf8');
const MANIFESTS = readdirSync('deploy/kubernetes').map((file) => readFileSync(join('deploy/kubernetes', file), 'utf8'));

interface Container {
  args: string[];
  env: { name: string; value: string }[];
  livenessProbe: object;
  resources: { requests: object; limits: object };
  securityContext: { readOnlyRootFilesystem: boolean; allowPrivilegeEscalation: boolean };
}
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: {
    template: {
      spec: {
        terminationGracePeriodSeconds: number;
        securityContext: { runAsNonRoot: boolean };
        containers: Container[];
      };
    };
  };
}

const PARSED = MANIFESTS.flatMap((text) => parseAllDocuments(text, { strict: true, uniqueKeys: true }));
const DOCUMENTS = PARSED.map((document) => document.toJSON() as Manifest);
const DEPLOYMENTS = DOCUMENTS.filter(({ kind }) => kind === 'Deployment');

describe('the Dockerfile', () => {
  test('has no fault that its linter knows', () => {
    expect(validate(DOCKERFILE).map(({ message }) => message)).toEqual([]);
  });

  test('copies only what is there and what the build may see, and runs as nobody of importance', () => {
    const ignore = readFileSync('deploy/Dockerfile.dockerignore', 'utf8');
    const sources = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(sources.length).toBeGreaterThan(4);
    for (const source of sources) {
      expect(existsSync(source)).toBe(true);
      expect(ignore).toContain(`!${source}`);
    }
    expect(DOCKERFILE).toMatch(/^USER 1000:1000$/m);
    expect(DOCKERFILE).toMatch(/^HEALTHCHECK /m);
  });
});

test('compose: parses, and what runs our image is read-only, without rights, and waits for what it needs', () => {
  const { services } = parse(COMPOSE, { merge: true, uniqueKeys: true }) as {
    services: Record<string, { read_only?: boolean; cap_drop?: string[]; depends_on?: object; command?: string[] }>;
  };
  const ours = Object.values(services).filter(({ command }) => command);
  expect(ours.map(({ command }) => command?.[0])).toEqual(['setup', 'worker', 'receiver']);
  for (const service of ours) expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  for (const name of ours.flatMap(({ depends_on: needed = {} }) => Object.keys(needed)))
    expect(services).toHaveProperty(name);
});

test('kubernetes: every document parses', () => {
  expect(PARSED.flatMap(({ errors }) => errors)).toEqual([]);
  expect(DOCUMENTS.length).toBeGreaterThan(4);
});

test('kubernetes: probes, limits, no root, a read-only file system, and time enough to end', () => {
  expect(DEPLOYMENTS.map(({ metadata }) => metadata.name).toSorted()).toEqual(['idv-receiver', 'idv-worker']);
  for (const { spec } of DEPLOYMENTS) {
    const { terminationGracePeriodSeconds: graceS, securityContext, containers } = spec.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true });
    for (const { env, livenessProbe, resources, securityContext: own } of containers) {
      expect(livenessProbe).toBeDefined();
      expect(resources).toMatchObject({ requests: expect.anything() as object, limits: expect.anything() as object });
      expect(own).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
      const shutdownMs = Number(env.find(({ name }) => name === 'IDV_SHUTDOWN_GRACE_MS')?.value ?? 0);
      expect(graceS * 1000).toBeGreaterThan(shutdownMs);
    }
  }
});

test('every variable that the files name is one that the processes read', () => {
  const named = [DOCKERFILE, COMPOSE, ...MANIFESTS].flatMap((text) => [...text.matchAll(/\b(IDV_[A-Z_]+)/g)]);
  expect(named.length).toBeGreaterThan(10);
  for (const [, name = ''] of named) expect(VARIABLES).toHaveProperty(name);
});

test('no secret is in the files', () => {
  for (const text of [COMPOSE, ...MANIFESTS])
    expect(text).not.toMatch(/(SECRET|KEYS?|PASSWORD|PWD): *['"]?[A-Za-z0-9]{6,}/);
});
