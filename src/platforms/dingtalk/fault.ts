import { z } from 'zod';
import { MINUTE } from '../../time.ts';
import type { Sent } from '../platform.ts';

/** A call that DingTalk refused or that never reached it. Its message holds no secret and nothing anybody wrote. */
export class DingTalkFault extends Error {
  /** DingTalk's own code; null if no answer came that has one. */
  readonly code: string | null;
  /** The HTTP status; 0 if none came. */
  readonly status: number;

  constructor(code: string | null, status: number, sentence: string) {
    super(code === null ? sentence : `DingTalk answers ${code}: ${sentence.slice(0, 200)}`);
    this.name = 'DingTalkFault';
    this.code = code;
    this.status = status;
  }
}

/** The newer API's `code` is a word, the older one's `errcode` a number, 0 for success. */
const Newer = z.object({ code: z.string().min(1), message: z.string().catch('') });
const Older = z.object({ errcode: z.number(), errmsg: z.string().catch('') });

/** What an answer complains of; null if of nothing. */
export function faultIn(status: number, answer: unknown): DingTalkFault | null {
  const older = Older.safeParse(answer);
  if (older.success && older.data.errcode !== 0)
    return new DingTalkFault(String(older.data.errcode), status, older.data.errmsg);
  if (status >= 200 && status < 300) return null;
  const newer = Newer.safeParse(answer);
  return newer.success
    ? new DingTalkFault(newer.data.code, status, newer.data.message)
    : new DingTalkFault(null, status, `DingTalk answers ${status} without a code`);
}

interface Known {
  matches: RegExp;
  verdict: 'again' | 'never' | 'broken';
  /** For whoever runs the set-up. */
  hint?: string;
  after?: number;
}

/**
 * The codes of {@link https://open.dingtalk.com/document/orgapp/server-api-error-codes-1} and of the robot's calls; the
 * first that fits counts.
 */
const KNOWN: Known[] = [
  {
    matches: /ApiCountLimit|^90020$/i,
    verdict: 'broken',
    hint: 'the organisation’s calls of this month are used up: buy more, or wait for the next month',
  },
  { matches: /Qps|Throttling|Qpm|^90018$|^90002$/i, verdict: 'again', after: 2_000 },
  { matches: /too\.?fast|too\.many|flow\.?control|^130101$|^90030$/i, verdict: 'again', after: MINUTE },
  {
    matches: /AccessTokenPermissionDenied|^60011$|NoPermission|permission/i,
    verdict: 'broken',
    hint: 'a permission is missing: add it on the app’s page under 权限管理',
  },
  {
    matches: /robotCode|robot\.?not|^300001$/i,
    verdict: 'broken',
    hint: 'see DINGTALK_ROBOT_CODE, and whether the robot is published',
  },
  {
    matches: /InvalidAuthentication|invalidClient|appKey|appSecret|^40014$|^40078$|^400002$|^40089$/i,
    verdict: 'broken',
    hint: 'see DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET',
  },
  {
    matches: /IpNotInWhite|^60020$/i,
    verdict: 'broken',
    hint: 'this machine’s address is not among those allowed',
  },
  { matches: /cardTemplate/i, verdict: 'broken', hint: 'see DINGTALK_CARD_TEMPLATE' },
  { matches: /ServiceUnavailable|system|unknownError|InternalError|^-1$/i, verdict: 'again' },
];

export function verdictOf({ code, status }: DingTalkFault): Known['verdict'] {
  const known = KNOWN.find(({ matches }) => code !== null && matches.test(code));
  if (known) return known.verdict;
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'never' : 'again';
}

/** Whether the same call may succeed a little later: nobody was reached, or it was too fast. */
export function isPassing({ code }: DingTalkFault): boolean {
  return code === null || KNOWN.some(({ matches, verdict }) => verdict === 'again' && matches.test(code));
}

export function refusalOf(fault: DingTalkFault): Extract<Sent, { ok: false }> {
  const known = KNOWN.find(({ matches }) => fault.code !== null && matches.test(fault.code));
  const reason = known?.hint ? `${fault.message}; ${known.hint}` : fault.message;
  return {
    ok: false,
    verdict: verdictOf(fault),
    reason,
    ...(known?.after !== undefined && { after: known.after }),
  };
}

/** Nothing more this month, whatever was counted here. */
export function isUsedUp({ code }: DingTalkFault): boolean {
  return code !== null && /ApiCountLimit|^90020$/i.test(code);
}

/** The card itself is disliked, not who it is for. */
export function isBadContent({ code }: DingTalkFault): boolean {
  return code !== null && /msgParam|msgKey|contentUnsafe|cardParamMap|^40035$|^400105$|^460101$/i.test(code);
}

/** The token is not known any more. */
export function isStale({ code, status }: DingTalkFault): boolean {
  return (
    status === 401 ||
    (code !== null && /InvalidAuthentication|InvalidAccessToken|^40014$|^42001$/i.test(code))
  );
}
