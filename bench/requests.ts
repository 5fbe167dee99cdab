import { createHash, randomBytes } from 'node:crypto';
import { cardPress, keys, seal } from '../test/platforms/lark/payloads.ts';

/** One press of 签到: by whom, on which card, for which activity. */
export interface Tap {
  openId: string;
  message: string;
  activity: number;
}

/** Presses come about in the order in which they were made, as Lark's do. */
let microseconds = Date.now() * 1000;

/** The press as Lark sends it, encrypted and signed, head and body in one buffer. */
export function pressRequest({ openId, message, activity }: Tap): Buffer {
  const value = { command: 'activity.checkIn', input: { activity } };
  const press = cardPress(openId, value, { message, at: String(microseconds++) });
  const body = JSON.stringify({ encrypt: seal(keys.encryptKey, JSON.stringify(press)) });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const signature = createHash('sha256')
    .update(`${timestamp}${nonce}${keys.encryptKey}${body}`)
    .digest('hex');
  return Buffer.from(
    [
      'POST /hooks/main/lark HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${body.length}`,
      `X-Lark-Request-Timestamp: ${timestamp}`,
      `X-Lark-Request-Nonce: ${nonce}`,
      `X-Lark-Signature: ${signature}`,
      '',
      body,
    ].join('\r\n'),
  );
}
