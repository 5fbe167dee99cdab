import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { SECOND } from '../../time.ts';
import { readBody } from '../body.ts';

const TIMEOUT = 10 * SECOND;
/** What somebody sends from a phone at a slow place. */
const DOWNLOAD = 60 * SECOND;

/** A call that WeCom refused or that never reached it. Its message holds no secret and nothing anybody wrote. */
export class WecomFault extends Error {
  /** WeCom's own code; null if no answer came that has one. */
  readonly code: number | null;

  constructor(code: number | null, sentence: string) {
    super(sentence);
    this.name = 'WecomFault';
    this.code = code;
  }
}

/** Ours, for a file of more bytes than are allowed. */
export const TOO_LARGE = 40006;

const Verdict = z.looseObject({ errcode: z.number(), errmsg: z.string().catch('') });

/** What WeCom answers to a call; a code other than 0 is a `WecomFault`, whatever the HTTP status. The address holds the token. */
export async function callJson(address: URL, body?: unknown): Promise<unknown> {
  return await readJson(await reach(address, body));
}

/** A file and what it is called; an answer in JSON says why there is none. */
export async function callFile(address: URL, most: number): Promise<{ bytes: Uint8Array; name: string }> {
  const response = await reach(address, undefined, DOWNLOAD);
  if (isJson(response)) {
    await readJson(response);
    throw new WecomFault(null, 'WeCom answers something else than a file');
  }
  const name = nameIn(response.headers.get('content-disposition') ?? '');
  return { bytes: await collect(response, most), name };
}

async function reach(address: URL, body?: unknown, timeout = TIMEOUT): Promise<Response> {
  try {
    return await fetch(address, {
      ...(body !== undefined && posting(body)),
      signal: AbortSignal.timeout(timeout),
    });
  } catch (error) {
    throw new WecomFault(
      null,
      `WeCom cannot be reached: ${error instanceof Error ? reasonOf(error) : 'unknown'}`,
    );
  }
}

/** A form names its own type, as it says where its parts end. */
function posting(body: unknown): RequestInit {
  if (body instanceof FormData) return { method: 'POST', body };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/** The cause says `ECONNREFUSED` or the like, where the error says only that it failed. */
function reasonOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : error.name;
}

async function readJson(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => null);
  const verdict = Verdict.safeParse(answer);
  if (!verdict.success) throw new WecomFault(null, `WeCom answers ${response.status} without a code`);
  const { errcode, errmsg } = verdict.data;
  if (errcode !== 0) throw new WecomFault(errcode, sentenceOf(errcode, errmsg));
  return answer;
}

function sentenceOf(code: number, said: string): string {
  if (code === 60020) {
    const address =
      /from ip:\s*([0-9a-fA-F.:]+[0-9a-fA-F])/.exec(said)?.[1] ?? 'this machine’s public address';
    return `WeCom takes no calls from ${address} (60020): on the admin page under 应用管理 → the app → 企业可信IP, enter ${address}`;
  }
  return `WeCom answers ${code}: ${said.replace(/,?\s*(hint|from ip|more info at)\b.*$/s, '').slice(0, 120)}`;
}

function isJson(response: Response): boolean {
  return (
    /json|text\/plain/.test(response.headers.get('content-type') ?? '') &&
    !response.headers.has('content-disposition')
  );
}

async function collect(response: Response, most: number): Promise<Uint8Array> {
  try {
    return await readBody(response, most);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    throw new WecomFault(error.status === 413 ? TOO_LARGE : null, error.message);
  }
}

/** `attachment; filename="名册.csv"`, plain, escaped or as UTF-8 read as Latin-1. */
function nameIn(disposition: string): string {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? '';
  return decoded(encoded ?? plain).slice(0, 200);
}

function decoded(name: string): string {
  const bytes = Uint8Array.from(name, (letter) => letter.charCodeAt(0) & 255);
  const latin = [...name].every((letter) => letter.charCodeAt(0) < 256);
  try {
    if (name.includes('%')) return decodeURIComponent(name);
    return latin ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) : name;
  } catch {
    return name;
  }
}
