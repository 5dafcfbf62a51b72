import type { WorkflowInterceptors } from '@temporalio/workflow';
import { decoded } from './undecodable';

/**
 * Interceptors of every workflow: none begins with an input, and none takes up an accepted update, that cannot be decoded.
 * A signal or query goes on as it is, to be ignored; a new update is refused by its validator.
 */
export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        execute: (input, next) => {
          for (const argument of input.args) decoded(argument, 'The input of this workflow');
          return next(input);
        },
        handleUpdate: (input, next) => {
          for (const argument of input.args) decoded(argument, `The argument of the accepted update ${input.name}`);
          return next(input);
        },
      },
    ],
  };
}
