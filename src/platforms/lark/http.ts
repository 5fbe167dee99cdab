import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { SECOND } from '../../time.ts';

/** How the SDK reaches Lark: by `fetch`, which every runtime has. */
export type Http = NonNullable<ConstructorParameters<typeof Client>[0]['httpInstance']>;
type Options = Parameters<Http['request']>[0];

const TIMEOUT = 10 * SECOND;

/** A call that Lark refused or that never reached it. Its message holds no secret and nothing anybody wrote. */
export class LarkFault extends Error {
  /** Lark's own code; null if no answer came that has one. */
  readonly code: number | null;
  /** The HTTP status; 0 if none came. */
  readonly status: number;
  /** Milliseconds after which Lark wants to be asked again. */
  readonly after: number | undefined;

  constructor(code: number | null, status: number, sentence: string, after?: number) {
    super(code === null ? sentence : `Lark answers ${code}: ${sentence}`);
    this.name = 'LarkFault';
    this.code = code;
    this.status = status;
    this.after = after;
  }
}

const Verdict = z.object({ code: z.number(), msg: z.string().catch('') });

/** An answer with a code other than 0 is a `LarkFault`, whatever its HTTP status. A download comes as its response, not yet read. */
export function createHttp(): Http {
  const tokens = new Map<string, Promise<unknown>>();
  return {
    request: (options) => call(options),
    get: (url, options) => call({ ...options, method: 'GET', url }),
    delete: (url, options) => call({ ...options, method: 'DELETE', url }),
    head: (url, options) => call({ ...options, method: 'HEAD', url }),
    options: (url, options) => call({ ...options, method: 'OPTIONS', url }),
    put: (url, data, options) => call({ ...options, method: 'PUT', url, data }),
    patch: (url, data, options) => call({ ...options, method: 'PATCH', url, data }),
    post,
  };

  /** The SDK posts for tokens only, once for every call that finds none: they share one. */
  function post<T, R = T>(url: string, data?: unknown, options?: Options): Promise<R> {
    const asked =
      tokens.get(url) ?? call({ ...options, method: 'POST', url, data }).finally(() => tokens.delete(url));
    tokens.set(url, asked);
    return asked.then((answer) => as<R>(answer));
  }

  async function call<T, R = T>(options: Options): Promise<R> {
    const response = await reach(options);
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    if (options.responseType === 'stream' && response.ok && !isJson) return as(response);
    const answer: unknown = await response.json().catch(() => null);
    throwFault(response, answer);
    return as(answer);
  }
}

/** The SDK declares what each call answers and checks nothing; what is read of an answer is parsed where it is read. */
function as<R>(answer: unknown): R {
  return answer as R;
}

async function reach({
  url = '',
  method = 'GET',
  params,
  data,
  headers,
  timeout,
}: Options): Promise<Response> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(params ?? {})) address.searchParams.append(name, String(value));
  const sent =
    /^(get|head)$/i.test(method) || data === undefined ? { headers: { ...headers } } : packed(headers, data);
  try {
    return await fetch(address, {
      method: method.toUpperCase(),
      signal: AbortSignal.timeout(timeout || TIMEOUT),
      ...sent,
    });
  } catch (error) {
    throw new LarkFault(
      null,
      0,
      `Lark cannot be reached: ${error instanceof Error ? reasonOf(error) : 'unknown'}`,
    );
  }
}

/** JSON, but where the SDK says that it is a form: then each value is a part of it, and bytes are the file. */
function packed(
  given: Options['headers'],
  data: unknown,
): { headers: Record<string, string>; body: string | FormData } {
  const all = Object.entries(given ?? {}).map(([name, value]) => [name, String(value)] as const);
  const { 'Content-Type': type, ...headers } = Object.fromEntries(all);
  if (type !== 'multipart/form-data' || typeof data !== 'object' || data === null) {
    return {
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(data),
    };
  }
  const form = new FormData();
  const name = 'file_name' in data ? String(data.file_name) : 'file';
  for (const [part, value] of Object.entries(data)) {
    if (value instanceof Uint8Array) form.append(part, new Blob([new Uint8Array(value)]), name);
    else form.append(part, String(value));
  }
  return { headers, body: form };
}

/** The cause says `ECONNREFUSED` or the like, where the error says only that it failed. */
function reasonOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : error.name;
}

function throwFault(response: Response, answer: unknown): void {
  const verdict = Verdict.safeParse(answer);
  const after = secondsOf(
    response.headers.get('x-ogw-ratelimit-reset') ?? response.headers.get('retry-after'),
  );
  if (!verdict.success)
    throw new LarkFault(null, response.status, `Lark answers ${response.status} without a code`, after);
  const { code, msg } = verdict.data;
  if (code !== 0) throw new LarkFault(code, response.status, withoutContent(msg), after);
}

/** Lark repeats what it dislikes in a card after `ErrorValue`. */
function withoutContent(sentence: string): string {
  return sentence.replace(/\s*ErrorValue.*$/s, '').slice(0, 200);
}

function secondsOf(header: string | null): number | undefined {
  const seconds = Number(header);
  return header && seconds >= 0 ? seconds * SECOND : undefined;
}

/** Lark's code for a file it will not hand out for its size. */
export const TOO_LARGE = 234037;
