import type { LarkFault } from './http.ts';

/** Codes of {@link https://open.feishu.cn/document/server-docs/im-v1/message/create} and the general ones. */
const AGAIN = codes('230020 230049 99991400');
const NEVER = codes(
  '230001 230002 230006 230011 230013 230015 230017 230018 230019 230022 230025 230027 230028 230029 230031 230034',
  '230035 230036 230038 230053 230054 230055 230075 230099 230110 232009',
  // Of downloads.
  '234001 234003 234004 234009 234037 234038 234040 234041 234043',
);
/** The app's id, secret, scopes, release or allowed addresses. */
const BROKEN = codes(
  '10003 10005 10012 10013 10014 10015 99991401 99991543 99991661 99991662 99991663 99991664 99991671 99991672 99991673',
);

function codes(...lines: string[]): ReadonlySet<number> {
  return new Set(lines.flatMap((line) => line.split(' ').map(Number)));
}

/** By Lark's own code: the HTTP status alone says little, and decides only where the code is unknown. */
export function verdictOf(fault: LarkFault): 'again' | 'never' | 'broken' {
  const { code, status } = fault;
  if (code !== null && BROKEN.has(code)) return 'broken';
  if (isLocked(fault) || (code !== null && AGAIN.has(code))) return 'again';
  if (code !== null && NEVER.has(code)) return 'never';
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'never' : 'again';
}

/** Somebody is pressing on that card at this moment; it is not a bad one. */
export function isLocked(fault: LarkFault): boolean {
  return fault.code === 230099 && fault.message.includes('card action is lock');
}
