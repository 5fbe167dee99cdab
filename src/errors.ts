/** Why something was not done, in a sentence for the person who asked: what to do next. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, sentence: string) {
    super(sentence);
    this.name = 'Refusal';
    this.code = code;
  }
}

export type RefusalCode = 'not_found' | 'not_allowed' | 'conflict' | 'invalid' | 'limit';

/** A request that is not what the platform sends: answered with the status, logged with the reason, never stored. */
export class Rejected extends Error {
  readonly status: 400 | 401 | 404 | 413;

  constructor(status: 400 | 401 | 404 | 413, reason: string) {
    super(reason);
    this.name = 'Rejected';
    this.status = status;
  }
}

/** The set-up is wrong: one sentence for the operator that names the variable. */
export class Misconfigured extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Misconfigured';
  }
}

/** For the default branch of a switch over a union: a new member becomes a compile error. */
export function unreachable(value: never): never {
  throw new Error(`not expected: ${JSON.stringify(value)}`);
}
