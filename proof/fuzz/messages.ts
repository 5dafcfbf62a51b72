import { ApplicationFailure } from '@temporalio/common';
import type { UpdateRefusal } from '../../src/contract/messages';
import type {
  CallbackReceived,
  DecideReview,
  ReviewerRequest,
  ReviewNote,
  SubmitTransaction,
} from '../../src/contract/schemas';
import { CallbackInbox } from '../../src/workflows/callback-inbox';
import type { ReviewDesk } from '../../src/workflows/review-desk';
import { Submission } from '../../src/workflows/submission';
import type { Random } from '../random';
import { DESK_STORIES, deskAfter, OPENED_MS, type DeskStory } from './desks';
import { makeMessage, MESSAGE_KINDS, type MessageKind } from './message-cases';
import { MARKER } from './mutations';
import { claim, type FuzzTarget } from './target';

/** A message, and the desk that it comes to where it is one for a desk. */
interface MessageCase {
  kind: MessageKind;
  value: unknown;
  story: DeskStory;
  act: keyof typeof ACTS;
  nowMs: number;
}

/** The two steps of each act. What the first lets through the second does. */
const ACTS = {
  claim: {
    kind: 'reviewer',
    check: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.checkClaim(value, nowMs),
    act: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.claim(value as ReviewerRequest, nowMs),
  },
  release: {
    kind: 'reviewer',
    check: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.checkRelease(value, nowMs),
    act: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.release(value as ReviewerRequest, nowMs),
  },
  note: {
    kind: 'note',
    check: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.checkNote(value, nowMs),
    act: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.addNote(value as ReviewNote, nowMs),
  },
  decide: {
    kind: 'decision',
    check: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.checkDecision(value, nowMs),
    act: (desk: ReviewDesk, value: unknown, nowMs: number) => desk.decide(value as DecideReview, nowMs),
  },
} as const;
/** The transaction of the attempt that callbacks come to; some of the valid ones name it. */
const OWN_TRANSACTION = 'h';
const ACT_NAMES = Object.keys(ACTS) as MessageCase['act'][];

// A record, so that the compiler misses none.
const REFUSALS: Readonly<Record<UpdateRefusal, true>> = {
  InvalidArgument: true,
  NotAwaitingResult: true,
  AlreadySubmitted: true,
  TransactionUsed: true,
  NotClaimed: true,
  NotAttested: true,
  ClaimedByAnother: true,
  SameReviewer: true,
  AlreadyDecided: true,
  DeadlinePassed: true,
  NewAttemptNotAllowed: true,
  TooManyNotes: true,
  TooManyReleases: true,
};

/** What messages go through; a test puts broken ones in. */
export interface MessageParts {
  kinds: readonly MessageKind[];
  deskAfter: typeof deskAfter;
}

/** Signals and updates through the plain checks, the schemas and the desk of a review. */
export function messagesTarget(parts: Partial<MessageParts> = {}): FuzzTarget<MessageCase> {
  const { kinds = MESSAGE_KINDS, deskAfter: makeDesk = deskAfter } = parts;
  return {
    name: 'messages',
    make: (random) => makeCase(random, kinds),
    show: ({ kind, value, story, act }) => JSON.stringify({ kind: kind.name, story, act, value }),
    check: (made) => {
      const isFine = checkPair(made);
      if (made.kind.name === 'callback') return `callback ${tryCallback(made, isFine)}`;
      if (made.kind.name === 'submission') return `submission ${trySubmission(made, isFine)}`;
      if (ACTS[made.act].kind !== made.kind.name) return `${made.kind.name} ${isFine ? 'fine' : 'refused'}`;
      return `${made.act} ${tryAct(makeDesk(made.story), made, isFine)}`;
    },
  };
}

function makeCase(random: Random, kinds: readonly MessageKind[]): MessageCase {
  const kind = random.pick(kinds);
  const fitting = ACT_NAMES.filter((name) => ACTS[name].kind === kind.name);
  return {
    kind,
    value: makeMessage(random, kind),
    story: random.pick(DESK_STORIES),
    act: fitting.length > 0 ? random.pick(fitting) : 'claim',
    nowMs: OPENED_MS + (random.int(0, 9) === 0 ? 7_200_000 : 1_000) + random.int(0, 29),
  };
}

/** Whether the message is of the documented form: the check and the schema say the same, and nothing of it. */
function checkPair({ kind, value }: MessageCase): boolean {
  const problems = kind.problems(value);
  const isFine = problems.length === 0;
  claim(isFine === kind.schema.safeParse(value).success, 'The plain check and the schema disagree.');
  claim(!problems.join().includes(MARKER), 'A problem tells something of the message.');
  return isFine;
}

function tryAct(desk: ReviewDesk, { act, value, nowMs }: MessageCase, isFine: boolean): string {
  const before = JSON.stringify(desk);
  const refusal = refusalOf(() => ACTS[act].check(desk, value, nowMs));
  claim(JSON.stringify(desk) === before, 'A check changed the desk.');
  claim(isFine || refusal === 'InvalidArgument', 'A check let through what is not of the documented form.');
  const acted = refusalOf(() => ACTS[act].act(desk, value, nowMs));
  claim(acted === refusal, `The check says ${refusal ?? 'yes'}, the act ${acted ?? 'yes'}.`);
  claim(refusal === undefined || JSON.stringify(desk) === before, 'A refused act changed the desk.');
  return refusal ?? 'done';
}

/** A signal to an attempt that knows its transaction, or does not yet. */
function tryCallback({ value, nowMs }: MessageCase, isFine: boolean): string {
  const heard: string[] = [];
  const inbox = new CallbackInbox({ tell: () => heard.push('news') }, (why) => heard.push(why));
  // By the time of the case, so that it follows from the seed.
  const isEarly = nowMs % 2 === 0 && isFine;
  if (!isEarly) inbox.expect(OWN_TRANSACTION);
  inbox.receive(value);
  if (isEarly) inbox.expect(OWN_TRANSACTION);
  const isOwn = isFine && (value as CallbackReceived).transactionId === OWN_TRANSACTION;
  const { accepted, repeated, ignored } = inbox.counts;
  claim(accepted + repeated + ignored === 1, 'A signal was not counted once.');
  claim((accepted === 1) === isOwn, 'The inbox took a callback that is not the own one, or ignored the own one.');
  claim((inbox.claim !== undefined) === isOwn && heard.includes('news') === isOwn, 'The attempt was woken wrongly.');
  claim(!heard.join().includes(MARKER), 'A reason tells something of the message.');
  return isOwn ? 'taken' : 'ignored';
}

/** An update to a fallback whose earlier attempt used some ids, with or without a transaction of its own. */
function trySubmission({ value, nowMs }: MessageCase, isFine: boolean): string {
  const own = { merchantBizId: 'biz2', transactionId: 'hks2' };
  const used = nowMs % 3 === 0 ? ['biz1', 'other'] : ['other', 'hks0'];
  const submission = new Submission(used);
  if (nowMs % 5 === 0) submission.submit(own);
  const before = JSON.stringify(submission);
  const refusal = refusalOf(() => submission.check(value));
  claim(JSON.stringify(submission) === before, 'A check changed the submission.');
  claim(isFine || refusal === 'InvalidArgument', 'A check let through what is not of the documented form.');
  if (refusal !== undefined) return refusal;
  const { merchantBizId, transactionId } = value as SubmitTransaction;
  claim(!used.includes(merchantBizId) && !used.includes(transactionId), 'An id that was used came through.');
  const isNew = submission.submit(value as SubmitTransaction);
  claim(isNew === (nowMs % 5 !== 0), 'A second transaction came through.');
  return isNew ? 'done' : 'repeated';
}

/** The type with which something is refused; undefined where it is not. */
function refusalOf(call: () => void): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    const { type, message } = error;
    claim(typeof type === 'string' && Object.hasOwn(REFUSALS, type), 'The refusal has an unknown type.');
    claim(!message.includes(MARKER), 'A refusal tells something of the message.');
    return type;
  }
}
