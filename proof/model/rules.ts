import type { Result, ReviewDecision, Reviewer, State } from './state';

/** Attempts after which no fallback follows by itself. */
export const MAX_ATTEMPTS = 2;

/** How a sequence's policy differs from others. */
export interface Settings {
  /** Which deadline is so near that it may pass by itself; `none`: time changes nothing. */
  soon: 'none' | 'completion' | 'fallback' | 'review';
  fourEyes: 'never' | 'approvals' | 'always';
  whenAbandoned: 'expire' | 'manualReview';
}

/** What anybody may do to a verification. */
export type Action =
  | { do: 'finish'; result: Result }
  | { do: 'callback' }
  | { do: 'strangeCallback' }
  | { do: 'submit' }
  | { do: 'submitUsed' }
  | { do: 'sendToReview' }
  | { do: 'claim' | 'release' | 'note'; reviewer: Reviewer }
  | { do: 'decide'; reviewer: Reviewer; decision: ReviewDecision }
  | { do: 'cancel' }
  | { do: 'restartWorker' }
  | { do: 'passTime' };

/** What an action is answered with, and where the verification then stands. */
export interface Step {
  answer: 'ok' | 'no';
  state: State;
}

/** What an action does in a state, while no deadline passes. */
export function step(state: State, action: Action, settings: Settings): Step {
  if (state.at !== 'final' && action.do === 'cancel') return { answer: 'ok', state: CANCELLED };
  switch (state.at) {
    case 'attempt':
      return inAttempt(state, action);
    case 'fallback':
      return inFallback(state, action);
    case 'review':
      return inReview(state, action, settings);
    case 'final':
      // A cancellation that comes too late is taken, and changes nothing.
      return { answer: isMessage(action) || action.do === 'cancel' ? 'ok' : 'no', state };
  }
}

/** Where time alone may lead. */
export function drift(state: State, { soon, whenAbandoned }: Settings): State[] {
  if (state.at === 'attempt' && soon === 'completion') {
    const expired: State = { at: 'final', status: 'EXPIRED', decidedBy: 'deadline', reason: 'not-completed' };
    return state.finished ? [expired, resolved(state, state.finished)] : [expired];
  }
  if (state.at === 'fallback' && soon === 'fallback') {
    const reason = 'fallback-abandoned';
    return whenAbandoned === 'expire'
      ? [{ at: 'final', status: 'EXPIRED', decidedBy: 'deadline', reason }]
      : [openReview(reason, state)];
  }
  if (state.at === 'review' && soon === 'review') {
    return [{ at: 'final', status: 'REJECTED', decidedBy: 'deadline', reason: 'review-undecided' }];
  }
  return [];
}

type In<At extends State['at']> = Extract<State, { at: At }>;

const CANCELLED: State = { at: 'final', status: 'CANCELLED', decidedBy: 'backend', reason: 'cancelled' };

/** Signals, and what is done elsewhere, are never refused. */
function isMessage(action: Action): boolean {
  return ['finish', 'callback', 'strangeCallback', 'restartWorker', 'passTime'].includes(action.do);
}

function inAttempt(state: In<'attempt'>, action: Action): Step {
  switch (action.do) {
    case 'finish':
      return settle({ ...state, finished: state.finished ?? action.result });
    case 'callback':
      return settle({ ...state, called: true });
    case 'sendToReview':
      return { answer: 'ok', state: openReview('sent-to-review', state) };
    default:
      return { answer: isMessage(action) ? 'ok' : 'no', state };
  }
}

function settle(state: In<'attempt'>): Step {
  return { answer: 'ok', state: state.called && state.finished ? resolved(state, state.finished) : state };
}

function resolved(state: In<'attempt'>, result: Result): State {
  const { attempt, reviews } = state;
  switch (result) {
    case 'passed':
      return { at: 'final', status: 'APPROVED', decidedBy: 'policy', reason: 'passed' };
    case 'retry':
      return attempt < MAX_ATTEMPTS
        ? { at: 'fallback', attempt: attempt + 1, reviews }
        : openReview('attempts-exhausted', state);
    case 'mismatch':
      return openReview('face-mismatch', state);
    case 'liveness':
      return openReview('liveness-risk', state);
  }
}

function openReview(reason: string, { attempt, reviews }: In<'attempt'> | In<'fallback'>): State {
  return { at: 'review', review: reviews + 1, attempts: attempt, reason, decisions: [] };
}

function inFallback(state: In<'fallback'>, action: Action): Step {
  switch (action.do) {
    case 'submit':
      return { answer: 'ok', state: { ...state, at: 'attempt', called: false } };
    case 'sendToReview':
      return { answer: 'ok', state: openReview('sent-to-review', state) };
    default:
      return { answer: isMessage(action) ? 'ok' : 'no', state };
  }
}

function inReview(state: In<'review'>, action: Action, settings: Settings): Step {
  const refused: Step = { answer: isMessage(action) ? 'ok' : 'no', state };
  switch (action.do) {
    case 'claim':
      return mayClaim(state, action.reviewer)
        ? { answer: 'ok', state: { ...state, assignee: action.reviewer } }
        : refused;
    case 'release':
      return state.assignee === action.reviewer ? { answer: 'ok', state: { ...state, assignee: undefined } } : refused;
    case 'note':
      return { answer: 'ok', state };
    case 'decide':
      return state.assignee === action.reviewer ? { answer: 'ok', state: decided(state, action, settings) } : refused;
    default:
      return refused;
  }
}

function mayClaim({ assignee, decisions }: In<'review'>, reviewer: Reviewer): boolean {
  const hasDecided = decisions.some((decision) => decision.reviewer === reviewer);
  return !hasDecided && (assignee === undefined || assignee === reviewer);
}

function decided(state: In<'review'>, { reviewer, decision }: Extract<Action, { do: 'decide' }>, settings: Settings) {
  const decisions = [...state.decisions, { reviewer, decision }];
  if (decision === 'newAttempt')
    return { at: 'fallback', attempt: state.attempts + 1, reviews: state.review } satisfies State;
  const [first] = state.decisions;
  const agree = first?.decision === decision;
  const needsSecond = settings.fourEyes === 'always' || (settings.fourEyes === 'approvals' && decision === 'approve');
  const isOver = decisions.length === 1 ? !needsSecond : decisions.length > 2 || agree;
  if (!isOver) return { ...state, assignee: undefined, decisions };
  const status = decision === 'approve' ? 'APPROVED' : 'REJECTED';
  return { at: 'final', status, decidedBy: 'reviewer', reason: state.reason } satisfies State;
}
