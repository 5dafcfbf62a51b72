import type { WorkflowInterceptors } from '@temporalio/workflow';
import { IgnoredSignals } from './ignored-signals';
import { decoded } from './undecodable';

/**
 * Interceptors of every workflow: none begins with an input, and none takes up an accepted update, that cannot be decoded.
 * A signal goes on, to be ignored; a new update is refused by its validator; queries take no arguments.
 */
export function interceptors(): WorkflowInterceptors {
  const ignoredSignals = new IgnoredSignals();
  return {
    inbound: [
      {
        execute: (input, next) => {
          for (const argument of input.args) decoded(argument, 'The input of this workflow');
          return next(input);
        },
        handleSignal: (input, next) => next({ ...input, args: ignoredSignals.asFirstSeen(input.args) }),
        handleUpdate: (input, next) => {
          for (const argument of input.args) decoded(argument, `The argument of the accepted update ${input.name}`);
          return next(input);
        },
      },
    ],
  };
}
