import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Content } from '../../db/schema/outbox.ts';
import type { Settings } from '../org.ts';
import { macOf, signingOf } from '../sign.ts';
import { type Instant, MINUTE } from '../time.ts';

/**
 * Forms on the web, for platforms whose cards hold none, and for what is too large for a card.
 *
 * A renderer never makes a link itself. Where a card has a form and stands in one person's chat, the link to it comes
 * along: as `form` of `Platform.send` and `update`, and as `Answer.form` beside `Answer.card`. It draws a button with
 * the form's own label (`submit.label`, or 填写) that opens the link. A platform says `can.form: false` if its cards
 * hold no forms at all: then whatever has a form goes to the person alone, never into a group.
 *
 * The link names the message, and so the account it was sent to; whoever opens it is taken for that account, for half
 * an hour, and once. The page draws the message's own form anew, and what is filled in comes to `receive` as a press of
 * the form's button by that account (`page: true`). No row is kept before that: a link is the same however often a message is drawn
 * within ten minutes, so that a second attempt to send it is the same message.
 */
export interface FormToken {
  org: string;
  /** The row of the outbox. */
  message: number;
  expiresAt: Instant;
  /** Of what the message held: once it holds something else, its old form is no longer filled in. */
  version: string;
}

/** From half an hour on; the end is the same for all links made within ten minutes. */
const VALID = 30 * MINUTE;
const STEP = 10 * MINUTE;

/** The address of a message's form. It is its reader's alone. */
export function formLink(settings: Settings, now: Instant, message: number, content: Content): string {
  const signing = signingOf(settings);
  const expiresAt = Math.ceil((now + VALID) / STEP) * STEP;
  const token = { org: signing.org, message, expiresAt, version: versionOf(content) };
  return `${settings.url}/form/${wordsOf(token).join('.')}.${macOf(signing, ['form', ...wordsOf(token)])}`;
}

/** Where all of a message can be read that its chat shows in part. It is its reader's alone. */
export function wholeLink(settings: Settings, now: Instant, message: number, content: Content): string {
  return `${formLink(settings, now, message, content)}?${WHOLE}`;
}

export const WHOLE = 'whole';

/** What a token says, if this organisation signed it; its time may be up. */
export function readFormToken(settings: Settings, text: string): FormToken | null {
  const signing = signingOf(settings);
  const [org, message, expiry, version, mac] = SHAPE.exec(text)?.slice(1) ?? [];
  if (!org || !message || !expiry || !version || !mac || org !== signing.org) return null;
  const token = { org, message: Number(message), expiresAt: Number(expiry), version };
  const wanted = macOf(signing, ['form', ...wordsOf(token)]);
  return timingSafeEqual(Buffer.from(mac), Buffer.from(wanted)) ? token : null;
}

/** 32 bytes in base64url are 43 characters, so that lengths always agree. */
const SHAPE = /^([a-z0-9-]{1,63})\.([1-9]\d{0,14})\.([1-9]\d{0,14})\.([\w-]{11})\.([\w-]{43})$/;

export function versionOf(content: Content): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 11);
}

function wordsOf({ org, message, expiresAt, version }: FormToken): (string | number)[] {
  return [org, message, expiresAt, version];
}
