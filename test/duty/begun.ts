import { record } from '../../src/audit/store.ts';
import { instantOf, type WallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';
import { TWO_COMMITTEES } from './held.ts';

/** An organisation whose records begin on the first of November, or now where that is earlier. */
export async function begun(now: WallTime, units: Found = TWO_COMMITTEES): Promise<TestOrg> {
  const org = await testOrg(now, units);
  const at = Math.min(instantOf('2026-11-01T08:00'), instantOf(now) - 1);
  await org.store.change((db) => {
    record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
  });
  return org;
}

/** Presses a button that was made for somebody else, as a client that was tampered with would. → what the server says */
export async function forged(
  org: TestOrg,
  as: string,
  message: string | undefined,
  action: string | undefined,
  form?: Record<string, unknown>,
): Promise<string> {
  if (message === undefined || action === undefined) throw new Error('no such button');
  const response = await org.app.request('http://127.0.0.1/console/api/tap', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, message, action, ...(form && { form }) }),
  });
  return await response.text();
}
