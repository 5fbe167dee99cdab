import { expect, test } from 'vitest';
import { testOrg } from '../../helpers/org.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';

const NOW = '2026-12-01T09:30';

test('whoever is no longer in the organisation cannot be spoken as', async () => {
  const org = await testOrg(NOW, TWO_BRANCHES);
  await org.store.change((db) => db.run("update memberships set ended = '2026-11-30' where person = 6"));
  await expect(org.as('刘洋').says('我的')).rejects.toThrow('“刘洋”已不在组织里');
  await org.as('张建国').says('我的');
});

test('what cannot be read is refused in Chinese', async () => {
  const { app } = await testOrg(NOW, TWO_BRANCHES);
  const bodies: [string | Uint8Array<ArrayBuffer>, number][] = [
    ['{', 400],
    [new Uint8Array([0xff]), 400],
    [`${'['.repeat(99)}${']'.repeat(99)}`, 400],
    [`"${'x'.repeat(2 ** 20)}"`, 413],
    ['[]', 400],
    ['{"as":"刘洋"}', 400],
    ['{"as":1,"text":"x"}', 400],
  ];
  for (const [body, status] of bodies) {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.request('http://127.0.0.1/console/api/say', { method: 'POST', headers, body });
    const { error } = (await answer.json()) as { error: string };
    expect([String(body).slice(0, 20), answer.status]).toEqual([String(body).slice(0, 20), status]);
    expect(error.replace(/JSON|UTF-8|application\/json|（\w+）/g, '')).not.toMatch(/[a-z]{3,}/i);
  }
});
