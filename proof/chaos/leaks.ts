import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { callbackToken } from '../../src/client/callback-token';
import type { ChaosServer } from './chaos-server';
import type { WorkflowRun } from './evidence';
import type { Fleet } from './fleet';
import { groupBy } from './group-by';
import type { Markers } from './markers';
import { errorsMet } from './patience';
import type { Script } from './script';
import type { JournalEntry } from '../../src/simulator';

/** Where a run wrote something that people may read. */
export type Place =
  | 'histories'
  | 'database'
  | 'search attributes'
  | 'memos'
  | 'summaries and details'
  | 'current details'
  | 'logs'
  | 'metrics'
  | 'error messages'
  | 'HTTP answers';

/** Places that may hold a marker; every other one is a leak. A reviewer's note is part of the outcome, and of nothing else. */
const MAY_HOLD: Partial<Record<keyof Markers, readonly Place[]>> = {
  reviewNote: ['histories', 'database', 'memos'],
};

/** Markers are shorter than this, so none is missed between two pieces of a file. */
const OVERLAP = 256;

/** A marker where it may not be. */
export interface Leak {
  marker: string;
  place: Place;
}

/** What is searched. */
export interface Searched {
  markers: Markers;
  scripts: readonly Script[];
  runs: readonly WorkflowRun[];
  fleet: Fleet;
  server: ChaosServer;
  journal: readonly JournalEntry[];
  temporal: Client;
  /** Whether payloads are encrypted: then not even a history may hold a note. */
  encrypted: boolean;
}

/** Searches everything that the run wrote for what may not be read there. */
export async function searchLeaks(searched: Searched): Promise<{ leaks: Leak[]; searchedBytes: number }> {
  const search = new Search(searched.markers, tokensOf(searched), searched.encrypted ? {} : MAY_HOLD);
  for (const run of searched.runs) searchRun(run, search);
  for (const file of [...searched.fleet.logFiles, ...searched.server.logFiles]) search.look('logs', textOf(file));
  for (const text of searched.fleet.metrics.values()) search.look('metrics', text);
  for (const text of errorsMet) search.look('error messages', text);
  for (const entry of searched.journal) if (entry.kind === 'callback') search.look('HTTP answers', entry.answer ?? '');
  await searchCurrentDetails(searched, search);
  await searchDatabase(searched.server, search);
  return { leaks: search.leaks(), searchedBytes: search.searchedBytes };
}

function searchRun({ info, history }: WorkflowRun, search: Search): void {
  search.look('search attributes', JSON.stringify(info.typedSearchAttributes.getAll()));
  search.look('memos', [...textsIn(info.raw.memo)].join('\n'));
  search.look('histories', [...textsIn(history)].join('\n'));
  for (const { userMetadata } of history.events ?? [])
    search.look('summaries and details', [...textsIn(userMetadata)].join('\n'));
}

async function searchDatabase(server: ChaosServer, search: Search): Promise<void> {
  let tail = '';
  for await (const chunk of server.stored()) {
    const text = tail + chunk.toString('latin1');
    search.look('database', text);
    tail = text.slice(-OVERLAP);
  }
}

/** Current details are not stored: a worker makes them. Some of each type are asked for. */
async function searchCurrentDetails({ runs, temporal }: Searched, search: Search): Promise<void> {
  const byType = groupBy(runs, ({ info }) => info.type);
  for (const some of [...byType.values()].map((all) => all.slice(0, 20))) {
    for (const { info } of some) {
      const handle = temporal.workflow.getHandle(info.workflowId, info.runId);
      const metadata = await handle.query('__temporal_workflow_metadata');
      search.look('current details', JSON.stringify(metadata));
    }
  }
}

function tokensOf({ scripts, markers }: Searched): Set<string> {
  const key = { name: 'chaos', secret: markers.callbackKey };
  return new Set(
    scripts.flatMap(({ verificationId, attempts }) =>
      attempts.map((_, index) => callbackToken(key, verificationId, index + 1)),
    ),
  );
}

/** Every text and every payload in a message of the server. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('latin1');
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* textsIn(one);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

class Search {
  searchedBytes = 0;
  private readonly found = new Map<string, Leak>();
  private readonly markers: Markers;
  private readonly tokens: ReadonlySet<string>;

  private readonly mayHold: typeof MAY_HOLD;

  constructor(markers: Markers, tokens: ReadonlySet<string>, mayHold: typeof MAY_HOLD) {
    this.mayHold = mayHold;
    this.markers = markers;
    this.tokens = tokens;
  }

  look(place: Place, text: string): void {
    this.searchedBytes += text.length;
    for (const [name, marker] of Object.entries(this.markers) as [keyof Markers, string][]) {
      if (text.includes(marker) && !this.mayHold[name]?.includes(place)) this.add(name, place);
    }
    // A CallbackToken is 32 bytes in base64url.
    for (const [candidate] of text.matchAll(/(?<![\w-])[\w-]{43}/g)) {
      if (this.tokens.has(candidate)) this.add('callbackToken', place);
    }
  }

  leaks(): Leak[] {
    return [...this.found.values()];
  }

  private add(marker: string, place: Place): void {
    this.found.set(`${marker}/${place}`, { marker, place });
  }
}
