import { Buffer } from 'node:buffer';
import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { SECOND } from '../../time.ts';
import { readBody } from '../body.ts';
import type { LarkConfig } from './config.ts';
import { createHttp, LarkFault, TOO_LARGE } from './http.ts';

/** The calls made to Lark; each throws a `LarkFault`. */
export interface LarkApi {
  /** Sends a message, whose content is JSON in a string, and says its id. `uuid` makes it one message for an hour. */
  send(to: Receiver, type: 'interactive' | 'text' | 'file', content: string, uuid: string): Promise<string>;
  /** Hands in a file that a message is to hold, and says its key. */
  upload(name: string, bytes: Uint8Array): Promise<string>;
  /** Draws a card anew. */
  redraw(message: string, content: string): Promise<void>;
  /** What somebody sent in a message, of at most so many bytes. */
  download(resource: Resource, most: number): Promise<Uint8Array>;
  /** The bot's own open_id and name. */
  bot(): Promise<Bot>;
  /** Any call that only reads. */
  read(path: string, params: Record<string, string>): Promise<unknown>;
  /** The scopes that the tenant has granted to the app. */
  scopes(): Promise<Set<string>>;
}

/** What somebody sends from a phone at a slow place. */
const DOWNLOAD = 60 * SECOND;

/** Not by its class: on Node the server puts one of its own in the place of the one that `fetch` gives. */
const Download = z.custom<Response>(
  (given) => given instanceof Object && 'headers' in given && 'arrayBuffer' in given,
);

/** Something that was sent in a message. */
export interface Resource {
  message: string;
  key: string;
  type: 'file' | 'image';
}

export interface Receiver {
  type: 'open_id' | 'chat_id';
  id: string;
}

const BotInfo = z.object({ bot: z.object({ open_id: z.string(), app_name: z.string().catch('') }) });
type Bot = { openId: string; name: string };

const Scopes = z.object({
  data: z.object({ scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })) }),
});

/** The SDK hands on what stands in `data`. */
const Uploaded = z.object({ file_key: z.string().min(1) });

const SentMessage = z.object({ data: z.object({ message_id: z.string().min(1) }) });

/** Lark has forgotten the token, or never knew it: another is asked for. */
const STALE_TOKEN = new Set([99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677]);

export function createLarkApi({ appId, appSecret, domain }: LarkConfig): LarkApi {
  let opened: Promise<Opened> | undefined;
  return { send, upload, redraw, download, bot, read, scopes };

  async function send(to: Receiver, type: string, content: string, uuid: string): Promise<string> {
    const params = { receive_id_type: to.type };
    const data = { receive_id: to.id, msg_type: type, content, uuid };
    const answer = await call((client) => client.im.v1.message.create({ params, data }));
    return expect(SentMessage, answer).data.message_id;
  }

  /** Of the types that Lark names, `stream` is any file: {@link https://open.feishu.cn/document/server-docs/im-v1/file/create}. */
  async function upload(name: string, bytes: Uint8Array): Promise<string> {
    const data = { file_type: 'stream' as const, file_name: name, file: Buffer.from(bytes) };
    return expect(Uploaded, await call((client) => client.im.v1.file.create({ data }))).file_key;
  }

  async function redraw(message: string, content: string): Promise<void> {
    await call((client) => client.im.v1.message.patch({ path: { message_id: message }, data: { content } }));
  }

  async function download({ message, key, type }: Resource, most: number): Promise<Uint8Array> {
    const [id, file] = [message, key].map(encodeURIComponent);
    const url = `/open-apis/im/v1/messages/${id}/resources/${file}`;
    const options = {
      method: 'GET',
      url,
      params: { type },
      responseType: 'stream' as const,
      timeout: DOWNLOAD,
    };
    const response = expect(Download, await call((client) => client.request(options)));
    try {
      return await readBody(response, most);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      throw new LarkFault(error.status === 413 ? TOO_LARGE : null, 0, error.message);
    }
  }

  async function bot(): Promise<Bot> {
    const answer = await call((client) => client.request({ method: 'GET', url: '/open-apis/bot/v3/info' }));
    const { open_id: openId, app_name: name } = expect(BotInfo, answer).bot;
    return { openId, name };
  }

  function read(path: string, params: Record<string, string>): Promise<unknown> {
    return call((client) => client.request({ method: 'GET', url: path, params }));
  }

  async function scopes(): Promise<Set<string>> {
    const answer = await call((client) =>
      client.request({ method: 'GET', url: '/open-apis/application/v6/scopes' }),
    );
    const granted = expect(Scopes, answer).data.scopes.filter((scope) => scope.grant_status === 1);
    return new Set(granted.map((scope) => scope.scope_name));
  }

  async function call(ask: (client: Client) => Promise<unknown>): Promise<unknown> {
    opened ??= open();
    const { client, forget } = await opened;
    try {
      return await ask(client);
    } catch (error) {
      if (!(error instanceof LarkFault) || !STALE_TOKEN.has(error.code ?? 0)) throw error;
      forget();
      return await ask(client);
    }
  }

  /** Loaded when it is first needed: it is six megabytes, and whoever is not on Lark needs none of it. */
  async function open(): Promise<Opened> {
    const { Client, DefaultCache } = await import('@larksuiteoapi/node-sdk');
    // One for each organisation: the cache the SDK shares among its clients cannot forget.
    const cache = new DefaultCache();
    const client = new Client({ appId, appSecret, domain, cache, httpInstance: createHttp(), logger: quiet });
    return { client, forget: () => cache.values.clear() };
  }
}

interface Opened {
  client: Client;
  forget(): void;
}

/** The SDK logs what it sends, secrets included; what matters is thrown. */
export const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

function expect<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new LarkFault(null, 200, 'Lark answers something else than its page says');
  return parsed.data;
}
