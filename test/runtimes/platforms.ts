import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { fakeDingTalk } from '../platforms/dingtalk/fake.ts';
import { fakeLark } from '../platforms/lark/fake.ts';
import { fakeWecom } from '../platforms/wecom/fake.ts';

/** Platforms for the tests that run on another runtime, and so cannot start a server themselves. */
export default async function startPlatforms(project: TestProject): Promise<() => Promise<void>> {
  const lark = await fakeLark();
  const dingtalk = await fakeDingTalk();
  const wecom = await fakeWecom();
  const window = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify([...lark.shown, ...dingtalk.shown, ...wecom.shown]));
  });
  await new Promise<void>((resolve) => window.listen(0, '127.0.0.1', resolve));
  project.provide('lark', lark.domain);
  project.provide('dingtalk', dingtalk.api);
  project.provide('wecom', wecom.api);
  project.provide('shown', `http://127.0.0.1:${(window.address() as AddressInfo).port}`);
  return async () => {
    await new Promise((resolve) => window.close(resolve));
    await wecom.close();
    await dingtalk.close();
    await lark.close();
  };
}
