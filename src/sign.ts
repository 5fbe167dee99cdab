import { createHmac } from 'node:crypto';
import type { Settings, Signing } from './org.ts';

export function signingOf({ signing }: Settings): Signing {
  if (!signing) throw new Error('links are signed in an open organisation only');
  return signing;
}

/** Of words in an order, none of which holds a line break. The first says what for, so that a link opens nothing else. → 43 characters of base64url */
export function macOf({ key }: Signing, words: readonly (string | number)[]): string {
  return createHmac('sha256', key).update(words.join('\n')).digest('base64url');
}
