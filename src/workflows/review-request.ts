import { setHandler } from '@temporalio/workflow';
import { sendToReviewProblems } from '../contract/input-checks';
import { sendToReview } from '../contract/messages';
import type { SendToReview } from '../contract/schemas';
import type { News } from './news';
import { refusal, refuseProblems } from './refusal';

/** An operator's wish that a person decides, once there is one. */
export interface ReviewRequest {
  sentBy?: SendToReview;
}

/** Takes the update `sendToReview` for as long as `isAwaitingResult` says so, and tells the news. */
export function takeReviewRequests(news: News, isAwaitingResult: () => boolean): ReviewRequest {
  const request: ReviewRequest = {};
  setHandler(
    sendToReview,
    ({ operator, reason }) => {
      request.sentBy ??= { operator, reason };
      news.tell();
    },
    {
      description: 'Stop waiting and let a reviewer decide. {"operator": "who asks", "reason": "why"}',
      validator: (argument: unknown) => {
        refuseProblems('sendToReview', sendToReviewProblems(argument));
        if (!isAwaitingResult() || request.sentBy) {
          throw refusal(
            'NotAwaitingResult',
            'Only an attempt that waits for its result can be sent to review. While a fallback is open, send its own workflow (…/attempt-n) to review.',
          );
        }
      },
    },
  );
  return request;
}
