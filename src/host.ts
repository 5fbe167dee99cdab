import type { Store } from '../db/store.ts';
import { advance, carry, type MovableClock } from './advance.ts';
import { consoleClock } from './clock.ts';
import type { OrgConfig } from './config.ts';
import { foundDemo } from './demo/found.ts';
import type { Log } from './log.ts';
import type { Org } from './org.ts';
import { sentSince } from './outbox/recent.ts';
import { releaseClaims } from './outbox/settle.ts';
import { ensureAdministrator } from './people/founder.ts';
import { keepOpen } from './people/reach.ts';
import { furnish, unfurnish } from './platforms/console/furnish.ts';
import { consolePlatform } from './platforms/console/send.ts';
import type { Spine } from './platforms/console/spine.ts';
import { type DingTalk, openDingTalk } from './platforms/dingtalk/dingtalk.ts';
import { type Lark, openLark } from './platforms/lark/lark.ts';
import { pacerOf } from './platforms/pace.ts';
import type { Platform, PlatformName } from './platforms/platform.ts';
import { openWecom, type Wecom } from './platforms/wecom/wecom.ts';
import { receive } from './receive.ts';
import { type Instant, SECOND } from './time.ts';
import { keptSigning } from './web/link.ts';

/** An organisation with what it is connected to. */
export interface Hosted {
  org: Org;
  lark: Lark | null;
  dingtalk?: DingTalk;
  wecom?: Wecom;
  console: Omit<Spine, 'local'> | null;
}

export interface Runtime {
  log: Log;
  /** The machine's own clock. */
  wall(): Instant;
  /** Has messages sent soon; returns at once. */
  wake(org: Org): void;
  /** Stays up until this is done; left out where it does so anyway. */
  keep?(work: Promise<void>): void;
}

/** Opens what the configuration says, on a database that is open. */
export async function host(config: OrgConfig, store: Store, runtime: Runtime): Promise<Hosted> {
  const lark = config.lark && openLark(config.lark);
  const movable = config.console && consoleClock(store, runtime.wall, config.console.clock);
  const clock = movable ?? { now: runtime.wall };
  const signing = await store.change((db) => {
    releaseClaims(db);
    ensureAdministrator(db, clock.now(), config.settings);
    return config.settings.signing ?? keptSigning(db, config.slug);
  });
  if (movable && config.console?.demo) await foundDemo(store, movable.now());
  if (movable) await furnish(store, movable.now());
  else await store.change((db) => unfurnish(db));
  const hook = `${config.settings.url}/hooks/${config.slug}/dingtalk`;
  const dingtalk =
    config.dingtalk && openDingTalk(config.dingtalk, { store, signing, now: () => clock.now(), hook });
  const settings = { ...config.settings, signing };
  const wecom = config.wecom && openWecom(config.wecom, { store, clock, settings });
  const platforms: Platform[] = [
    ...(lark ? [lark.platform] : []),
    ...(dingtalk ? [dingtalk.platform] : []),
    ...(wecom ? [wecom.platform] : []),
    ...(movable ? [consolePlatform(store, movable)] : []),
  ];
  for (const platform of platforms) recallPace(store, platform, clock.now());
  await store.change((db) =>
    keepOpen(
      db,
      platforms.map(({ name }) => name),
    ),
  );
  const org: Org = {
    slug: config.slug,
    settings,
    clock,
    store,
    log: runtime.log,
    platforms: new Map<PlatformName, Platform>(platforms.map((platform) => [platform.name, platform])),
    wake: () => runtime.wake(org),
    ...(runtime.keep && { keep: runtime.keep }),
  };
  const others = { ...(dingtalk && { dingtalk }), ...(wecom && { wecom }) };
  return { org, lark, ...others, console: movable && windowOn(org, movable) };
}

/** A platform's limits look back beyond a restart; where they look back no further than a moment, there is no need. */
function recallPace(store: Store, platform: Platform, now: Instant): void {
  const pacer = pacerOf(platform);
  if (pacer.span <= SECOND) return;
  for (const { to, at } of store.read((db) => sentSince(db, platform.name, now - pacer.span)))
    pacer.recall(to, at);
}

/** The console delivers itself what it caused, so that it can show and count it; the runner learns what is next. */
function windowOn(org: Org, clock: MovableClock): Omit<Spine, 'local'> {
  const quiet: Org = { ...org, wake: () => undefined };
  return {
    store: org.store,
    clock,
    receive: (incoming) => receive(quiet, incoming),
    deliver: () => carry(quiet).finally(org.wake),
    advance: (to) => advance(quiet, clock, to).finally(org.wake),
  };
}
