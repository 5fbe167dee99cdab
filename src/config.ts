import { Buffer } from 'node:buffer';
import { createSecretKey } from 'node:crypto';
import { z } from 'zod';
import { Misconfigured } from './errors.ts';
import type { Settings } from './org.ts';
import { type DingTalkConfig, dingTalkConfig } from './platforms/dingtalk/config.ts';
import { type LarkConfig, larkConfig } from './platforms/lark/config.ts';
import { type WecomConfig, wecomConfig } from './platforms/wecom/config.ts';
import type { Instant } from './time.ts';

/** What the environment says, checked. Whoever reads it has nothing left to decide. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  orgs: OrgConfig[];
}

export interface OrgConfig {
  slug: string;
  settings: Settings;
  /** On only where no platform is configured; `demo`: an empty database is filled with an invented organisation. */
  console: { clock: Instant | null; demo?: boolean } | null;
  lark: LarkConfig | null;
  dingtalk?: DingTalkConfig;
  wecom?: WecomConfig;
}

type Env = Record<string, string | undefined>;

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads the environment; the first mistake stops the start with a sentence that names the variable. `orgs` is the text of ZHIBU_ORGS's document. */
export function readConfig(env: Env, orgs?: string): Config {
  const host = value(env, 'HOST') ?? '127.0.0.1';
  const port = Number(value(env, 'PORT') ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Misconfigured(`PORT must be a port number, not "${env.PORT}".`);
  const named = orgs === undefined ? { [value(env, 'ZHIBU_ORG') ?? 'main']: {} } : readOrgs(orgs);
  return {
    host,
    port,
    dataDir: value(env, 'DATA_DIR') ?? './data',
    orgs: Object.entries(named).map(([slug, own]) => readOrg(slug, { ...env, ...own }, host, port)),
  };
}

const Orgs = z.record(z.string(), z.record(z.string(), z.string()));

function readOrgs(text: string): Record<string, Record<string, string>> {
  const parsed = Orgs.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Misconfigured('ZHIBU_ORGS must be a JSON document of the form {"slug": {"LARK_APP_ID": "…"}}.');
  if (Object.keys(parsed.data).length === 0) throw new Misconfigured('ZHIBU_ORGS names no organisation.');
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readOrg(slug: string, env: Env, host: string, port: number): OrgConfig {
  if (!SLUG.test(slug)) {
    throw new Misconfigured(
      `ZHIBU_ORG must be lower-case letters, digits and hyphens (at most 63), not "${slug}".`,
    );
  }
  const lark = larkConfig(env);
  const dingtalk = dingTalkConfig(env);
  const wecom = wecomConfig(env);
  const platform = lark !== null || dingtalk !== null || wecom !== null;
  const url = readUrl(env) ?? `http://${host}:${port}`;
  const settings = { url, ...readAdmin(env), ...readSigning(slug, env, platform) };
  const platforms = { lark, ...(dingtalk && { dingtalk }), ...(wecom && { wecom }) };
  return { slug, settings, console: readConsole(env, platform), ...platforms };
}

/** Whoever knows it can let themselves in as anybody, so that on a platform nobody may be able to guess it. */
function readSigning(slug: string, env: Env, platform: boolean): Pick<Settings, 'signing'> {
  const secret = value(env, 'ZHIBU_SECRET');
  if (secret === undefined && !platform) return {};
  if (secret === undefined || secret.length < LEAST_SECRET) {
    throw new Misconfigured(
      `ZHIBU_SECRET ${secret === undefined ? 'is missing' : 'is too short'}; it signs links and has at least ${LEAST_SECRET} characters that nobody can guess.`,
    );
  }
  return { signing: { org: slug, key: createSecretKey(Buffer.from(secret, 'utf8')) } };
}

const LEAST_SECRET = 32;

function readUrl(env: Env): string | undefined {
  const url = value(env, 'ZHIBU_URL');
  if (url === undefined) return undefined;
  if (!/^https?:\/\/[^\s/?#]+[^\s?#]*$/.test(url))
    throw new Misconfigured(`ZHIBU_URL must be an http or https address without a query, not "${url}".`);
  return url.replace(/\/+$/, '');
}

function readAdmin(env: Env): Pick<Settings, 'admin'> {
  const text = value(env, 'ZHIBU_ADMIN');
  if (text === undefined) return {};
  const [, platform, id] = /^(lark|dingtalk|wecom|console):(\S+)$/.exec(text) ?? [];
  const name = z.enum(['lark', 'dingtalk', 'wecom', 'console']).safeParse(platform);
  if (!name.success || !id) throw new Misconfigured('ZHIBU_ADMIN must be platform:id, such as lark:ou_1234.');
  return { admin: { platform: name.data, id } };
}

/** Off as soon as a platform is configured, whatever is asked for. */
function readConsole(env: Env, platform: boolean): OrgConfig['console'] {
  const wanted = value(env, 'ZHIBU_CONSOLE') ?? 'on';
  if (wanted !== 'on' && wanted !== 'off')
    throw new Misconfigured(`ZHIBU_CONSOLE must be on or off, not "${wanted}".`);
  const clock = value(env, 'ZHIBU_CLOCK');
  if (clock !== undefined && !isZoned(clock)) {
    throw new Misconfigured(
      `ZHIBU_CLOCK must be a time with its zone, such as 2026-12-04T09:00:00+08:00, not "${clock}".`,
    );
  }
  if (platform || wanted === 'off') return null;
  return { clock: clock === undefined ? null : Date.parse(clock), demo: true };
}

export function isZoned(text: string): boolean {
  return ZONED.test(text) && !Number.isNaN(Date.parse(text));
}

/** Set and not empty. */
function value(env: Env, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}
